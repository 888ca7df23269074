"""Two hubs on one machine, Hangzhou and Kuala Lumpur: the world in which stories are told and orders are tried.

The hubs are real: two processes with their own folders, speaking over loopback. The outside world (banks, carriers,
an officer's desk, the passing of time) is simulated, and says so.
"""

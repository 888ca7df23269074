"""The headline numbers, each measured beside its baseline in one run. `python -m bench [NAME]`."""

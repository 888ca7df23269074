"""What can be worked out on paper: values, tables and arithmetic of trade.

Standard library only. No clock, no float, no database, no network: time, rates and the law are arguments.
"""

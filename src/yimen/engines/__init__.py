"""Pure engines: expressions, decisions, forms, legal time, processes, service folders.

State in, changes out. No Django, no clock of their own, no network: whoever calls passes facts and time in.
"""

"""The papers of a case, from receipt to delivery. Each is made once, numbered, sealed by the body whose it is.

Most are made by the worker, as a step of the process; those that stop or extend a clock are made with the act itself.
"""

"""The catalogue of strings: what stands in Chinese in code and templates, and its English.

``python -m tests.strings`` (``make strings``) extracts, merges and compiles. ``spoken`` says which modules are read and
which words in them never reach a page; ``sources`` reads Python, ``templates`` reads templates, ``catalogue`` writes.
"""

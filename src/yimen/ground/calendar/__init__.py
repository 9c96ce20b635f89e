"""Legal time of the city: what day it is here, and which days are worked.

``moment`` is the one place that reads the clock of the machine; everything else gets ``now`` passed in.
Moments are UTC, legal days are those of Asia/Shanghai. Holidays and make-up days are rows that staff may correct.
"""

"""One food application and everybody who may touch it, in any order: the model of ``test_state_machine``.

Officers act as the desk lets them: through ``access``, with the task that waits for their own post, or with a page
that they opened earlier. What a person tries is done, or refused with a sentence; anything else is a fault.
"""

from yimen.domains.cases.tests.machine.around import OFFICERS, STRANGERS, UNPRINTABLE
from yimen.domains.cases.tests.machine.counter import Counter

__all__ = ["OFFICERS", "STRANGERS", "UNPRINTABLE", "Counter"]

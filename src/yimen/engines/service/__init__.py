"""A public service as one folder: description, guide, form, process, rules, papers, scenarios.

``read`` takes the files (relative path → bytes), ``read_folder`` a directory. ``check`` judges every part, the parts
against each other, and plays the scenarios; ``run_scenario`` plays one, without database or clock, in milliseconds.
``command.check_folders`` does this for many folders and prints what it finds.
``items_of`` lists what officers look at on site: facts that are null until they wrote them down.

Others may use the names in ``__all__`` and ``command``.
"""

from yimen.engines.service.check import CAPABILITIES, check
from yimen.engines.service.folder import fingerprint, read, read_folder
from yimen.engines.service.inspections import items_of
from yimen.engines.service.meta import Meta
from yimen.engines.service.model import Expected, Fire, Given, Scenario, Service, ServiceError, Work
from yimen.engines.service.play import Played, play
from yimen.engines.service.scenario import Outcome, run_scenario

__all__ = [
    "CAPABILITIES",
    "Expected",
    "Fire",
    "Given",
    "Meta",
    "Outcome",
    "Played",
    "Scenario",
    "Service",
    "ServiceError",
    "Work",
    "check",
    "fingerprint",
    "items_of",
    "play",
    "read",
    "read_folder",
    "run_scenario",
]

"""A public service as one folder: description, guide, form, process, rules, papers, scenarios.

``read`` takes the files (relative path → bytes), ``read_folder`` a directory. ``check`` judges every part, the parts
against each other, and plays the scenarios; ``run_scenario`` plays one, without database or clock, in milliseconds.
``command.check_folders`` does this for many folders and prints what it finds.
``items_of`` lists what officers look at on site: facts that are null until they wrote them down.
A joint service has ``parts``, each a service: ``chosen_parts`` says which ones the answers need, ``answers_for`` what
each is told, ``joint_materials`` which papers they ask for together.
``situations`` reads the guiding questions before the form and says what follows from an answer.

Others may use the names in ``__all__``, ``command`` and ``situations``.
"""

from yimen.engines.service.at_once import is_at_once
from yimen.engines.service.chains import days_behind, parts_behind
from yimen.engines.service.check import CAPABILITIES, check
from yimen.engines.service.english import FILE as ENGLISH
from yimen.engines.service.english import read as read_english
from yimen.engines.service.folder import fingerprint, read, read_folder
from yimen.engines.service.inspections import items_of
from yimen.engines.service.meta import JointMeta, Meta, Situation
from yimen.engines.service.model import Expected, Fire, Given, Part, Scenario, Service, ServiceError, Work
from yimen.engines.service.parts import (
    answers_for,
    chosen_parts,
    files_beside,
    files_inside,
    joint_materials,
    material_reasons,
    needed_materials,
    part_facts,
)
from yimen.engines.service.play import Played, play
from yimen.engines.service.scenario import Outcome, run_scenario

__all__ = [
    "CAPABILITIES",
    "ENGLISH",
    "Expected",
    "Fire",
    "Given",
    "JointMeta",
    "Meta",
    "Outcome",
    "Part",
    "Played",
    "Scenario",
    "Service",
    "ServiceError",
    "Situation",
    "Work",
    "answers_for",
    "check",
    "chosen_parts",
    "days_behind",
    "files_beside",
    "files_inside",
    "fingerprint",
    "is_at_once",
    "items_of",
    "joint_materials",
    "material_reasons",
    "needed_materials",
    "part_facts",
    "parts_behind",
    "play",
    "read",
    "read_english",
    "read_folder",
    "run_scenario",
]

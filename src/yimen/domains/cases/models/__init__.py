from yimen.domains.cases.models.case import HELPER, ONLINE, WINDOW, Case
from yimen.domains.cases.models.consultation import Consultation
from yimen.domains.cases.models.handling import Correction, Delivery, Inspection, Material, Opinion, Urge
from yimen.domains.cases.models.keeping import Hold
from yimen.domains.cases.models.lanes import JointVisit
from yimen.domains.cases.models.marks import MaterialMark
from yimen.domains.cases.models.records import CaseFact, CaseStep, DecisionRecord
from yimen.domains.cases.models.time import Extension, SpecialProcedure

__all__ = [
    "HELPER",
    "ONLINE",
    "WINDOW",
    "Case",
    "CaseFact",
    "CaseStep",
    "Consultation",
    "Correction",
    "DecisionRecord",
    "Delivery",
    "Extension",
    "Hold",
    "Inspection",
    "JointVisit",
    "Material",
    "MaterialMark",
    "Opinion",
    "SpecialProcedure",
    "Urge",
]

"""Fields that a level above has fixed: shown with who fixed them, and refused when they are changed.

A lock names a field of service.yaml by its path (``limits.statutory``) or a file (``guide.md``).
"""

from collections.abc import Mapping
from typing import Any

from yimen.engines.service import strict_yaml
from yimen.ground.errors import Fault

# The fields of the national exchange tables (GB/T 39554) and where service.yaml says the same.
PLACES: Mapping[str, str] = {
    "task_name": "name",
    "plain_name": "plain_name",
    "summary": "summary",
    "task_type": "code.task_type",
    "catalog_code": "code.base",
    "local_catalog_code": "code.local_base",
    "task_code": "code.implementation",
    "local_task_code": "code.local_implementation",
    "task_handle_item": "code.item",
    "use_level": "code.use_level",
    "dept_name": "department",
    "dept_code": "deciding_body.code",
    "region_code": "region.code",
    "region_name": "region.name",
    "server_type": "audience",
    "project_type": "project_type",
    "limit_scene_num": "visits.times",
    "limit_scene_explain": "visits.reason",
    "handle_type": "channels",
    "link_addr": "channels",
    "transact_addr": "where.address",
    "transact_time": "where.hours",
    "by_law": "legal_basis",
    "anticipate_day": "limits.statutory",
    "anticipate_type": "limits.statutory",
    "anticipate_explain": "limits.statutory",
    "promise_day": "limits.promised",
    "promise_type": "limits.promised",
    "promise_explain": "limits.promised",
    "is_fee": "fee.charge",
    "fees": "fee",
    "fee_basis": "fee.basis",
    "materials": "materials",
    "result_name": "results",
    "result_type": "results",
    "questions": "faq",
    "administrative_review_dept": "remedies",
    "administrative_litigation_dept": "remedies",
    "link_way": "phones.consult",
    "supervise_way": "phones.complain",
    "accept_condition": "guide.md",
    "handle_flow": "guide.md",
}


def placed(locked: Mapping[str, str]) -> dict[str, str]:
    """Locks on fields of the exchange tables as locks on service.yaml; what it has no word for is left out."""
    return {PLACES[field]: level for field, level in locked.items() if field in PLACES}


def broken(locked: Mapping[str, str], before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Fault]:
    """The locked fields that the new files say differently, each with who has fixed it."""
    old, new = _described(before), _described(after)
    return [
        Fault(key, f"这一项由{level}统一规定，不能改；要改的，向{level}提出")
        for key, level in sorted(locked.items())
        if _value(key, before, old) != _value(key, after, new)
    ]


def _value(key: str, files: Mapping[str, bytes], described: Any) -> object:
    if key in files or key.endswith((".md", ".json", ".bpmn", ".dmn", ".yaml")):
        return files.get(key)
    for part in key.split("."):
        described = described.get(part) if isinstance(described, dict) else None
    return described if described != "" else None


def _described(files: Mapping[str, bytes]) -> Any:
    """What service.yaml says; what cannot be read says nothing, so that a lock cannot be got around by breaking it."""
    try:
        return strict_yaml.load(files.get("service.yaml", b"").decode())
    except ValueError:
        return None

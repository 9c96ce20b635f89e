"""What officers found on site, as facts: only items of that inspection, each with the type its item says."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from yimen.engines.service.meta.work import InspectionItem
from yimen.engines.service.model import Service, Work

_WANTED = {"bool": "true 或者 false", "int": "整数", "decimal": "数字", "text": "文字"}


def found_facts(service: Service, work: Work) -> tuple[Mapping[str, object], str]:
    """The facts, and why they cannot be taken (empty when they can). An item left out stays null: not looked at."""
    items = {
        item["id"]: item
        for inspection in service.meta.get("inspections", [])
        if inspection["task"] == work.task
        for item in inspection["items"]
    }
    facts: dict[str, object] = {}
    for name, raw in work.found.items():
        if name not in items:
            known = "、".join(sorted(items)) or "没有"
            return {}, f"环节 {work.task} 不查 {name}，查的是：{known}。"
        options = items[name].get("options")
        if options and raw is not None and raw not in options:
            return {}, f"环节 {work.task} 查到的 {name} 可以写：{'、'.join(options)}，现在是 {raw!r}。"
        value = _typed(items[name], raw)
        if value is None and raw is not None:
            return {}, f"环节 {work.task} 查到的 {name} 要写{_WANTED[items[name]['type']]}，现在是 {raw!r}。"
        facts[name] = value
    return facts, ""


def _typed(item: InspectionItem, raw: object) -> object:
    """The value as the rules read it, or null when it is of another type. Decimal numbers come as text from YAML."""
    wanted = item["type"]
    if wanted == "bool":
        return raw if isinstance(raw, bool) else None
    if wanted == "text":
        return raw if isinstance(raw, str) else None
    if isinstance(raw, bool) or not isinstance(raw, int | (str if wanted == "decimal" else int)):
        return None
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None

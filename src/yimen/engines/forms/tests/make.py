"""Forms and answers that the tests share. Numbers use the region code of the invented demo city."""

from datetime import date

from yimen.engines import forms
from yimen.engines.forms.identity import check_character

TODAY = date(2026, 11, 22)


def id_number(birth: str = "19900307", serial: str = "775") -> str:
    """A number with a right check character for this birth date (YYYYMMDD)."""
    digits = f"990181{birth}{serial}"
    return digits + check_character(digits)


def field(type: str, **more: object) -> forms.Field:
    """One field of the given type, as read from a form."""
    return form(field_data(type, **more)).fields["it"]


def field_data(type: str, key: str = "it", **more: object) -> dict[str, object]:
    """The JSON of one field."""
    data = {"key": key, "label": "这一项", "type": type, "purpose": "测试", **more}
    if type in ("select", "multi") and not {"options", "options_from"} & more.keys():
        data["options"] = [{"value": "甲", "label": "甲"}, {"value": "乙", "label": "乙"}]
    if type == "table" and "columns" not in more:
        data["columns"] = [
            {"key": "name", "label": "姓名", "type": "text", "required": True},
            {"key": "id_no", "label": "证件号码", "type": "idcard", "required": True},
            {"key": "share", "label": "出资", "type": "money"},
        ]
    return data


def form_data(*fields: dict[str, object], **more: object) -> dict[str, object]:
    """The JSON of a form with one section."""
    return {"format": 1, "sections": [{"id": "one", "title": "第一页", "fields": list(fields)}], **more}


def form(*fields: dict[str, object], **more: object) -> forms.Form:
    """A form with one section, read."""
    return forms.read(form_data(*fields, **more))


def sentence(type: str, value: object, lists: dict[str, list[str]] | None = None, **more: object) -> str | None:
    """What validate says about one stored value; ``None`` when it is content."""
    failures = forms.validate(form(field_data(type, **more)), {"it": value}, TODAY, lists=lists)
    return failures[0].sentence if failures else None

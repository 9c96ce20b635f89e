"""The reference lists that forms offer, by the name a form gives them (``options_from``)."""

from collections.abc import Mapping

from yimen.domains.registers.queries import options
from yimen.engines.forms import Form
from yimen.ground.places.queries import streets, villages

Lists = Mapping[str, list[dict[str, str]]]

NAMES = ("scope_catalogue", "streets", "villages")


def lists_for(form: Form, county: str) -> dict[str, list[dict[str, str]]]:
    """Each list that this form offers, read once: name → options with value, label, hint.

    Args:
        county: code of the county-level division whose streets are offered.
    """
    wanted = {field.options_from for field in form.fields.values() if field.options_from}
    makers = {
        "scope_catalogue": lambda: options("trades"),
        "streets": lambda: [{"value": one.code, "label": one.name, "hint": ""} for one in streets(county)],
        "villages": lambda: [{"value": one.code, "label": one.label, "hint": ""} for one in villages(county)],
    }
    return {name: makers[name]() for name in sorted(wanted)}


def values_in(lists: Lists) -> dict[str, frozenset[str]]:
    """The lists as the forms engine wants them: name → allowed values."""
    return {name: frozenset(option["value"] for option in found) for name, found in lists.items()}

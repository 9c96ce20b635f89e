"""What a granted case writes into registers: every expression can be read, and reads only what is known by then."""

from collections.abc import Iterator

from yimen.engines.problem import Problem
from yimen.engines.service import formulas
from yimen.engines.service.model import Service

# The number of the result: null before the case is granted.
NUMBER = "result_number"
_SOURCE = "不在表单里，也不是查来的、核查到的，写进去的会是空的"


def check(service: Service) -> Iterator[Problem]:
    """Problems of ``write_back``. A decision of the rules is no name here: the host writes without asking them."""
    known = formulas.known_names(service) | {NUMBER}
    for one in service.meta.get("write_back", []):
        place = f"service.yaml#write_back/{one['register']}"
        for name in ("when", "key", "data"):
            text = one.get(name)
            if isinstance(text, str):
                yield from formulas.faults(text, known, place, name, _SOURCE)

from datetime import date

from yimen.domains.registers.queries import look_up
from yimen.ground.accounts.ports import Identity
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import now


class PopulationRegister:
    """The identity register of the demo city: its own population register."""

    def confirm(self, name: str, id_number: str) -> Identity | None:
        held = look_up(actor=SYSTEM, register="population", keys=[id_number], purpose="实名核验", now=now())[0]
        if held.data is None or held.data.get("name") != name:
            return None
        return Identity(
            name=name,
            id_kind=str(held.data.get("id_kind", "居民身份证")),
            id_number=id_number,
            birth=date.fromisoformat(str(held.data["birth"])),
            register=held.source,
        )

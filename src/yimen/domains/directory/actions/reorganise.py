"""机构改革 as one operation. Running cases, documents and bodies (``places.Organisation``) stay as they are: a case
goes on before the body that took it in, by its version of the service; what changes is what is listed from now on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yimen.domains.directory.actions.let_be_found import let_be_found
from yimen.domains.directory.change import changed, write
from yimen.domains.directory.errors import NotPossible
from yimen.domains.directory.levels import region_code
from yimen.domains.directory.models import Entry, Reorganisation
from yimen.domains.directory.states import Change, State
from yimen.engines.service import exchange
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


@dataclass(frozen=True, slots=True)
class Body:
    """A department as entries name it; ``code`` its 统一社会信用代码, empty where it is not known."""

    name: str
    code: str = ""


def reorganise(
    *,
    actor: Actor,
    kind: str,
    region: str,
    old: Body,
    new: Body,
    document: str,
    now: datetime,
    entries: Sequence[int] = (),
    dry_run: bool = False,
) -> Reorganisation:
    """A department is renamed, merged into another, or some of its powers go to another (行政许可法 25: 行政审批局).

    Every entry keeps its codes and its history, and is found by them in older files; it stands on the to-do list, so
    that its published guide is looked at.

    Args:
        kind: of ``Reorganisation``; ``entries``: which items go, when powers are moved.
        document: what the reform rests on.
        dry_run: what would come of it; nothing is changed.
    Raises:
        NotPossible: there is nothing to change, or what was told makes no sense.
    """
    _check(kind, old, new, document, entries)
    code = region_code(region)
    with transaction.atomic():
        found = list(_concerned(code, old, entries if kind == Reorganisation.MOVE else ()))
        if not found:
            raise NotPossible(f"{old.name}在目录里没有事项", "核对部门的名称和地区，照目录里写的填。")
        if entries and len(found) != len(set(entries)):
            raise NotPossible(f"要划转的事项里，有的不是{old.name}在用的事项", "只选这个部门在用的事项。")
        rows = []
        for entry in found:
            told = {"dept_name": new.name, **({"dept_code": new.code} if new.code else {})}
            entry.own = {**entry.own, **told}
            rows.append(changed(entry, Change.REORGANISE, actor, now, f"{Reorganisation.KINDS[kind]}：{document}"))
        write(found, rows)
        let_be_found([one.pk for one in found], now=now)
        made = Reorganisation(
            kind=kind,
            region_code=code,
            old_name=old.name,
            old_code=old.code,
            new_name=new.name,
            new_code=new.code,
            document=document,
            entries=[one.pk for one in found],
            by=actor.name,
            at=now,
        )
        made.save()
        details = {"kind": kind, "from": old.name, "to": new.name, "entries": len(found)}
        record(actor, "reorganise", object_kind="reorganisation", object_ref=str(made.pk), at=now, details=details)
        if dry_run:
            transaction.set_rollback(True)
    return made


def _check(kind: str, old: Body, new: Body, document: str, entries: Sequence[int]) -> None:
    if kind not in Reorganisation.KINDS:
        raise NotPossible("不知道是哪一种改革", f"写 {'、'.join(Reorganisation.KINDS)}。")
    if not old.name.strip() or not new.name.strip() or old == new:
        raise NotPossible("改革前后是同一个部门，或者没有写部门", "写明原来的部门和现在的部门。")
    if not document.strip():
        raise NotPossible("没有写依据", "写明改革方案或者文件的名称和文号。")
    if new.code and (fault := exchange.credit_code_fault(new.code)):
        raise NotPossible(f"现在的部门：{fault}", f"核对 {new.code}。")
    if (kind == Reorganisation.MOVE) != bool(entries):
        raise NotPossible("划转事项要写明是哪些事项，改名和并入不用写", "在目录里看事项的编号。")


def _concerned(region: str, old: Body, entries: Sequence[int]) -> QuerySet[Entry]:
    found = Entry.objects.select_for_update(of=("self",)).select_related("source").filter(state=State.LISTED)
    found = found.filter(region_code=region, department=old.name)
    if old.code:
        found = found.filter(credit_code=old.code)
    return (found.filter(pk__in=entries) if entries else found).order_by("pk")

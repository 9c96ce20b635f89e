"""What is missing: which fields of the standard are empty, in the words of somebody who wants to apply."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from yimen.engines.service.exchange.fields import CHILD_LABELS, FIELDS
from yimen.engines.service.exchange.record import Record, rows_of, text_of
from yimen.engines.service.exchange.tables import CodeTables, tables_of

# What a person wants to know, and the fields that answer it; the order of the page.
ASKED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "who": ("谁可以办", ("accept_condition", "server_type")),
    "materials": ("要准备什么材料", ("materials",)),
    "time": ("多长时间办好", ("promise_day", "anticipate_day")),
    "fee": ("收不收钱", ("is_fee",)),
    "where": ("到哪里办、什么时候开门", ("transact_addr", "transact_time")),
    "visits": ("要跑几次", ("limit_scene_num",)),
    "how": ("怎么办", ("handle_flow",)),
    "result": ("办好了拿到什么", ("result_name",)),
    "law": ("法律依据", ("by_law",)),
    "phone": ("找谁问、向谁投诉", ("link_way", "supervise_way")),
}
# What only matters on application; a check or a penalty has no materials, limit or fee.
_ON_APPLICATION = frozenset(
    "materials anticipate_day anticipate_type promise_day promise_type accept_condition special_procedure is_fee "
    "limit_scene_num result_type result_name is_express is_pay_online project_type link_addr transact_addr "
    "transact_time is_entry_center is_online".split()
)


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: what is asked (a key of ``ASKED``, or empty), its words, the empty fields."""

    key: str
    words: str
    fields: tuple[str, ...]


def is_empty(record: Record, name: str) -> bool:
    return not (rows_of(record, name) if name in CHILD_LABELS else text_of(record, name).strip())


def missing(record: Record, tables: CodeTables | None = None) -> list[Lack]:
    """What people would ask and the record does not answer, then the other required fields in one."""
    needed = set(needed_fields(record, tables or tables_of()))
    asked = [
        Lack(key, words, tuple(name for name in names if name in needed and is_empty(record, name)))
        for key, (words, names) in ASKED.items()
    ]
    told = {name for _, names in ASKED.values() for name in names}
    rest = tuple(name for name in FIELDS if name in needed - told and is_empty(record, name))
    return [one for one in [*asked, Lack("", "其他必填内容", rest)] if one.fields]


def needed_fields(record: Record, tables: CodeTables) -> Collection[str]:
    """The fields that the standard requires of an item of this kind, and its materials."""
    kind = tables.code("task_type", text_of(record, "task_type"))
    # A kind that nobody knows yet is asked for everything.
    ex_officio = kind is not None and kind not in tables.on_application
    required = [name for name, field in FIELDS.items() if field.required] + ["materials"]
    return [name for name in required if not (ex_officio and name in _ON_APPLICATION)]

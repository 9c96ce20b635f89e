"""Read where an instance stands."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models.base import ModelState

from yimen.engines import bpmn
from yimen.engines.bpmn import journal
from yimen.engines.bpmn.journal import ROOT
from yimen.engines.bpmn.values import PLAIN, from_json
from yimen.ground.processes.models import Event, Instance
from yimen.ground.processes.store.database import Database

_STANDS = """SELECT 't', number, node, body, 0 FROM "processes_token" WHERE instance_id = %s AND gone_at IS NULL
UNION ALL SELECT 'v', scope, name, value, 0 FROM "processes_variable" WHERE instance_id = %s
UNION ALL SELECT 's', number, node, body, parent FROM "processes_scope" WHERE instance_id = %s
UNION ALL SELECT 'w', number, node, CAST(inside AS VARCHAR(20)), scope
FROM "processes_work" WHERE instance_id = %s
"""
# What a step looks at; the rest is fetched by whoever asks for it.
_LATER = ("started_at", "stopped_reason", "stopped_detail", "emptied_at")
_NAMES = [field.attname for field in Instance._meta.concrete_fields if field.name not in _LATER]
_MOMENTS = ("ended_at", "stopped_at")
_ROW = f'SELECT {", ".join(_NAMES)} FROM "processes_instance" WHERE id = %s'  # noqa: S608
# JSON in which a number with decimals stays what it is.
_decode = json.JSONDecoder(parse_float=Decimal).raw_decode
_SUBJECT = 'SELECT subject_kind, subject_ref FROM "processes_instance" WHERE id = %s'


def row(instance_id: int, lock: Callable[[str, str], None], database: Database | None = None) -> Instance:
    """An instance, locked until the transaction ends where rows can be locked.

    Args:
        lock: called with kind and reference of its subject before the instance itself is locked.

    Raises:
        Instance.DoesNotExist: there is none of that number.
    """
    database = database or Database()
    if database.locks_rows:
        lock(*_found(instance_id, database.one(_SUBJECT, [instance_id])))
        return _instance(_found(instance_id, database.one(_ROW + " FOR UPDATE", [instance_id])))
    # One transaction writes at a time: what was read before the subject's turn is still so after it.
    found = _instance(_found(instance_id, database.one(_ROW, [instance_id])))
    lock(found.subject_kind, found.subject_ref)
    return found


def _found(instance_id: int, values: Sequence[Any] | None) -> Sequence[Any]:
    if values is None:
        raise Instance.DoesNotExist(f"no instance {instance_id}")
    return values


def _instance(values: Sequence[Any]) -> Instance:
    """Made as from a pickle: the way by which models are made from rows takes longer than SQLite to answer."""
    found = Instance.__new__(Instance)
    told = found.__dict__ = dict(zip(_NAMES, values, strict=True))
    for name in _MOMENTS:
        # SQLite keeps moments without their zone.
        if told[name] is not None and told[name].tzinfo is None:
            told[name] = told[name].replace(tzinfo=UTC)
    state = found._state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    return found


def load(instance: Instance, database: Database | None = None) -> bpmn.State:
    """Where an instance stands.

    Raises:
        BpmnError: its rows are damaged.
    """
    rows = (database or Database()).all(_STANDS, [instance.id] * 4)
    try:
        return _state(instance, sorted(rows, key=itemgetter(1)))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        sentence = f"流程 {instance.id} 的数据不完整或已损坏（{type(error).__name__}）。从备份恢复这一条流程。"
        raise bpmn.BpmnError(sentence) from error


def _state(instance: Instance, rows: Sequence[tuple[str, int, str, str, int]]) -> bpmn.State:
    tokens, scopes, works = [], [], []
    variables: dict[int, dict[str, object]] = {ROOT: {}}
    # Read as one text: each as a text of its own takes three times as long.
    text = f"[{','.join([row[3] or 'null' for row in rows])}]"
    bodies, end = _decode(text)
    if end != len(text):
        raise ValueError("more than the values of the rows")
    for (kind, number, name, text, scope), body in zip(rows, bodies, strict=True):
        if kind == "v":
            if number not in variables:
                variables[number] = {}
            # Without a tag it is what it says: ``from_json`` would copy it.
            variables[number][name] = body if type(body) in PLAIN or "@" not in text else from_json(body)
        elif kind == "t":
            tokens.append(journal.token_of((number, name, *body)))
        elif kind == "s":
            scopes.append(journal.scope_of(number, name, scope, body))
        else:
            works.append(bpmn.Work(number, name, scope, body))
    return journal.state_of(
        tokens,
        scopes,
        variables,
        works,
        next_token=instance.next_token,
        ended=tuple(instance.ends.split()),
        done=instance.ended_at is not None,
        failed=instance.failed,
    )


def rebuilt(instance: Instance) -> bpmn.State:
    """Where the events of an instance say that it stands. It is what ``load`` says, unless rows were lost or forged."""
    entries = Event.objects.filter(instance=instance).order_by("seq").values_list("changes", flat=True)
    return bpmn.replay(json.loads(entry) for entry in entries.iterator())


def done_before(instance: Instance, key: str) -> bool:
    """Whether a command with this key has been carried out."""
    return bool(key) and Event.objects.filter(instance=instance, key=key).exists()

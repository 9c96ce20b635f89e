"""Load the demo city from ``demo/``: bodies, registers, cast, seals, services. Again and again without harm."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth.hashers import make_password

from yimen.adapters.demo.seal import set_up
from yimen.config.importing import load_samples
from yimen.config.legal import import_folder, import_powers, watch_citations
from yimen.config.publishing import publish_folders, publish_standards
from yimen.domains.registers.actions.enter import enter
from yimen.domains.registers.keys import register_key
from yimen.domains.registers.models import Record, Register
from yimen.ground.accounts.models import Account, Appointment, Person
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.actions.load_orders import ANNOUNCED, load_orders
from yimen.ground.calendar.moment import now
from yimen.ground.places.models import Organisation, Post, Region

FOLDER = settings.ROOT / "demo"


def load(*, samples: bool = True) -> Iterator[str]:
    """Load everything and say what was done. Refused in production: a demo's people must not get in there.

    Args:
        samples: with the imported lists of other places, which are no part of the city.
    """
    if not settings.YIMEN_DEMO:
        raise SystemExit("yimen: the demo city is not loaded in production.")
    moment = now()
    city = yaml.safe_load((FOLDER / "city.yaml").read_text())
    load_orders(actor=SYSTEM, files=sorted(ANNOUNCED.glob("*.json")), now=moment)
    yield "放假安排：2023 到 2026 年"
    _places(city)
    yield f"机构：{len(city['organisations'])} 个"
    for path in sorted((FOLDER / "registers").glob("*.yaml")):
        yield _register(yaml.safe_load(path.read_text()), moment)
    _cast(city, moment)
    yield f"演示人物：{len(city['citizens'])} 位办事人，{len(city['staff'])} 位工作人员"
    set_up(settings.YIMEN_VAR / "seals", {one["code"]: one["name"] for one in city["organisations"]})
    yield "演示印章：已备好"
    yield from import_folder(settings.YIMEN_LAWS, moment)
    yield f"标准：{len(list(publish_standards([settings.YIMEN_STANDARDS])))} 个"
    yield from publish_folders([settings.YIMEN_SERVICES])
    yield from import_powers(FOLDER / "powers.yaml", moment)
    yield from watch_citations(moment)
    if samples:
        yield from load_samples(FOLDER / "imports")


def _places(city: dict[str, Any]) -> None:
    for region in city["regions"]:
        values = {"name": region["name"], "level": region["level"], "parent_id": region.get("parent")}
        Region.objects.update_or_create(code=region["code"], defaults=values)
    for body in city["organisations"]:
        values = {key: value for key, value in body.items() if key not in ("code", "posts", "region")}
        values["office_hours"] = body.get("office_hours")
        row, _ = Organisation.objects.update_or_create(
            code=body["code"], defaults={**values, "region_id": body["region"]}
        )
        for post in body["posts"]:
            values = {"name": post["name"], **{name: post.get(name, False) for name in ("takes_in", "gives_opinions")}}
            Post.objects.update_or_create(organisation=row, code=post["code"], defaults=values)


def _register(document: dict[str, Any], moment: datetime) -> str:
    about = document["register"]
    register, _ = Register.objects.update_or_create(
        code=about["code"], defaults={"name": about["name"], "keeper": about["keeper"], "demo": True}
    )
    # What the running city has written since stays; the demo files only add keys that nobody knows yet.
    known = set(Record.objects.filter(register=register).values_list("key", flat=True))
    missing = [row for row in document["records"] if register_key(row["key"]) not in known]
    for row in missing:
        enter(
            actor=SYSTEM,
            register=register.code,
            key=row["key"],
            data=row["data"],
            as_of=datetime.fromisoformat(document["as_of"]),
            now=moment,
        )
    return f"{register.name}：{len(missing)} 条" if missing or not known else f"{register.name}：已有数据"


def _cast(city: dict[str, Any], moment: datetime) -> None:
    for one in city["staff"]:
        # No password: sample officers come in by the demo door only, which exists in no other mode.
        account, _ = Account.objects.update_or_create(
            login=one["login"],
            defaults={
                "kind": Account.STAFF,
                "staff_name": one["name"],
                "demo_role": one["role"],
                "demo_note": one["note"],
            },
            create_defaults={
                "kind": Account.STAFF,
                "staff_name": one["name"],
                "demo_role": one["role"],
                "demo_note": one["note"],
                "created_at": moment,
                "password": make_password(None),
            },
        )
        for place in one["posts"]:
            body, code = place.split("/")
            post = Post.objects.get(organisation__code=body, code=code)
            Appointment.objects.get_or_create(account=account, post=post, defaults={"since": moment})
    for one in city["citizens"]:
        _citizen(one, moment)


def _citizen(one: dict[str, Any], moment: datetime) -> None:
    known = Record.objects.get(register_id="population", key=one["id_number"], replaced_at=None).data
    person, _ = Person.objects.get_or_create(
        id_number=one["id_number"],
        defaults={"name": known["name"], "birth": known["birth"], "verified_at": moment, "verified_by": "人口库"},
    )
    told = {"kind": Account.CITIZEN, "person": person, "demo_role": one["role"], "demo_note": one["note"]}
    Account.objects.update_or_create(
        login=one["mobile"],
        defaults=told,
        create_defaults={**told, "created_at": moment, "password": make_password(None)},
    )

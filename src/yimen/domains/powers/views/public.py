"""The list of powers and responsibilities, as anybody reads it."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.domains.catalogue import queries as catalogue
from yimen.domains.law.ports import address_of
from yimen.domains.law.queries import Linker
from yimen.domains.powers.models import Version
from yimen.domains.powers.queries import body_at, current_versions, history, latest_versions, post_names, power_at
from yimen.ground.accounts import gate
from yimen.ground.places.models import Organisation

_COLUMNS = (
    "单位",
    "权力",
    "种类",
    "依据",
    "岗位",
    "责任事项",
    "追责情形",
    "监督机关",
    "监督电话",
    "事项",
    "版本",
    "起用日",
)
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@gate.public
@require_safe
def index(request: gate.Visit) -> HttpResponse:
    """Every body with how many powers of which kind it has."""
    bodies: dict[str, dict[str, Any]] = {}
    for one in current_versions():
        row = bodies.setdefault(one.body.code, {"body": one.body, "count": 0, "kinds": {}})
        row["count"] += 1
        row["kinds"][one.kind] = row["kinds"].get(one.kind, 0) + 1
    count = sum(row["count"] for row in bodies.values())
    return render(request, "powers/index.html", {"nav": "powers", "bodies": list(bodies.values()), "count": count})


@gate.public
@require_safe
def body(request: gate.Visit, body: str) -> HttpResponse:
    """The powers of one body; those that are gone stand below, with why."""
    found = body_at(body)
    rows = list(latest_versions().filter(body=found))
    page = {
        "nav": "powers",
        "body": found,
        "powers": [one for one in rows if not one.abolished],
        "gone": [one for one in rows if one.abolished],
    }
    return render(request, "powers/body.html", page)


@gate.public
@require_safe
def power(request: gate.Visit, body: str, key: str, version: int | None = None) -> HttpResponse:
    """One power: basis, posts, duties, what is answered for, who supervises, the services that exercise it, history."""
    found = power_at(body_at(body), key, version)
    versions = history(found)
    names = {one.item.slug: one.name for one in catalogue.all_current().filter(item__slug__in=found.services)}
    page = {
        "nav": "powers",
        "power": found,
        "told": found.told,
        "newest": versions[0],
        "versions": versions,
        "posts": _posts(found, post_names()),
        "supervisor": _supervisor(found, _bodies([found])),
        "services": [
            {"href": address_of("service", slug), "name": names[slug]} for slug in found.services if slug in names
        ],
        "laws": Linker(found.told),
    }
    return render(request, "powers/power.html", page)


@gate.public
@require_safe
def table(request: gate.Visit) -> HttpResponse:
    """The list as a table for a spreadsheet, whole or of one body (``?body=``)."""
    rows = list(current_versions())
    if code := request.GET.get("body", ""):
        found = body_at(code)
        rows = [one for one in rows if one.body_id == found.pk]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows(_lines(rows))
    # Without the mark at the beginning spreadsheets read Chinese as something else.
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="powers.csv"'
    return answer


def _lines(rows: list[Version]) -> Iterator[list[str]]:
    names, bodies = post_names(), _bodies(rows)
    services = {one.item.slug: one.name for one in catalogue.all_current()}
    for one in rows:
        supervisor = _supervisor(one, bodies)
        cells = [
            *(one.body.name, one.name, one.kind),
            "\n".join(f"《{basis['document']}》{basis['article']}" for basis in one.told["basis"]),
            "\n".join(_posts(one, names)),
            "\n".join(f"{duty['stage']}：{duty['text']}（{duty['basis']}）" for duty in one.told["duties"]),
            "\n".join(f"{ground['text']}（{ground['basis']}）" for ground in one.told["liability"]),
            *(supervisor["name"], supervisor["phone"]),
            "\n".join(services.get(slug, slug) for slug in one.services),
            *(str(one.number), one.in_force_from.isoformat()),
        ]
        yield [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]


def _posts(one: Version, names: dict[str, str]) -> list[str]:
    """The posts by name; one that is gone since keeps its code."""
    keys = [post if "/" in post else f"{one.body.code}/{post}" for post in one.told["posts"]]
    return [names.get(key, key) for key in keys]


def _bodies(rows: Iterable[Version]) -> dict[str, Organisation]:
    codes = {one.told["supervised_by"] for one in rows if isinstance(one.told["supervised_by"], str)}
    return {one.code: one for one in Organisation.objects.filter(code__in=codes)}


def _supervisor(one: Version, bodies: dict[str, Organisation]) -> dict[str, str]:
    told = one.told["supervised_by"]
    if not isinstance(told, str):
        return {"name": told["name"], "phone": told["phone"]}
    found = bodies.get(told)
    return {"name": found.name, "phone": found.phone_complain} if found else {"name": told, "phone": ""}

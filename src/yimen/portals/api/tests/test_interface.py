"""What other systems read: services, versions, changes, bodies, schemas, JSON-LD."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import NOW, Cast
from yimen.config.importing import load_samples
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import current_version, definition
from yimen.engines.service import read_folder
from yimen.engines.service.tests import guide_only
from yimen.ground.audit import SYSTEM
from yimen.portals.api import served

SLUG = "food-business-license"


def get(path: str, status: int = 200, **headers: str) -> Any:
    answer = Client().get(f"/api/v1{path}", headers=headers)
    assert answer.status_code == status, answer.content
    return answer


def told(path: str, status: int = 200) -> Any:
    return get(path, status).json()


def everything(path: str, limit: int) -> list[dict[str, Any]]:
    """All pages, one after the other."""
    found, following = [], f"/api/v1{path}?limit={limit}"
    while following:
        page = Client().get(following).json()
        found += page["items"]
        following = page["next"]
    return found


def test_it_says_where_everything_is(cast: Cast) -> None:
    for entry in told("/")["links"].values():
        assert Client().get(entry["href"]).status_code == 200


def test_every_service_is_told_once_whatever_the_size_of_a_page(cast: Cast) -> None:
    slugs = [row["slug"] for row in everything("/services", 200)]

    assert slugs == sorted(set(slugs)) and SLUG in slugs
    assert [row["slug"] for row in everything("/services", 3)] == slugs


def test_a_page_costs_the_same_whether_it_is_short_or_long(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for limit in (2, 10):
        with django_assert_num_queries(2):
            get(f"/services?limit={limit}")


def test_a_service_is_told_with_its_guide(cast: Cast) -> None:
    found, meta = told(f"/services/{SLUG}"), definition(current_version(SLUG)).meta

    assert found["guide"]["materials"] == meta["materials"]
    assert found["guide"]["limits"] == meta["limits"]
    assert found["parts"] == []


def test_what_only_officers_need_is_not_told(cast: Cast) -> None:
    guide = told(f"/services/{SLUG}")["guide"]

    assert {"posts", "facts", "write_back"}.isdisjoint(guide)


def test_a_joint_service_names_its_parts(cast: Cast) -> None:
    found = told("/services/open-restaurant")

    assert SLUG in [part["slug"] for part in found["parts"]]


def test_nobody_knows_that_service(cast: Cast) -> None:
    answer = get("/services/nothing", 404)

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not-found" and answer.json()["status"] == 404


def test_the_files_of_a_version_are_those_that_were_published(cast: Cast) -> None:
    version = current_version(SLUG)
    files = told(f"/services/{SLUG}/versions/{version.number}")["files"]

    assert {one["path"] for one in files} == set(definition(version).files)
    guide = next(one for one in files if one["path"] == "guide.md")
    content = b"".join(Client().get(guide["href"]))
    assert hashlib.sha256(content).hexdigest() == guide["sha256"]
    assert content == definition(version).files["guide.md"]


@pytest.mark.parametrize("path", ["nothing.md", "../service.yaml", "guide.md/", "%2e%2e/guide.md"])
def test_only_files_of_the_version_are_had(cast: Cast, path: str) -> None:
    get(f"/services/{SLUG}/versions/1/files/{path}", 404)


def test_a_version_that_never_was_is_not_found(cast: Cast) -> None:
    get(f"/services/{SLUG}/versions/99", 404)


@pytest.mark.parametrize("number", ["0", str(2**64), "one"])
def test_what_no_version_can_be_is_said(cast: Cast, number: str) -> None:
    assert told(f"/services/{SLUG}/versions/{number}", 422)["errors"][0]["name"] == "version"


def test_changes_are_told_from_where_one_has_stopped(cast: Cast) -> None:
    first = told("/changes?limit=200")
    assert not first["more"] and len(first["items"]) == Version.objects.count()
    assert told(f"/changes?cursor={first['cursor']}")["items"] == []

    files = {**read_folder("services/market-regulation/food-business-license").files}
    files["CHANGES.md"] = files["CHANGES.md"] + "\n改了一个字。\n".encode()
    publish(actor=SYSTEM, files=files, now=NOW + timedelta(days=1))

    (change,) = told(f"/changes?cursor={first['cursor']}")["items"]
    assert (change["slug"], change["current"]) == (SLUG, True)
    assert not told(f"/services/{SLUG}/versions")["items"][1]["current"]


def test_bodies_are_told_by_code(cast: Cast) -> None:
    codes = [row["code"] for row in everything("/bodies", 4)]

    assert codes == sorted(set(codes)) and "119901810000010118" in codes


@pytest.mark.parametrize("cursor", ["x", "!!", "MS54eHg", "é", "Mi4x"])
def test_a_cursor_that_is_not_ours_is_refused_with_a_sentence(cast: Cast, cursor: str) -> None:
    found = told(f"/changes?cursor={cursor}", 422)

    assert found["errors"][0]["name"] == "cursor"


def test_parameters_out_of_bounds_are_named(cast: Cast) -> None:
    assert told("/services?limit=0", 422)["errors"][0]["name"] == "limit"


def test_services_fit_the_schema_that_is_published(cast: Cast) -> None:
    schema = told("/schemas/service")

    assert jsonschema_rs.is_valid(schema, json.loads(json.dumps(dict(definition(current_version(SLUG)).meta))))
    assert told("/schemas/nothing", 404)["code"] == "not-found"


def test_linked_data_says_who_is_competent_what_it_costs_and_what_comes_out(cast: Cast) -> None:
    answer = get(f"/services/{SLUG}/cpsv")
    (service,) = answer.json()["@graph"]

    assert answer.headers["Content-Type"] == "application/ld+json"
    assert service["@type"] == "cpsv:PublicService"
    assert service["cv:hasCost"]["cv:hasValue"] == "0"
    assert service["cv:hasCompetentAuthority"]["skos:prefLabel"]["@value"] == "云溪市市场监督管理局"
    assert service["cv:processingTime"] == "P5D"
    assert [one["dct:title"]["@value"] for one in service["cpsv:produces"]] == ["食品经营许可证"]
    prefixes = {key.split(":")[0] for key in service if ":" in key}
    assert prefixes <= set(answer.json()["@context"])


def test_all_services_as_linked_data_come_in_pages_too(cast: Cast) -> None:
    answer = get("/cpsv?limit=2")

    assert len(answer.json()["@graph"]) == 2
    assert 'rel="next"' in answer.headers["Link"]


def test_what_has_not_changed_is_not_sent_again(cast: Cast) -> None:
    answer = get(f"/services/{SLUG}")

    assert get(f"/services/{SLUG}", 304, **{"If-None-Match": answer.headers["ETag"]}).content == b""
    assert get(f"/services/{SLUG}", 200, **{"If-None-Match": '"another"'}).content


def test_the_head_alone_can_be_asked_for(cast: Cast) -> None:
    answer = Client().head("/api/v1/services")

    assert answer.status_code == 200 and answer.headers["ETag"]


def test_a_guide_without_a_process_is_told_too(cast: Cast) -> None:
    version = publish(actor=SYSTEM, files=guide_only.files(), now=NOW)
    found = told(f"/services/{version.item.slug}")

    assert found["guide"]["handling"] == "guide" and found["guide"]["channels"]
    (linked,) = told(f"/services/{version.item.slug}/cpsv")["@graph"]
    assert linked["dct:identifier"] == version.item.slug


def test_items_of_a_level_above_are_told_with_their_record(cast: Cast) -> None:
    for _ in load_samples(Path("demo/imports")):
        pass
    first = told("/items?limit=2")
    one = told(f"/items/{first['items'][0]['id']}")

    assert one["is_sample"] and one["source"] == "导入样例，广安区"
    assert one["record"]["task_name"] == one["name"] and one["lacks"]
    assert first["items"][0]["id"] < Client().get(first["next"]).json()["items"][0]["id"]
    assert told("/items/999999999", 404)["code"] == "not-found"
    assert told("/items/0", 422)["errors"][0]["name"] == "id"


def test_burden_is_told_now_and_as_first_published(cast: Cast) -> None:
    rows = {row["slug"]: row for row in told("/reports/burden")["items"]}

    assert rows[SLUG]["now"]["promised"] == 7 and rows[SLUG]["before"] == rows[SLUG]["now"]
    department = rows[SLUG]["department"]
    assert {row["department"] for row in told(f"/reports/burden?department={department}")["items"]} == {department}
    assert told("/reports/burden?department=没有这个部门")["items"] == []


def test_freshness_and_lacks_are_told_by_service(cast: Cast) -> None:
    fresh = {row["slug"]: row for row in told("/reports/freshness")["items"]}

    assert fresh["road-freight-license"]["to_look_at"] and fresh["road-freight-license"]["changes"]
    assert all(row["lacks"] for row in told("/reports/lacks")["items"])


def test_downloads_are_counted_between_two_days(cast: Cast) -> None:
    name = next(path for path in definition(current_version(SLUG)).files if path.startswith("materials/"))
    assert Client().get(f"/s/{SLUG}/materials/{name.removeprefix('materials/')}").status_code == 200

    found = told("/reports/downloads")

    assert [(row["slug"], row["count"]) for row in found["items"]] == [(SLUG, 1)]
    assert told("/reports/downloads?since=2026-01-02&until=2026-01-01", 422)["errors"][0]["name"] == "since"
    assert told("/reports/downloads?until=0001-01-01", 422)["errors"][0]["name"] == "until"


def test_what_no_address_can_hold_is_refused_as_a_problem(cast: Cast) -> None:
    for path, status in (("/services?%00=", 400), ("/schemas/%0A", 404), ("/no%0Asuch", 404)):
        assert get(path, status).headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(cast: Cast, method: str) -> None:
    answer = getattr(Client(), method)("/api/v1/services")

    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_unknown_address_is_told_as_a_problem(cast: Cast) -> None:
    assert told("/no/such/thing", 404)["title"] == "没有这个接口"


def test_pages_of_other_sites_may_read_it(cast: Cast) -> None:
    assert get("/services").headers["Access-Control-Allow-Origin"] == "*"
    assert Client().options("/api/v1/services").status_code == 204


def test_whoever_asks_too_often_is_told_when_to_come_again(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.YIMEN_API_PER_MINUTE = 3
    monkeypatch.setattr(served, "cache", LocMemCache("too-often", {}))
    for left in (2, 1, 0):
        assert f"r={left};" in get("/").headers["RateLimit"]

    answer = get("/", 429)

    assert answer.headers["Retry-After"] == "60" and answer.json()["code"] == "too-many-requests"
    # Another address is not held up by it.
    assert Client(REMOTE_ADDR="198.51.100.7").get("/api/v1/").status_code == 200


def test_it_is_described_as_openapi(cast: Cast) -> None:
    found = told("/openapi.json")

    assert found["openapi"] == "3.1.0"
    assert all(one["get"]["summary"] for one in found["paths"].values())
    assert "Problem" in found["components"]["schemas"]

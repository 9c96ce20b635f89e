"""What the reports count: from published versions, the first beside the current one."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError

from tests.cast import NOW, SERVICE, Cast
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.queries import current_version, published
from yimen.domains.catalogue.reports.actions.count_download import count_download
from yimen.domains.catalogue.reports.burden import BurdenRow, burden_rows, by_department, by_region, total
from yimen.domains.catalogue.reports.freshness import OLD_AFTER, fresh_rows
from yimen.domains.catalogue.reports.lacking import download_rows, lack_rows
from yimen.domains.catalogue.reports.models import FormDownload
from yimen.domains.catalogue.reports.rows import choices, narrowed
from yimen.ground.audit import SYSTEM

TODAY, FOOD, FREIGHT = date(2026, 11, 20), "food-business-license", "road-freight-license"


def row(slug: str) -> BurdenRow:
    return next(one for one in burden_rows() if one.of.slug == slug)


def published_anew(slug: str, *changes: tuple[str, str]) -> None:
    files = from_json(current_version(slug).files)
    text = files["service.yaml"].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    publish(actor=SYSTEM, files=files | {"service.yaml": text.encode()}, now=NOW)


def test_every_published_service_has_a_row_with_its_department_and_region(cast: Cast) -> None:
    rows = burden_rows()
    assert len(rows) == published().filter(handled=True).count() > 13
    assert {(one.of.department, one.of.region_name) for one in rows if one.of.slug == FOOD} == {
        ("市场监督管理", "云溪市")
    }


def test_a_new_version_stands_beside_the_first(cast: Cast) -> None:
    before = row(FOOD).now
    published_anew(FOOD, ("value: 5\n    unit: workday\n    plain", "value: 4\n    unit: workday\n    plain"))
    found = row(FOOD)
    assert (found.number, found.before) == (2, before)
    assert (before.promised, found.now.promised) == (7, 6)


def test_a_department_is_the_mean_of_its_services(cast: Cast) -> None:
    rows = burden_rows()
    own = [one for one in rows if one.of.department == "市场监督管理"]
    found = next(one for one in by_department(rows) if one.name == "市场监督管理")
    assert found.now.services == len(own) > 1
    promised = sum(Decimal(one.now.promised) for one in own) / len(own)
    assert found.now.promised == promised.quantize(Decimal("0.1"))
    limits = [one.now.statutory for one in own if one.now.statutory is not None]
    assert found.now.statutory == (Decimal(sum(limits)) / len(limits)).quantize(Decimal("0.1"))
    assert sum(one.now.services for one in by_department(rows)) == len(rows)
    assert [one.id for one in by_region(rows)] == ["990181"]


def test_where_no_law_sets_a_limit_none_is_made_up(cast: Cast) -> None:
    found = total("", "", [row("old-age-allowance")])
    assert (found.now.statutory, found.now.share, found.now.promised) == (None, None, Decimal("14.0"))


def test_rows_are_narrowed_by_department_and_by_region_and_what_lies_below_it(cast: Cast) -> None:
    rows = burden_rows()
    assert {one.of.slug for one in narrowed(rows, "交通运输")} == {FREIGHT}
    assert len(narrowed(rows, region="990100")) == len(narrowed(rows, region="990181")) == len(rows)
    assert narrowed(rows, region="980000") == narrowed(rows, "没有这个部门") == []
    assert ("990181", "云溪市") in choices(rows).regions


def test_the_figures_are_had_with_few_questions(cast: Cast, django_assert_num_queries: Any) -> None:
    burden_rows()
    with django_assert_num_queries(2):
        burden_rows()


def test_what_was_checked_long_ago_or_rests_on_changed_law_is_to_be_looked_at(cast: Cast) -> None:
    found = {one.of.slug: one for one in fresh_rows(TODAY)}
    assert found[FREIGHT].to_look_at and not found[FREIGHT].is_old
    # What the standard of changes knows, and the alarm that the legal library has opened.
    assert found[FREIGHT].changes == (
        "《中华人民共和国道路运输条例》2026 年初修改过，驾驶员的年龄改由部门规章规定",
        "《中华人民共和国道路运输条例》（2023年修订）不是现行的文本了",
    )
    assert not found[SERVICE].to_look_at
    checked = found[SERVICE].checked_on
    assert checked is not None
    later = {one.of.slug: one for one in fresh_rows(checked + timedelta(days=OLD_AFTER + 1))}
    assert later[SERVICE].is_old and later[SERVICE].days == OLD_AFTER + 1
    assert fresh_rows(TODAY)[0].to_look_at


def test_a_service_that_nobody_says_to_have_checked_is_to_be_looked_at(cast: Cast) -> None:
    published_anew(SERVICE, ('\nchecked_on: "2026-11-22"', ""))
    (found,) = [one for one in fresh_rows(TODAY) if one.of.slug == SERVICE]
    assert (found.checked_on, found.days, found.to_look_at) == (None, None, True)
    assert "核对日期" in dict(next(one for one in lack_rows() if one.of.slug == SERVICE).told)


def test_what_services_lack_is_named_with_where(cast: Cast) -> None:
    found = {one.of.slug: dict(one.told) for one in lack_rows()}
    assert found["disability-certificate"]["样张"] == ["两寸照片", "病历、检查资料"]
    assert SERVICE not in found


def test_a_download_is_counted_by_day_service_and_file_and_of_nobody(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for day in (TODAY, TODAY, TODAY - timedelta(days=1)):
        count_download(slug=FOOD, name="application-form.txt", day=day)
    with django_assert_num_queries(3):  # a savepoint around one statement
        count_download(slug=FOOD, name="application-form.txt", day=TODAY)
    count_download(slug=SERVICE, name="application-form.txt", day=TODAY)
    assert FormDownload.objects.count() == 3
    assert {one.name for one in FormDownload._meta.fields} == {"id", "day", "slug", "name", "count"}
    told = [(one.of.slug, one.of.name, one.count) for one in download_rows(TODAY, TODAY)]
    assert told == [(FOOD, "食品经营许可（新办）", 3), (SERVICE, "个体工商户设立登记", 1)]
    assert download_rows(TODAY - timedelta(days=9), TODAY)[0].count == 4


def test_a_count_that_fails_stands_in_nobodys_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(**row: object) -> None:
        raise DatabaseError("locked")

    monkeypatch.setattr(FormDownload.objects, "filter", locked)
    count_download(slug=FOOD, name="application-form.txt", day=TODAY)
    monkeypatch.undo()
    assert not FormDownload.objects.exists()

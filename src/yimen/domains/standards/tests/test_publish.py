"""Standards come in versions that are never changed; a service is checked by those of its day."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from tests.cast import NOW, SERVICE, Cast
from yimen.config.publishing import publish_standards
from yimen.domains.catalogue.actions.publish import publish as publish_service
from yimen.domains.catalogue.errors import NotPublishable
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.queries import current_version
from yimen.domains.standards.actions.publish import publish
from yimen.domains.standards.errors import StandardRefused
from yimen.domains.standards.models import Standard
from yimen.domains.standards.queries import codes, definition, in_force, library, version_shown, versions_of
from yimen.engines.problem import Problem
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.errors import NotFound

TODAY = date(2026, 11, 20)


def own(slug: str, *changes: tuple[str, str]) -> bytes:
    """The city's own standard with texts replaced once."""
    text = (settings.YIMEN_STANDARDS / slug / "standard.yaml").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def say(content: bytes) -> Standard:
    return publish(actor=SYSTEM, content=content, now=NOW)


def test_the_city_begins_with_its_own_folder(cast: Cast) -> None:
    folders = {path.parent.name for path in settings.YIMEN_STANDARDS.glob("*/standard.yaml")}
    assert {one.slug for one in in_force(TODAY)} == folders
    assert in_force(date(2025, 12, 31)) == []


def test_the_same_bytes_publish_nothing_new(cast: Cast) -> None:
    before = Entry.objects.filter(action="publish-standard").count()
    assert say(own("case-codes")).number == 1
    assert Standard.objects.filter(slug="case-codes").count() == 1
    assert Entry.objects.filter(action="publish-standard").count() == before


def test_a_province_with_other_codes_publishes_its_table_and_no_program_is_touched(cast: Cast) -> None:
    changed = own(
        "item-codes", ("version: 1", "version: 2"), ('"2026-01-01"', '"2026-12-01"'), ('"20", name', '"21", name')
    )
    second = say(changed)
    assert [one.number for one in versions_of("item-codes")] == [2, 1]
    assert codes("task_type", TODAY)["20"] == codes("task_type", date(2026, 12, 1))["21"] == "公共服务"
    assert "20" not in codes("task_type", date(2026, 12, 1))
    assert (version_shown("item-codes", TODAY).number, version_shown("item-codes", date(2026, 12, 1))) == (1, second)
    entry = Entry.objects.filter(action="publish-standard").latest("id")
    assert (entry.object_ref, entry.details["in_force_from"]) == ("item-codes@2", "2026-12-01")


@pytest.mark.parametrize(
    ("slug", "changes", "says"),
    [
        ("case-codes", [("办件代码表", "别的名字")], "第 1 版已经发布过，内容不一样"),
        ("case-codes", [("version: 1", "version: 2"), ('"2026-01-01"', '"2025-01-01"')], "施行日期在上一版前面"),
        ("case-codes", [("format: 1", "format: 1\ncolour: 红")], "不能发布"),
        ("service-quality", [("version: 3", "version: 4"), ("must: visits = 0", "must: visit = 0")], "不能发布"),
        ("service-quality", [("version: 3", "version: 4"), ("codes.use_level", "codes.levels")], "不能发布"),
    ],
)
def test_what_has_a_fault_or_does_not_follow_is_refused(
    cast: Cast, slug: str, changes: list[tuple[str, str]], says: str
) -> None:
    with pytest.raises(StandardRefused) as refusal:
        say(own(slug, *changes))
    assert says in refusal.value.sentence and refusal.value.advice
    assert Standard.objects.filter(slug=slug).count() == 1


def test_an_id_stays_the_kind_that_it_was(cast: Cast) -> None:
    changed = own("form-questions", ("id: form-questions", "id: case-codes"), ("version: 1", "version: 2"))
    with pytest.raises(StandardRefused, match="case-codes 已经是代码表"):
        say(changed)


def test_a_published_version_is_never_changed_or_deleted(cast: Cast) -> None:
    for change in (
        lambda: Standard.objects.update(name="别的名字"),
        lambda: Standard.objects.filter(slug="case-codes")._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            change()


def test_a_standard_that_nobody_has_published_is_not_found(cast: Cast) -> None:
    for slug in ("no-such-standard", "\x00"):
        with pytest.raises(NotFound, match="没有找到这个标准"):
            versions_of(slug)
    for number in (7, 2**70):
        with pytest.raises(NotFound):
            version_shown("case-codes", TODAY, number)


def test_the_library_is_had_with_few_questions(cast: Cast, django_assert_num_queries: object) -> None:
    library(TODAY)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert library(TODAY).rules()


def changed_service(old: str, new: str) -> dict[str, bytes]:
    files = from_json(current_version(SERVICE).files)
    text = files["service.yaml"].decode()
    assert old in text
    return files | {"service.yaml": text.replace(old, new, 1).encode()}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    blank: materials/application-form.txt\n", "", "没有空白表"),
        ("note: 全程在网上，随时能办", "note: 全程网办，零跑动", "写了标签"),
        ("kind: 出证办结", "kind: 出文办结", "是证照"),
    ],
)
def test_a_service_with_an_error_by_the_rules_in_force_is_not_published(
    cast: Cast, old: str, new: str, says: str
) -> None:
    with pytest.raises(NotPublishable) as refusal:
        publish_service(actor=SYSTEM, files=changed_service(old, new), now=NOW)
    assert says in refusal.value.advice
    assert current_version(SERVICE).number == 1


def test_a_rule_that_is_taken_back_stands_in_the_way_no_more(cast: Cast) -> None:
    bare = changed_service("    blank: materials/application-form.txt\n", "")
    milder = own("service-quality", ("version: 3", "version: 4"), ("  - id: blank-missing", "  - id: blank-wanted"))
    text = milder.decode()
    start = text.index("  - id: blank-wanted")
    say((text[:start] + text[start:].replace("severity: error", "severity: warning", 1)).encode())
    told: list[Problem] = []
    assert publish_service(actor=SYSTEM, files=bare, now=NOW, warn=told.append).number == 2
    assert [one.kind for one in told] == ["blank-wanted"]


def test_a_city_without_rules_is_told_so_and_may_publish(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.domains.standards.queries.in_force", lambda day: [])
    told: list[Problem] = []
    publish_service(actor=SYSTEM, files=changed_service("开店、摆摊", "开店或者摆摊"), now=NOW, warn=told.append)
    assert [one.sentence for one in told if one.element == "standards"] == ["没有在用的质量规则，没有按它检查。"]


def test_what_is_held_is_read_back_as_it_was(cast: Cast) -> None:
    found = version_shown("case-codes", TODAY)
    assert definition(found).content == own("case-codes")


def test_the_command_publishes_a_folder_and_says_what_it_did(cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "case-codes"
    folder.mkdir()
    (folder / "standard.yaml").write_bytes(own("case-codes", ("version: 1", "version: 2")))
    assert list(publish_standards([tmp_path])) == ["case-codes@2  办件代码表"]
    with pytest.raises(StandardRefused, match="里没有标准"):
        list(publish_standards([tmp_path / "nothing"]))

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.cast import NOW, SERVICE, Cast
from yimen.domains.catalogue.actions.bring_into_force import bring_into_force
from yimen.domains.catalogue.actions.publish import Validity, publish
from yimen.domains.catalogue.errors import NotPublishable
from yimen.domains.catalogue.files import from_json, to_json
from yimen.domains.catalogue.models import Item, Version
from yimen.domains.catalogue.queries import (
    current_version,
    definition,
    definition_by_key,
    part_version,
    published,
    version_at,
    whole_of,
)
from yimen.domains.law.actions.watch import watch
from yimen.domains.law.models import Alarm
from yimen.engines.problem import Problem
from yimen.engines.service import ServiceError
from yimen.engines.service.tests import joint_shop
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotAllowed, NotFound


def files(cast: Cast) -> dict[str, bytes]:
    return from_json(cast.version.files)


def versions() -> int:
    """Of that one service; the demo city has others."""
    return Version.objects.filter(item__slug=SERVICE).count()


def say(given: Mapping[str, bytes]) -> Version:
    return publish(actor=SYSTEM, files=given, now=NOW)


def changed(given: Mapping[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    text = given[path].decode()
    assert old in text
    return {**given, path: text.replace(old, new).encode()}


def test_the_same_bytes_are_the_same_version(cast: Cast) -> None:
    before = Entry.objects.filter(action="publish").count()
    assert say(files(cast)) == cast.version
    assert versions() == 1
    assert Entry.objects.filter(action="publish").count() == before


def test_changed_bytes_are_the_next_version(cast: Cast) -> None:
    first = cast.version
    second = say(changed(files(cast), "guide.md", "。", "！"))
    assert (second.number, second.key) == (2, f"{SERVICE}@2")
    assert second.fingerprint != first.fingerprint
    assert current_version(SERVICE) == second
    assert [one.number for one in published() if one.item.slug == SERVICE] == [2]
    assert definition_by_key(f"{SERVICE}@1").guide == definition(first).guide != definition(second).guide
    entry = Entry.objects.filter(action="publish").latest("id")
    assert (entry.object_ref, entry.details) == (second.key, {"fingerprint": second.fingerprint})


def test_going_back_to_older_bytes_is_a_new_version_too(cast: Cast) -> None:
    original = files(cast)
    say(changed(original, "guide.md", "。", "！"))
    third = say(original)
    assert third.number == 3
    assert third.fingerprint == Version.objects.get(item__slug=SERVICE, number=1).fingerprint
    assert current_version(SERVICE) == third


def test_what_is_stored_comes_back_byte_for_byte(cast: Cast) -> None:
    given = {"a.txt": b"base64:x", "b.bin": bytes(range(256)), "c.md": "表\r\n".encode(), "d": b"\0", "e": b""}
    assert from_json(to_json(given)) == given


@pytest.mark.parametrize(
    ("path", "old", "new", "says"),
    [
        ("process.bpmn", 'ym:capability="issue"', 'ym:capability="invent"', "invent"),
        ("process.bpmn", 'ym:decision="outcome"', 'ym:decision="nowhere"', "nowhere"),
        ("rules.dmn", "<text>0</text></inputEntry>", '<text>"0"</text></inputEntry>', '一列要数字，"0" 是文本'),
        ("scenarios/granted-on-the-spot.yaml", "outcome: grant", "outcome: manual", "granted-on-the-spot"),
        ("service.yaml", "granted: grant-registration", "granted: grant-wishes", "没有文书 grant-wishes"),
    ],
)
def test_a_folder_whose_parts_do_not_fit_is_not_published(cast: Cast, path: str, old: str, new: str, says: str) -> None:
    with pytest.raises(NotPublishable) as refusal:
        say(changed(files(cast), path, old, new))
    assert says in refusal.value.advice
    assert versions() == 1
    assert current_version(SERVICE).number == 1


def test_warnings_are_told_and_do_not_stand_in_the_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    warning = Problem("rules.dmn#fee-table", "没有分析。", severity="warning")
    monkeypatch.setattr("yimen.engines.service.check", lambda *given, **more: [warning])
    told: list[Problem] = []
    version = publish(actor=SYSTEM, files=files(cast), now=NOW, warn=told.append)
    assert (version, told) == (cast.version, [warning])


def test_a_form_may_offer_only_lists_that_exist(cast: Cast) -> None:
    given = changed(files(cast), "guide.md", "。", "！")
    with pytest.raises(NotPublishable) as refusal:
        publish(actor=SYSTEM, files=given, now=NOW, known_lists={"streets"})
    assert "参考列表 scope_catalogue 不认识" in refusal.value.advice
    assert publish(actor=SYSTEM, files=given, now=NOW, known_lists={"streets", "scope_catalogue"}).number == 2


@pytest.mark.parametrize("missing", ["form.json", "process.bpmn", "rules.dmn", "service.yaml"])
def test_a_folder_that_lacks_a_part_is_not_published(cast: Cast, missing: str) -> None:
    given = {path: content for path, content in files(cast).items() if path != missing}
    with pytest.raises((NotPublishable, ServiceError)):
        say(given)
    assert versions() == 1


def test_a_published_version_is_never_changed_or_deleted(cast: Cast) -> None:
    version = cast.version
    version.name = "别的名字"
    with pytest.raises(NotAllowed, match="不能改"):
        version.save()
    for change in (
        lambda: Version.objects.update(name="别的名字"),
        lambda: Version.objects.filter(pk=version.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            change()
    assert current_version(SERVICE).name == "个体工商户设立登记"


def test_a_service_that_nobody_has_published_is_not_found(cast: Cast) -> None:
    Item.objects.create(slug="announced-only")
    for slug in ("no-such-service", "announced-only"):
        with pytest.raises(NotFound, match="没有找到这个事项"):
            current_version(slug)


def test_lists_do_not_read_the_files(cast: Cast, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        assert ("个体工商户设立登记", SERVICE) in [(one.name, one.item.slug) for one in published()]
    assert "files" in published()[0].get_deferred_fields()


def test_a_joint_service_keeps_the_versions_of_its_parts(cast: Cast) -> None:
    joint = say(joint_shop.files())
    assert joint.parts == {"food": current_version("food-business-license").key, "large": "joint-shop-large@1"}
    assert [one.id for one in definition(joint).parts] == ["food", "large"]
    assert part_version(joint, "large").name == "食品经营许可（新办）"
    assert say(joint_shop.files()) == joint


def test_a_part_that_stands_in_the_joint_folder_is_found_only_there_and_had_under_its_own_name(cast: Cast) -> None:
    joint = say(joint_shop.files())
    assert "joint-shop-large" not in {one.item.slug for one in published()}
    with pytest.raises(NotFound):
        current_version("joint-shop-large")
    part = version_at("joint-shop-large")
    assert (part.key, whole_of(part)) == ("joint-shop-large@1", joint)
    assert definition_by_key("joint-shop-large@1").meta["slug"] == "joint-shop-large"


def test_a_service_of_its_own_is_had_under_its_name_and_lies_in_none(cast: Cast) -> None:
    say(joint_shop.files())
    food = current_version("food-business-license")
    assert version_at("food-business-license") == food and whole_of(food) is None
    with pytest.raises(NotFound):
        version_at("no-such-service")


def test_a_part_that_the_joint_service_has_no_more_is_not_had(cast: Cast) -> None:
    say(joint_shop.files())
    say(joint_shop.files_of_food_only())
    with pytest.raises(NotFound):
        version_at("joint-shop-large")


def test_a_new_version_of_a_part_leaves_the_joint_service_as_it_was_until_it_is_published_again(cast: Cast) -> None:
    joint, food = say(joint_shop.files()), current_version("food-business-license")
    later = say(changed(from_json(food.files), "guide.md", "## ", "##  "))
    assert later != food
    assert part_version(joint, "food") == food
    again = say(joint_shop.files())
    assert (again.number, part_version(again, "food")) == (joint.number + 1, later)


def test_a_joint_service_whose_part_nobody_has_published_is_refused(cast: Cast) -> None:
    told = joint_shop.files()["service.yaml"].replace(b'"food-business-license", "src"', b'"no-such-service", "src"')
    with pytest.raises(ServiceError, match="没有找到事项 no-such-service"):
        say(joint_shop.files(**{"service.yaml": told}))


def test_a_part_does_not_take_the_name_of_a_service(cast: Cast) -> None:
    inner = joint_shop.files()["parts/large/service.yaml"].replace(
        b"slug: joint-shop-large", b"slug: " + SERVICE.encode()
    )
    with pytest.raises(NotPublishable, match="已经有别的事项在用"):
        say(joint_shop.files(**{"parts/large/service.yaml": inner}))


def test_an_article_that_the_law_does_not_have_keeps_a_service_from_being_published(cast: Cast) -> None:
    wrong = changed(files(cast), "service.yaml", "行政许可法第三十二条第一款第二项", "行政许可法第三十二条第九款")
    with pytest.raises(NotPublishable) as refused:
        say(wrong)
    assert "《中华人民共和国行政许可法》里没有第三十二条第九款" in refused.value.advice


def test_a_new_version_that_names_the_text_in_force_closes_its_alarm_at_once(cast: Cast) -> None:
    service = current_version("road-freight-license")
    mended = changed(from_json(service.files), "service.yaml", '"2023-07-20"', '"2026-03-01"')
    assert Alarm.objects.get(subject_ref="road-freight-license").closed_at is None
    assert say(mended).number == 2
    assert Alarm.objects.get(subject_ref="road-freight-license").closed_with == "road-freight-license@2"


def test_a_version_whose_day_is_to_come_closes_no_alarm_before_that_day(cast: Cast) -> None:
    service = current_version("road-freight-license")
    mended = changed(from_json(service.files), "service.yaml", '"2023-07-20"', '"2026-03-01"')
    begins = legal_day(NOW) + timedelta(days=10)
    publish(actor=SYSTEM, files=mended, now=NOW, validity=Validity(begins=begins))
    watch(actor=SYSTEM, now=NOW)
    assert Alarm.objects.get(subject_ref="road-freight-license").closed_at is None
    bring_into_force(actor=SYSTEM, now=NOW + timedelta(days=10))
    assert Alarm.objects.get(subject_ref="road-freight-license").closed_with == "road-freight-license@2"

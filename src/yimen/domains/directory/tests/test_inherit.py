"""Country, province, city, district, street: who set a value and who locked it."""

import pytest

from yimen.domains.directory import inherit, levels, queries
from yimen.domains.directory.models import Entry, Revision
from yimen.domains.directory.tests import make
from yimen.engines.service.exchange import folder_of

BASE = {"catalog_code": "000131001000"}
COUNTRY, PROVINCE, CITY, DISTRICT, STREET = (
    "0" * 12,
    "990000000000",
    "990100000000",
    "990181000000",
    "990181001000",
)


def code(level: int) -> dict[str, str]:
    return {**BASE, "task_code": f"{make.BODY}{level}000131001000"}


@pytest.fixture
def city(db: None) -> Entry:
    country = make.source("country", COUNTRY, "国家")
    make.entry(country, COUNTRY, "国家", locks=("by_law",), by_law="《甲法》第一条", anticipate_day="20", **code(1))
    province = make.source("province", PROVINCE, "样例省")
    make.entry(province, PROVINCE, "样例省", locks=("is_fee",), is_fee="0", by_law="《乙条例》第二条", **code(2))
    return make.entry(province, CITY, "样例市", promise_day="10", is_fee="1", locks=("promise_day",), **code(3))


def test_each_field_says_which_level_set_it_and_which_locked_it(city: Entry) -> None:
    found = queries.effective(city)
    assert (found["anticipate_day"].value, found["anticipate_day"].set_by) == ("20", "国家")
    assert (found["by_law"].value, found["by_law"].locked_by) == ("《甲法》第一条", "国家")
    assert found["by_law"].without_effect == (("样例省", "《乙条例》第二条"),)
    assert (found["is_fee"].value, found["is_fee"].without_effect) == ("0", (("样例省", "1"),))


def test_a_code_is_never_inherited(city: Entry) -> None:
    street = make.source("street", STREET, "样例街道")
    one = make.entry(street, STREET, "样例街道", **BASE)
    assert "task_code" not in queries.effective(one)
    assert queries.effective(one)["promise_day"].set_by == "样例市"


def test_what_the_source_above_has_locked_may_not_be_changed_here(city: Entry) -> None:
    assert queries.locked_fields(city) == {"by_law": "国家", "is_fee": "样例省", "promise_day": "样例省"}


def test_an_entry_without_a_basic_code_stands_alone(db: None) -> None:
    one = make.entry(make.source(), CITY, "样例市", local_task_code="X-1", by_law="《丙法》第三条")
    assert queries.effective(one)["by_law"].set_by == "样例省"
    assert queries.elsewhere(one) == []


def test_the_same_item_elsewhere_is_found(city: Entry) -> None:
    other = make.entry(make.source(), "990200000000", "样例二市", **code(3))
    assert [one.pk for one in queries.elsewhere(city)][0] == other.pk


def test_many_entries_ask_as_few_questions_as_one(city: Entry, django_assert_num_queries: object) -> None:
    province = make.source()
    for at in range(12):
        make.entry(province, f"9902{at + 10:02}000000", f"样例{at}区", **code(4))
    entries = list(Entry.objects.select_related("source"))
    with django_assert_num_queries(1):
        found = queries.effective_of(entries)
    assert len(found) == 15


def test_a_folder_is_made_of_what_is_in_effect(city: Entry) -> None:
    yaml = folder_of(queries.record_at(city))["service.yaml"].decode()
    assert "第一条" in yaml and "样例市" in yaml and "乙条例" not in yaml


def test_it_can_be_searched_in_batches(city: Entry) -> None:
    first = list(queries.searchable(0, 2))
    rest = list(queries.searchable(first[-1].id, 10))
    assert [one.id for one in [*first, *rest]] == sorted(Entry.objects.values_list("pk", flat=True))
    assert (rest[0].region, rest[0].type, rest[0].is_sample) == ("样例市", "行政许可", False)


def test_history_is_only_ever_added(city: Entry) -> None:
    with pytest.raises(Exception, match="never changed|never"):
        Revision.objects.filter(entry=city).update(by="别人")


def test_levels_are_read_from_the_code() -> None:
    assert [levels.level_of(one) for one in (COUNTRY, PROVINCE, CITY, DISTRICT, STREET)] == [0, 1, 2, 3, 4]
    assert levels.above(STREET) == [COUNTRY, PROVINCE, CITY, DISTRICT, STREET]
    assert levels.region_code("5116") == "511600000000"
    with pytest.raises(ValueError, match="不是行政区划代码"):
        levels.region_code("51160")


def test_a_lock_on_an_empty_field_leaves_what_a_lower_level_says() -> None:
    layers = [inherit.Layer("省", {}, frozenset({"is_fee"})), inherit.Layer("市", {"is_fee": "1"})]
    found = inherit.resolve(layers)
    assert (found["is_fee"].value, found["is_fee"].locked_by) == ("1", "省")

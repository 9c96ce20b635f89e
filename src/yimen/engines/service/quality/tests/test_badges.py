"""Badges are computed: what a folder says of itself changes nothing, what it does changes them."""

import pytest

from yimen.engines import service as engine
from yimen.engines.service import quality
from yimen.engines.service.folder import files_of
from yimen.engines.service.quality.days import calendar_days
from yimen.engines.service.quality.tests.city import FOLDERS, service, variant

SHOP, DISABLED, FOOD = "individual-business-registration", "disability-certificate", "food-business-license"
WINDOW = {"channels": [{"kind": "window", "name": "窗口", "note": "综合窗口"}]}


def names(found: engine.Service) -> set[str]:
    return {one.name for one in quality.badges(found)}


def test_a_shop_is_registered_online_at_once_free_and_without_papers() -> None:
    assert names(service(SHOP)) == {"全程网办", "零跑动", "即办", "免证办", "免交材料", "不收费"}


def test_who_has_to_be_examined_has_to_come() -> None:
    assert names(service(DISABLED)) == {"免证办", "不收费"}
    assert quality.visits_of(service(DISABLED)) == 1


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        (WINDOW, {"全程网办", "零跑动"}),
        ({"steps.6.visit": True}, {"全程网办", "零跑动"}),
        ({"results.0.ecert": False}, {"全程网办"}),
        ({"limits.promised.value": 1}, {"即办"}),
        ({"materials.1.obtain": "upload"}, {"免证办", "免交材料"}),
        ({"materials.2.obtain": "tolerate"}, {"免交材料"}),
        ({"fee.charge": True}, {"不收费"}),
        ({"visits.times": 3, "visits.reason": "写着要来"}, set()),
        ({"project_type": "承诺件", "summary": "要来三次，收费"}, set()),
    ],
)
def test_a_badge_goes_with_what_earned_it(changes: dict[str, object], lost: set[str]) -> None:
    assert names(service(SHOP)) - names(variant(SHOP, changes)) == lost


def test_a_window_without_a_way_from_afar_is_a_visit() -> None:
    assert quality.visits_of(variant(SHOP, WINDOW)) == 1
    assert quality.online_depth(variant(SHOP, WINDOW)) == 1


@pytest.mark.parametrize("typed", ["badges: [全程网办]", "badge: 零跑动", "tags: [不收费]"])
def test_a_folder_that_types_a_badge_is_refused(typed: str) -> None:
    files = files_of(FOLDERS[SHOP])
    files["service.yaml"] = files["service.yaml"].replace(b"\nslug:", f"\n{typed}\nslug:".encode(), 1)
    with pytest.raises(engine.ServiceError, match=f"不认识 {typed.partition(':')[0]}"):
        engine.read(files)


def test_what_a_service_costs_is_counted() -> None:
    found = quality.burden(service(FOOD))
    assert (found.materials, found.free, found.to_bring, found.steps, found.visits) == (6, 3, 3, 7, 0)
    assert (found.statutory, found.promised) == (14, 7)
    assert quality.burden(service("old-age-allowance")).statutory is None


@pytest.mark.parametrize(
    ("value", "unit", "days"), [(5, "workday", 7), (7, "workday", 11), (20, "day", 20), (0, "workday", 0)]
)
def test_working_days_are_made_comparable(value: int, unit: str, days: int) -> None:
    assert calendar_days(value, unit) == days


def test_what_is_still_lacking_is_named() -> None:
    bare = variant(SHOP, {"materials.0.blank": None, "faq": [], "topics": None, "checked_on": None})
    assert quality.lacks(bare) == {
        "blanks": ["个体工商户登记申请书"],
        "faq": ["开店办营业执照（个体工商户）"],
        "topics": ["开店办营业执照（个体工商户）"],
        "checked": ["开店办营业执照（个体工商户）"],
    }
    assert quality.lacks(service(SHOP)) == {}

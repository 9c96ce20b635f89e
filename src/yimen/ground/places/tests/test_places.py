from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import REGULATOR, Cast
from yimen.config import demo
from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation, Post, Region
from yimen.ground.places.office import office_hours_of
from yimen.ground.places.queries import organisation, organisation_at, organisation_with, post, streets, villages


def test_who_decides_is_found_by_role_and_region(cast: Cast) -> None:
    found = organisation_with("market-regulator", "990181")
    assert (found.code, found.name) == (REGULATOR, "云溪市市场监督管理局")
    assert organisation(REGULATOR) == found


@pytest.mark.parametrize(("role", "region"), [("fire-brigade", "990181"), ("market-regulator", "990000")])
def test_a_role_that_the_city_has_not_filled_is_said_gently(cast: Cast, role: str, region: str) -> None:
    with pytest.raises(NotFound, match="还没有设置办理机关") as refusal:
        organisation_with(role, region)
    assert "12345" in refusal.value.advice


def test_a_region_has_one_body_for_a_role(cast: Cast) -> None:
    twin = organisation(REGULATOR)
    twin.pk, twin.code = None, "119901810000019999"
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    assert Organisation.objects.filter(role="market-regulator").count() == 1


def test_a_post_belongs_to_its_organisation(cast: Cast) -> None:
    regulator = organisation(REGULATOR)
    assert str(post(regulator, "registrar")) == "市场监管局 登记审查员"
    with pytest.raises(NotFound, match="还没有设置岗位“licence-officer”"):
        post(regulator, "licence-officer")


def test_streets_of_a_county_are_its_own_and_in_order(cast: Cast) -> None:
    assert [one.name for one in streets("990181")] == ["城关街道", "滨河街道", "青石镇", "云岭乡"]
    assert streets("990100") == []


@pytest.fixture
def county(db: None) -> str:
    """A county of two streets, one of which has an office and a village with a committee."""
    rows = [
        ("970000", "样例省", 1, None),
        ("970100", "样例市", 2, "970000"),
        ("970181", "样例县", 3, "970100"),
        ("970181001", "东街道", 4, "970181"),
        ("970181002", "西街道", 4, "970181"),
        ("970181001002", "幸福社区", 5, "970181001"),
        ("970181001001", "向阳社区", 5, "970181001"),
        ("970181002001", "幸福社区", 5, "970181002"),
    ]
    for code, name, level, parent in rows:
        Region.objects.create(code=code, name=name, level=level, parent_id=parent)
    for region, role in [
        ("970181", "civil-affairs"),
        ("970181001", "street-office"),
        ("970181001001", "village-committee"),
        ("970100", "fire-brigade"),
    ]:
        Organisation.objects.create(code=f"X{region}", name=role, region_id=region, role=role)
    return "970181"


@pytest.mark.parametrize(
    ("role", "region", "level", "found"),
    [
        ("village-committee", "970181001001", Region.VILLAGE, "970181001001"),
        ("street-office", "970181001001", Region.STREET, "970181001"),
        ("street-office", "970181001", Region.STREET, "970181001"),
        ("street-office", "970181001001", Region.VILLAGE, "970181001"),
        ("civil-affairs", "970181001001", Region.COUNTY, "970181"),
        ("civil-affairs", "970181002", Region.STREET, "970181"),
        ("fire-brigade", "970181002001", Region.COUNTY, "970100"),
    ],
)
def test_a_body_is_found_in_the_region_or_the_nearest_above(
    county: str, role: str, region: str, level: int, found: str
) -> None:
    assert organisation_at(role, region, level).region_id == found


@pytest.mark.parametrize(
    ("role", "region", "level"),
    [
        ("street-office", "970181002001", Region.STREET),  # the other street has none; no neighbour steps in
        ("street-office", "970181001001", Region.COUNTY),  # asked from the county up
        ("village-committee", "970181001", Region.VILLAGE),  # the village is not known
        ("nobody", "970181001001", Region.VILLAGE),
        ("street-office", "000000", Region.STREET),
        ("street-office", "", Region.STREET),
    ],
)
def test_it_says_gently_where_nobody_has_the_role(county: str, role: str, region: str, level: int) -> None:
    with pytest.raises(NotFound, match="还没有设置办理机关") as refusal:
        organisation_at(role, region, level)
    assert "12345" in refusal.value.advice


def test_the_way_up_costs_two_questions_however_long_it_is(county: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        assert organisation_at("fire-brigade", "970181001001", Region.VILLAGE).region.name == "样例市"


def test_villages_are_told_apart_by_their_street(county: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        labels = [one.label for one in villages(county)]
    assert labels == ["东街道 向阳社区", "东街道 幸福社区", "西街道 幸福社区"]
    assert [one.label for one in streets(county)] == ["东街道", "西街道"]
    assert villages("970100") == []


def test_a_post_takes_nothing_in_unless_the_city_says_so(cast: Cast) -> None:
    assert not Post(organisation=organisation(REGULATOR), code="acceptor", name="受理岗").takes_in


def test_the_demo_city_says_which_posts_take_in_and_when_offices_are_open(db: None) -> None:
    region = {"code": "990181", "name": "云溪市", "level": 3}
    body = {
        "code": "X1",
        "name": "样例局",
        "region": "990181",
        "role": "sample",
        "office_hours": {"week": {"1": ["09:00-12:00"]}},
        "posts": [{"code": "acceptor", "name": "受理岗", "takes_in": True}, {"code": "head", "name": "局长"}],
    }
    demo._places({"regions": [region], "organisations": [body]})
    found = organisation("X1")
    assert office_hours_of(found).week == {0: ((time(9), time(12)),)}
    assert [(one.code, one.takes_in) for one in found.posts.order_by("code")] == [("acceptor", True), ("head", False)]
    del body["office_hours"], body["posts"][0]["takes_in"]
    demo._places({"regions": [region], "organisations": [body]})
    assert organisation("X1").office_hours is None
    assert not found.posts.filter(takes_in=True).exists()

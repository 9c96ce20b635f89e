import pytest
from django.db import IntegrityError, transaction

from tests.cast import REGULATOR, Cast
from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation
from yimen.ground.places.queries import organisation, organisation_with, post, streets


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

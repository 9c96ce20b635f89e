"""市内迁移: the right goes along; nothing stops, nobody applies again."""

import pytest

from yimen.domains.benefits.access import checks_for
from yimen.domains.benefits.actions.check_registers import check_registers
from yimen.domains.benefits.models import Entitlement, Move, Stop
from yimen.domains.benefits.states import Standing
from yimen.domains.benefits.tests import make
from yimen.ground.accounts.models import posts_of
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry

pytestmark = pytest.mark.usefixtures("city")
NOW = make.at(2027, 3)


def test_a_move_inside_the_city_takes_the_right_along_once() -> None:
    make.opened()
    make.says("population", hukou=make.OTHER_VILLAGE)
    assert check_registers(actor=SYSTEM, now=NOW).moved == 1
    assert check_registers(actor=SYSTEM, now=make.at(2027, 3, 11)).moved == 0
    one, move = Entitlement.objects.get(), Move.objects.get()
    assert (one.region_id, one.standing) == (make.OTHER_VILLAGE, Standing.ACTIVE)
    assert (move.from_region_id, move.to_region_id, move.source) == (
        make.VILLAGE,
        make.OTHER_VILLAGE,
        "人口库（样例单位）",
    )
    assert move.basis == "《云溪市高龄津贴发放办法》第十六条"
    entry = Entry.objects.get(action="follow-move")
    assert entry.details == {"from": make.VILLAGE, "to": make.OTHER_VILLAGE}
    assert not Stop.objects.exists()


def test_the_yearly_check_goes_to_the_new_village(city: make.Place) -> None:
    make.opened()
    check_registers(actor=SYSTEM, now=make.at(2027, 11))
    make.says("population", hukou=make.OTHER_VILLAGE)
    check_registers(actor=SYSTEM, now=make.at(2027, 11, 11))
    old = make.officer("t-old", "田秀", city.village, "helper")
    new = make.officer("t-new", "别村", city.other, "helper")
    assert checks_for(posts_of(old, NOW)).count() == 0
    assert checks_for(posts_of(new, NOW)).count() == 1


@pytest.mark.parametrize("hukou", [make.VILLAGE, "990281001001", "990181009009", "990181003", "", None])
def test_the_same_village_or_one_that_is_no_village_of_the_city_is_no_move(hukou: str | None) -> None:
    make.opened()
    make.says("population", hukou=hukou)
    assert check_registers(actor=SYSTEM, now=NOW).moved == 0
    assert Entitlement.objects.get().region_id == make.VILLAGE


def test_the_village_inside_the_street_that_is_known_is_no_move() -> None:
    make.opened(region=make.STREET)
    make.says("population", hukou=make.VILLAGE)
    assert check_registers(actor=SYSTEM, now=NOW).moved == 0


def test_whoever_moved_out_is_stopped_and_not_followed() -> None:
    make.opened()
    make.says("population", hukou=make.OTHER_VILLAGE, moved_out_on="2027-03-02")
    done = check_registers(actor=SYSTEM, now=NOW)
    assert (done.halted, done.moved) == (1, 0)


def test_a_service_without_the_article_follows_nobody() -> None:
    after = {key: value for key, value in make.AFTER.items() if key != "move_inside"}
    make.publish(number=2, after=after)
    make.opened(version=f"{make.SERVICE}@2")
    make.says("population", hukou=make.OTHER_VILLAGE)
    assert check_registers(actor=SYSTEM, now=NOW).moved == 0

from datetime import date
from decimal import Decimal

import pytest

from yimen.domains.benefits.amounts import amount_for
from yimen.domains.benefits.errors import NoAmount
from yimen.domains.benefits.tests import make

pytestmark = pytest.mark.usefixtures("city")


@pytest.mark.parametrize(
    ("month", "yuan"),
    [
        (date(2017, 1, 1), "0.00"),
        (date(2017, 2, 1), "50.00"),
        (make.JANUARY, "50.00"),
        (make.FEBRUARY, "100.00"),
        (date(2037, 2, 1), "500.00"),
    ],
)
def test_the_amount_changes_from_the_month_after_the_birthday(month: date, yuan: str) -> None:
    found = amount_for(make.opened(), month)
    assert found.yuan == Decimal(yuan)
    assert found.basis == "《云溪市高龄津贴发放办法》第五条"
    assert found.version == f"{make.SERVICE}@1"


def test_a_month_is_paid_by_the_version_in_force_for_it() -> None:
    one = make.opened()
    make.publish(number=2, in_force_from="2027-02-01", more=30)
    assert (amount_for(one, make.JANUARY).yuan, amount_for(one, make.JANUARY).version[-2:]) == (Decimal(50), "@1")
    assert (amount_for(one, make.FEBRUARY).yuan, amount_for(one, make.FEBRUARY).version[-2:]) == (Decimal(130), "@2")


def test_a_version_in_force_from_the_middle_of_a_month_counts_from_the_next() -> None:
    one = make.opened()
    make.publish(number=2, in_force_from="2026-12-15", more=30)
    assert amount_for(one, make.DECEMBER).yuan == Decimal(50)
    assert amount_for(one, make.JANUARY).yuan == Decimal(80)


def test_a_person_whose_age_no_rule_covers_is_named_instead_of_paid_nothing() -> None:
    one = make.opened(born=date(1800, 1, 1))
    with pytest.raises(NoAmount, match=f"{make.CASE} 的2026年12月算不出金额"):
        amount_for(one, make.DECEMBER)

"""The real service folder with the real demo registers' shapes: amounts, stops, terms as its yaml and dmn say."""

from datetime import date
from decimal import Decimal

import pytest

from yimen.domains.benefits.actions.check_registers import check_registers
from yimen.domains.benefits.amounts import amount_for
from yimen.domains.benefits.models import Entitlement, Stop
from yimen.domains.benefits.tests import make
from yimen.domains.catalogue.files import to_json
from yimen.domains.catalogue.models import Item, Version
from yimen.engines.service.folder import files_of, fingerprint
from yimen.ground.audit import SYSTEM
from yimen.ground.places.models import Organisation

FOLDER = make.REPOSITORY / "services/civil-affairs/old-age-allowance"
SLUG = "old-age-allowance"
LAW = "云溪市高龄津贴发放办法（演示文件）"


@pytest.fixture
def li_fusheng(city: make.Place) -> Entitlement:
    """李福生 turns 90 on the 10th of December 2026."""
    Organisation.objects.filter(pk=city.body.pk).update(role="civil-affairs")
    files = files_of(FOLDER)
    item = Item.objects.create(slug=SLUG)
    version = Version.objects.create(
        item=item,
        number=1,
        fingerprint=fingerprint(files),
        files=to_json(files),
        name="高龄津贴",
        published_at=make.NOW,
    )
    Item.objects.filter(pk=item.pk).update(current=version)
    return make.opened(
        service=SLUG,
        version=f"{SLUG}@1",
        recipient="李福生",
        id_number="99018119361210043X",
        born=date(1936, 12, 10),
        region=make.OTHER_VILLAGE,
    )


def test_its_amounts_are_those_of_the_local_rules(li_fusheng: Entitlement) -> None:
    assert li_fusheng.matter == "高龄津贴"
    found = amount_for(li_fusheng, make.DECEMBER)
    assert (found.yuan, found.sentence, found.basis) == (Decimal(50), "80 到 89 周岁，每月 50 元", f"{LAW}第四条")
    assert amount_for(li_fusheng, make.JANUARY).yuan == Decimal(100)


@pytest.mark.parametrize(
    ("register", "data", "kind", "article"),
    [
        ("civil-deaths", {"died_on": "2026-12-08"}, "stop", "第十四条第一项"),
        ("population", {"moved_out_on": "2026-12-08", "status": "正常"}, "stop", "第十四条第二项"),
        ("population", {"missing_since": "2026-12-08", "status": "失踪"}, "suspend", "第十四条第三项"),
    ],
)
def test_its_grounds_stop_from_the_month_after(
    li_fusheng: Entitlement, register: str, data: dict[str, object], kind: str, article: str
) -> None:
    make.says(register, li_fusheng.id_number, **data)
    check_registers(actor=SYSTEM, now=make.at(2026, 12, 15))
    halt = Stop.objects.get()
    assert (halt.kind, halt.from_month, halt.basis) == (kind, make.JANUARY, f"{LAW}{article}")


def test_a_visit_to_the_doctor_is_its_proof_of_life(li_fusheng: Entitlement) -> None:
    make.says("medical-visits", li_fusheng.id_number, name="李福生", last_visit_on="2027-10-30")
    assert check_registers(actor=SYSTEM, now=make.at(2027, 11, 1)).alive == 1
    assert Entitlement.objects.get().next_alive_check == date(2028, 11, 1)

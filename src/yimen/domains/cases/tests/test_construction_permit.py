"""A construction permit in the demo city: its registers, its number, what the law asks of the holder."""

from tests.cast import Cast
from yimen.domains.cases.tests import make_scenario as make
from yimen.domains.cases.tests.make_steps import kinds, paper
from yimen.domains.certificates.models import Certificate


def test_with_everything_in_the_registers_the_permit_is_issued(cast: Cast) -> None:
    case = make.accepted(make.submitted("construction-permit", "granted", cast.zhang_wei), "shentao")
    case = make.decided(make.agreed(case, "shentao"), "xulan", "grant", note="六项条件都核得上")
    assert case.status == "granted"
    assert kinds(case) == ["receipt", "acceptance", "grant-permit", "construction-permit"]
    assert any("三个月内开工" in duty for duty in paper(case, "grant-permit").data["duties"])
    permit = Certificate.objects.get(kind="construction-permit")
    assert permit.number == "云溪建施字〔2026〕第0001号"


def test_a_contractor_without_a_valid_safety_licence_is_refused(cast: Cast) -> None:
    case = make.submitted("construction-permit", "granted", cast.zhang_wei, builder_uscc="91990181MA0F00063X")
    case = make.agreed(make.accepted(case, "shentao"), "shentao")
    case = make.decided(case, "xulan", "refuse", grounds=["c4"], note="施工企业的安全生产许可证 10 月 31 日到期")
    assert kinds(case) == ["receipt", "acceptance", "refuse-permit"]
    (reason,) = paper(case, "refuse-permit").data["reasons"]
    assert reason["basis"] == "建筑法第八条第一款第四项"

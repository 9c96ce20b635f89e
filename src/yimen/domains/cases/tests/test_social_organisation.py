"""An association founded in the demo city: the sponsor's consent is in the register, its head is written back."""

from tests.cast import Cast
from yimen.domains.cases.tests import make_scenario as make
from yimen.domains.cases.tests.make_steps import kinds
from yimen.domains.certificates.models import Certificate
from yimen.domains.registers.models import Record

SERVICE = "social-organization-founding"


def test_it_is_deliberated_registered_and_its_head_heads_no_other(cast: Cast) -> None:
    case = make.accepted(make.submitted(SERVICE, "granted", cast.chen_jing), "guyan")
    case = make.agreed(make.agreed(case, "guyan"), "bailan", "集体研究同意登记")
    case = make.decided(case, "bailan", "grant", note="条件都核得上")
    assert kinds(case) == ["receipt", "acceptance", "grant-permit", "social-organisation-certificate"]
    assert Certificate.objects.get(kind="social-organisation-certificate").number.startswith("51990181")
    head = Record.objects.get(register="social-organisation-heads", key="990181198711030281")
    assert head.data["organisation"] == "云溪市面食行业协会"


def test_without_the_consent_of_its_sponsor_it_is_refused(cast: Cast) -> None:
    case = make.submitted(SERVICE, "granted", cast.chen_jing, org_name="云溪市烤串协会")
    case = make.agreed(make.agreed(make.accepted(case, "guyan"), "guyan"), "bailan")
    case = make.decided(case, "bailan", "refuse", grounds=["c8"], note="市场监管局没有同意成立")
    assert (case.status, kinds(case)) == ("refused", ["receipt", "acceptance", "refuse-permit"])

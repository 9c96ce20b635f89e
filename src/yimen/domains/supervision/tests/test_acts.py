"""Each rule by an act that officers really did, with the clock moved; and the same act in order."""

from tests.cast import NOW, Cast
from yimen.domains.cases.jobs import deem_accepted_cases
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests.make import drain
from yimen.domains.supervision.models import Examined, Finding
from yimen.domains.supervision.tests.make import FIFTH, SIXTH, accepted_on


def rules(case: Case) -> list[str]:
    return sorted(Finding.objects.filter(case=case).values_list("rule", flat=True))


def test_it_finds_an_acceptance_after_the_fifth_day(cast: Cast) -> None:
    case = accepted_on(cast, SIXTH)
    (finding,) = Finding.objects.filter(case=case, rule="accept-late")
    assert finding.officer == cast.wang_fang and finding.body == case.body
    assert (finding.severity, finding.basis) == ("serious", "行政许可法第三十二条第一款第四项")
    told = {one["name"]: one for one in finding.facts}
    assert told["answer_late_days"]["value"] == 1
    assert "2026年11月27日为止" in told["answer_late_days"]["source"]
    # Monday; the fifth working day after it.
    assert str(finding.answer_by) == "2026-12-07"


def test_it_finds_nothing_in_an_acceptance_on_the_fifth_day(cast: Cast) -> None:
    case = accepted_on(cast, FIFTH)
    assert rules(case) == []
    assert Examined.objects.filter(case=case).count() == 1


def test_where_silence_accepts_it_concerns_the_post_that_was_silent(cast: Cast) -> None:
    case = make_food.submitted(cast.chen_jing, now=NOW)
    deem_accepted_cases.call(SIXTH.isoformat())
    drain(SIXTH)
    (finding,) = Finding.objects.filter(case=case, rule="accept-late")
    assert finding.officer is None
    assert finding.post is not None and finding.post.code == "acceptor"

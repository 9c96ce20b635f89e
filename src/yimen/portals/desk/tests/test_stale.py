"""A page that is older than the case: the act is refused with what has changed, and what was typed is kept."""

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.models import Opinion
from yimen.domains.cases.tests import make as cases
from yimen.portals.desk.tests import make

TEXT = "布局和流程都合理，材料齐全"


def test_what_has_changed_is_said_and_the_form_keeps_what_was_typed(cast: Cast, staff: make.Staff) -> None:
    case = make.accepted(cast.chen_jing, staff)
    desk = make.window(staff.wu_lei, case)
    desk.claim()
    seen = desk.mark()
    urge(actor=cast.chen_jing.actor(NOW), case=case, text="等着开业", now=NOW)
    sent = desk.post(seen=seen, outcome="agree", note=TEXT)
    assert sent.status == 409
    words = make.words(sent.html)
    assert "您打开页面以后，这件事有了变化" in words
    assert "申请人催办：陈静，11月20日 10:00，等着开业" in words
    assert f"{TEXT}</textarea>" in sent.html
    assert not Opinion.objects.exists()
    # The page now shows the case as it is: sent again, it is taken.
    assert desk.post(outcome="agree", note=TEXT).status == 302


def test_a_case_that_was_withdrawn_meanwhile_keeps_the_words_in_sight(cast: Cast, staff: make.Staff) -> None:
    case = make.accepted(cast.chen_jing, staff)
    desk = make.window(staff.wu_lei, case)
    desk.claim()
    seen = desk.mark()
    withdraw(actor=cast.chen_jing.actor(NOW), case=case, reason="不开了", now=NOW)
    sent = desk.post(seen=seen, outcome="agree", note=TEXT)
    assert sent.status == 409
    words = make.words(sent.html)
    assert "申请人撤回" in words
    assert "您刚才填的内容（没有提交）" in words
    assert TEXT in words


def test_a_form_of_an_earlier_task_does_not_act_on_the_next(cast: Cast, staff: make.Staff) -> None:
    case = make.accepted(cast.chen_jing, staff)
    desk = make.window(staff.wu_lei, case)
    desk.claim()
    seen = desk.mark()
    assert desk.post(outcome="agree", note=TEXT).status == 302
    cases.drain()
    # 吴磊 is an inspector as well: the open task is now another one of his.
    sent = desk.post(seen=seen, outcome="agree", note=TEXT)
    assert sent.status == 409
    assert make.task_of(case).claimed_by is None
    assert Opinion.objects.count() == 1


def test_two_who_send_at_once_are_told_apart(cast: Cast, staff: make.Staff) -> None:
    case = make.received(cast.chen_jing)
    first, second = make.window(staff.wang_fang, case), make.window(staff.wang_fang, case)
    first.claim()
    seen = first.mark()
    assert first.post(seen=seen, outcome="accept").status == 302
    sent = second.post(seen=seen, outcome="decline", ground="small-catering", facts="太小")
    assert sent.status == 409
    cases.drain()
    assert cases.fresh(case).status == "accepted"
    assert "太小" in sent.html


def test_a_strange_mark_is_an_old_page(cast: Cast, staff: make.Staff) -> None:
    case = make.received(cast.chen_jing)
    desk = make.window(staff.wang_fang, case)
    desk.claim()
    for seen in ("x", "0.0", "1.999999999999", "-1.-1", "９.９"):
        assert desk.post(seen=seen, outcome="accept").status == 409
    assert cases.fresh(case).status == "submitted"

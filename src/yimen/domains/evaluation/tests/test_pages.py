import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOW, SERVICE, Cast, browser_of, person_of
from yimen.config import middleware
from yimen.domains.cases.models import Case
from yimen.domains.evaluation.actions.rate import rate_visit
from yimen.domains.evaluation.grades import REASONS, WORDS, Grade
from yimen.domains.evaluation.models import FollowUp, Rating
from yimen.domains.evaluation.queries import figures
from yimen.domains.evaluation.tests import make
from yimen.ground.accounts.models import Account
from yimen.ground.audit.models import Entry

Desk = dict[str, Account]
SAID = "窗口说话很冲"
QUESTION = r"<(?:legend|label)[^>]*>.*?</(?:legend|label)>"
LIST = reverse("evaluation:follow-ups")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "now", lambda: NOW)


@pytest.fixture
def his(cast: Cast, case: Case) -> Client:
    """张伟's browser."""
    return browser_of(cast.zhang_wei)


def at_desk(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def address(case: Case) -> str:
    return reverse("evaluation:case", args=[case.number])


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def inputs(page: str) -> list[str]:
    return re.findall(r"<input[^>]*>", page)


def test_the_form_shows_five_words_with_shapes_and_nothing_chosen(his: Client, case: Case) -> None:
    answer = his.get(address(case))
    page = text(answer)
    assert answer.status_code == 200
    assert [word for word in WORDS.values() if word in page] == list(WORDS.values())
    radios = [one for one in inputs(page) if 'type="radio"' in one]
    assert len(radios) == 5
    assert "checked" not in "".join(inputs(page))
    assert "评不评由您定" in page
    assert len(answer.content) < 100 * 1024


def test_a_good_word_is_thanked_for(his: Client, case: Case) -> None:
    answer = his.post(address(case), {"act": "rate", "grade": "5", "reasons": ["510"], "text": "很快"})
    assert (answer.status_code, answer["Location"]) == (302, address(case))
    page = text(his.get(address(case)))
    assert "已收到您的评价" in page and "谢谢您" in page and "一个窗口一次办完" in page
    assert Rating.objects.get().case == case


def test_a_bad_word_is_told_what_happens_next_and_by_when(his: Client, case: Case) -> None:
    his.post(address(case), {"grade": "2", "reasons": ["214"], "text": SAID, "phone": "154 0000 0001"})
    page = text(his.get(address(case)))
    assert "11月23日前由没有经办这件事的人核实" in page
    assert "不会要您改评价" in page
    assert "15400000001" in page


def test_a_form_without_a_grade_keeps_what_was_typed(his: Client, case: Case) -> None:
    answer = his.post(address(case), {"act": "rate", "text": SAID})
    page = text(answer)
    assert answer.status_code == 422
    assert "选一个满意程度，再提交" in page and 'href="#f-grade"' in page and "<title>错误：" in page
    assert SAID in page
    assert not Rating.objects.exists()


def test_a_wrong_number_keeps_grade_reasons_and_text(his: Client, case: Case) -> None:
    sent = {"act": "rate", "grade": "1", "reasons": ["115", "108"], "text": SAID, "phone": "154"}
    answer = his.post(address(case), sent)
    assert answer.status_code == 422
    checked = [one for one in inputs(text(answer)) if "checked" in one]
    assert sorted(re.findall(r'value="(\w+)"', "".join(checked))) == ["1", "108", "115"]
    assert 'value="154"' in text(answer) and SAID in text(answer)
    assert 'href="#f-phone"' in text(answer)
    assert not Rating.objects.exists()


def test_without_script_a_button_brings_the_reasons_of_the_grade(his: Client, case: Case) -> None:
    assert 'name="show"' in text(his.get(address(case)))
    answer = his.post(address(case), {"act": "rate", "show": "1", "grade": "2", "text": SAID})
    page = text(answer)
    assert answer.status_code == 200
    assert all(words in page for words in REASONS[Grade.BAD].values())
    assert "态度热情" not in page
    assert "回访电话" in page and SAID in page and "<html" in page
    assert not Rating.objects.exists()


def test_with_script_only_the_reasons_are_sent(his: Client, case: Case) -> None:
    answer = his.post(address(case), {"show": "1", "grade": "5"}, headers={"HX-Request": "true"})
    page = text(answer)
    assert "态度热情，办得快" in page and "<html" not in page
    assert "回访电话" not in page


def test_sent_twice_is_one_rating(his: Client, case: Case) -> None:
    for grade in ("5", "1"):
        assert his.post(address(case), {"act": "rate", "grade": grade}).status_code == 302
    assert Rating.objects.get().grade == 5


def test_a_rating_is_changed_on_its_page_and_only_when_asked(his: Client, case: Case) -> None:
    make.rating(case, make.GOOD)
    page = text(his.get(address(case), {"act": "change"}))
    assert 'value="4" checked' in page and 'name="act" value="change"' in page
    his.post(address(case), {"act": "change", "grade": "2", "text": SAID})
    assert Rating.objects.get().grade == 2
    assert FollowUp.objects.get().state == "open"


def test_a_verified_rating_offers_no_change_and_takes_none(his: Client, case: Case, desk: Desk) -> None:
    make.verified(make.follow_up(case), desk["operator"])
    page = text(his.get(address(case), {"act": "change"}))
    assert "修改评价" not in page and "已收到您的评价" in page
    answer = his.post(address(case), {"act": "change", "grade": "5"})
    assert answer.status_code == 422 and "已经核实" in text(answer)
    assert Rating.objects.get().grade == 2


def test_the_answer_stands_on_the_page(his: Client, case: Case, desk: Desk) -> None:
    make.told(make.verified(make.follow_up(case), desk["operator"], "false"), desk["operator"])
    page = text(his.get(address(case)))
    assert "已经批评教育，向您道歉" in page and "不属实" in page


def test_one_more_word_is_sent_from_the_page(his: Client, case: Case) -> None:
    make.rating(case)
    empty = his.post(address(case), {"act": "remark", "remark": ""})
    assert empty.status_code == 422 and 'href="#f-remark"' in text(empty)
    assert his.post(address(case), {"act": "remark", "remark": "现在好多了"}).status_code == 302
    page = text(his.get(address(case)))
    assert "现在好多了" in page and "提交追评" not in page
    assert his.post(address(case), {"act": "remark", "remark": "再说"}).status_code == 422


def test_what_was_typed_before_signing_in_again_is_still_there(his: Client, case: Case) -> None:
    session = his.session
    session["held_form"] = {"path": address(case), "body": "act=rate&grade=2&reasons=214&text=kept"}
    session.save()
    page = text(his.get(address(case)))
    assert 'value="2" checked' in page and 'value="214" checked' in page and "kept" in page
    assert not Rating.objects.exists()


def test_a_case_that_is_not_finished_is_not_asked_about(cast: Cast, his: Client) -> None:
    still_open = make.case(cast, number="YX20261120-00002", closed=False)
    page = text(his.get(address(still_open)))
    assert "办完以后再评价" in page and 'name="grade"' not in page
    assert his.post(address(still_open), {"grade": "1"}).status_code == 422
    assert not Rating.objects.exists()


def test_somebody_elses_case_and_none_look_alike(cast: Cast, case: Case) -> None:
    hers = browser_of(cast.chen_jing)
    for number in (case.number, "YX20261120-99999"):
        path = reverse("evaluation:case", args=[number])
        assert hers.get(path).status_code == 404
        assert hers.post(path, {"grade": "1"}).status_code == 404
    assert not Rating.objects.exists()


def test_nobody_and_officers_do_not_rate_a_case(cast: Cast, case: Case) -> None:
    assert Client().get(address(case)).status_code == 302
    assert browser_of(cast.li_min).get(address(case)).status_code == 403


def test_a_visit_is_rated_by_whoever_holds_the_link(cast: Cast, desk: Desk) -> None:
    path = reverse("evaluation:visit", args=[make.visit(cast, desk["clerk"]).code])
    page = text(Client().get(path))
    assert "样例 clerk" in page and "checked" not in "".join(inputs(page))
    assert person_of(cast.zhang_wei).name not in page
    assert Client().post(path, {}).status_code == 422
    assert Client().post(path, {"grade": "2", "text": SAID}).status_code == 302
    thanks = text(Client().get(path))
    assert "11月23日前" in thanks and SAID not in thanks and "act=change" not in thanks and "追评" not in thanks
    assert Client().post(path, {"grade": "5"}).status_code == 302
    assert Rating.objects.get().grade == 2


def test_the_same_questions_stand_in_every_channel(cast: Cast, his: Client, case: Case, desk: Desk) -> None:
    path = reverse("evaluation:visit", args=[make.visit(cast, desk["clerk"]).code])
    for sent in ({"show": "1", "grade": str(grade)} for grade in range(1, 6)):
        online, there = (client.post(to, sent) for client, to in ((his, address(case)), (Client(), path)))
        questions = [re.findall(QUESTION, text(one), re.S) for one in (online, there)]
        assert questions[0] == questions[1]
        assert len(questions[0]) > 10


def test_who_works_here_rates_nobody_by_a_link(cast: Cast, desk: Desk) -> None:
    path = reverse("evaluation:visit", args=[make.visit(cast, desk["clerk"]).code])
    for client in (at_desk(desk["clerk"]), at_desk(desk["head"])):
        assert client.get(path).status_code == 403
        assert client.post(path, {"grade": "5"}).status_code == 403
    assert not Rating.objects.exists()


@pytest.mark.parametrize("code", ["A" * 22, "x", "💥"])
def test_a_link_that_does_not_exist_is_said_gently(cast: Cast, code: str) -> None:
    answer = Client().get(reverse("evaluation:visit", args=[code]))
    assert answer.status_code == 404
    assert "12345" in text(answer)


def test_the_list_shows_lights_and_not_who_said_it(cast: Cast, case: Case, desk: Desk, monkeypatch: Any) -> None:
    opened = make.follow_up(case, make.BAD_CALL_ME)
    monkeypatch.setattr(middleware, "now", lambda: NOW + timedelta(days=4))
    page = text(at_desk(desk["operator"]).get(LIST))
    assert opened.number in page and "超期 1 个工作日" in page and "不满意" in page
    for secret in (person_of(cast.zhang_wei).name, "15400000001", SAID):
        assert secret not in page
    assert opened.number not in text(at_desk(desk["operator"]).get(LIST, {"light": "ok"}))


def test_the_most_urgent_stands_first(cast: Cast, case: Case, desk: Desk) -> None:
    fresh = make.follow_up(case)
    late = make.follow_up(make.case(cast, number="YX20261120-00003"), now=NOW - timedelta(days=2))
    page = text(at_desk(desk["operator"]).get(LIST))
    assert page.index(late.number) < page.index(fresh.number)


def test_the_list_is_not_for_other_posts(cast: Cast, desk: Desk) -> None:
    assert at_desk(desk["clerk"]).get(LIST).status_code == 404
    assert browser_of(cast.zhou_tao).get(LIST).status_code == 404
    assert browser_of(cast.zhang_wei).get(LIST).status_code == 403
    assert "现在没有要回访的差评" in text(at_desk(desk["head"]).get(LIST))


def test_the_person_is_shown_only_to_whoever_is_to_call(cast: Cast, case: Case, desk: Desk) -> None:
    name = person_of(cast.zhang_wei).name
    other = make.follow_up(make.case(cast, number="YX20261120-00004"), make.BAD)
    called = make.follow_up(case, make.BAD_CALL_ME)
    browser = at_desk(desk["operator"])
    page = text(browser.get(reverse("evaluation:follow-up", args=[called.number])))
    assert name in page and "15400000001" in page and SAID in page
    page = text(browser.get(reverse("evaluation:follow-up", args=[other.number])))
    assert name not in page and "没有留电话" in page and "回访电话有没有打通" not in page
    assert Entry.objects.filter(action="read-follow-up", object_ref=called.number).count() == 1


def test_an_officer_takes_a_follow_up_to_its_end_by_its_forms(case: Case, desk: Desk) -> None:
    opened = make.follow_up(case, make.BAD_CALL_ME)
    path = reverse("evaluation:follow-up", args=[opened.number])
    browser = at_desk(desk["operator"])
    steps = [
        {"act": "verify", "reached": "yes", "finding": "true", "size": "simple", "found": "属实"},
        {"act": "fix", "done": "换了人"},
        {"act": "tell", "way": "phone", "answer": "向您道歉"},
    ]
    for sent in steps:
        assert f'value="{sent["act"]}"' in text(browser.get(path))
        assert browser.post(path, sent).status_code == 302
    opened.refresh_from_db()
    assert (opened.state, opened.reached, opened.answer) == ("told", True, "向您道歉")
    assert "已经办完" in text(browser.get(path))
    assert opened.number not in text(browser.get(LIST))


def test_an_incomplete_form_keeps_what_was_typed(case: Case, desk: Desk) -> None:
    opened = make.follow_up(case)
    path = reverse("evaluation:follow-up", args=[opened.number])
    answer = at_desk(desk["operator"]).post(path, {"act": "verify", "finding": "true", "found": "调了录像"})
    page = text(answer)
    assert answer.status_code == 422
    assert "调了录像" in page and 'value="true" checked' in page and 'href="#f-size"' in page
    opened.refresh_from_db()
    assert opened.state == "open"


def test_an_appeal_is_rechecked_by_a_third_person(case: Case, desk: Desk) -> None:
    opened = make.verified(make.follow_up(case), desk["operator"])
    path = reverse("evaluation:follow-up", args=[opened.number])
    assert at_desk(desk["head"]).post(path, {"act": "appeal", "reason": "录像里没有"}).status_code == 302
    page = text(at_desk(desk["operator"]).get(path))
    assert "另一个人做" in page and 'value="recheck"' not in page
    sent = {"act": "recheck", "upheld": "no", "note": "看了录像"}
    assert at_desk(desk["head"]).post(path, sent).status_code == 403
    assert at_desk(desk["third"]).post(path, sent).status_code == 302
    opened.refresh_from_db()
    assert (opened.upheld, opened.finding) == (False, "true")


@pytest.mark.parametrize("act", ["fix", "tell", "appeal", "recheck", "", "nonsense"])
def test_a_step_out_of_turn_is_stale(case: Case, desk: Desk, act: str) -> None:
    opened = make.follow_up(case)
    path = reverse("evaluation:follow-up", args=[opened.number])
    sent = {"act": act, "done": "x", "way": "page", "answer": "x", "reason": "x", "upheld": "yes", "note": "x"}
    assert at_desk(desk["operator"]).post(path, sent).status_code == 409
    opened.refresh_from_db()
    assert opened.state == "open"


def test_the_rated_officer_finds_nothing_even_by_number(cast: Cast, desk: Desk) -> None:
    rating = rate_visit(
        actor=desk["clerk"].actor(NOW), visit=make.visit(cast, desk["clerk"]), opinion=make.BAD, now=NOW
    )
    assert rating.follow_up is not None
    number = rating.follow_up.number
    make.officer("clerk", "operator")
    browser = at_desk(desk["clerk"])
    assert number not in text(browser.get(LIST))
    path = reverse("evaluation:follow-up", args=[number])
    assert browser.get(path).status_code == 404
    assert browser.post(path, {"act": "verify", "finding": "false", "found": "没有"}).status_code == 404


def test_the_list_asks_the_same_number_of_questions_however_long(cast: Cast, desk: Desk) -> None:
    browser = at_desk(desk["operator"])
    asked = []
    for at in (1, 2, 6):
        for number in range(at):
            make.follow_up(make.case(cast, number=f"YX202611{at:02}-{number:05}"))
        browser.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2]


def test_a_case_page_invites_only_when_all_is_done(cast: Cast, case: Case) -> None:
    open_case = make.case(cast, number="YX20261120-00005", closed=False)
    assert render_to_string("evaluation/invite.html", {"case": open_case}).strip() == ""
    part = render_to_string("evaluation/invite.html", {"case": Case.objects.get(pk=case.pk)})
    assert "去评价" in part and address(case) in part


def test_a_case_page_says_where_the_follow_up_stands(case: Case, desk: Desk) -> None:
    def part() -> str:
        return render_to_string("evaluation/invite.html", {"case": Case.objects.get(pk=case.pk)})

    opened = make.follow_up(case)
    assert "不满意" in part() and "等核实，11月23日前核实" in part()
    make.verified(opened, desk["operator"])
    assert "已核实，11月27日前答复您" in part()


def test_the_figure_is_a_sentence(cast: Cast, desk: Desk) -> None:
    part = render_to_string("evaluation/figure.html", {"figure": figures(SERVICE, now=NOW)})
    assert "评价不足 5 条，先不显示" in part

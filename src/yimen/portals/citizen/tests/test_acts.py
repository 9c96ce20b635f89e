"""撤回 and 催办 by the applicant: plain forms, with what they mean said before."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.answer_urge import answer_urge
from yimen.domains.cases.models import Case, Urge
from yimen.domains.cases.tests import make, make_food
from yimen.domains.cases.tests.make import drain, fresh
from yimen.domains.cases.tests.make_steps import at, say
from yimen.portals.citizen.tests.read import open_case, post_to, section, text_of

On = Callable[[datetime], None]


def home_of(case: Case) -> str:
    return reverse("citizen:case", args=[case.number])


# 撤回


def test_the_page_says_what_withdrawing_means_and_changes_nothing(cast: Cast) -> None:
    case = make_food.accepted(cast)
    said = text_of(open_case(cast.chen_jing, case, "withdraw"))
    assert "撤回以后不能恢复" in said and "可以重新申请" in said and "不撤回，接着办" in said
    assert fresh(case).status == "accepted"


def test_a_name_that_was_kept_is_given_back_as_the_page_says(cast: Cast) -> None:
    case = make.in_review(cast.zhang_wei)
    assert "名称“云溪市学府路文具店”为您保留了" in text_of(open_case(cast.zhang_wei, case))
    assert "我们为您保留的名称“云溪市学府路文具店”还回去" in text_of(open_case(cast.zhang_wei, case, "withdraw"))
    post_to(cast.zhang_wei, case, "withdraw", reason="")
    drain(at(11, 24))
    assert "名称“云溪市学府路文具店”不再为您保留" in text_of(open_case(cast.zhang_wei, case))


@pytest.mark.parametrize("stage", ["submitted", "correcting", "accepted"])
def test_withdrawing_ends_the_case_with_or_without_a_reason(cast: Cast, stage: str) -> None:
    case = make_food.submitted(cast.chen_jing) if stage == "submitted" else getattr(make_food, stage)(cast)
    answer = post_to(cast.chen_jing, case, "withdraw", reason="")
    assert (answer.status_code, answer["Location"]) == (302, home_of(case))
    drain(at(11, 24))
    assert fresh(case).status == "withdrawn"
    assert "已撤回" in text_of(open_case(cast.chen_jing, case))


def test_a_reason_that_is_too_long_is_refused_and_kept(cast: Cast) -> None:
    case = make_food.accepted(cast)
    typed = "铺" * 2001
    answer = post_to(cast.chen_jing, case, "withdraw", reason=typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and typed in page
    assert "最多写 2000 个字，现在是 2001 个字" in page and "错误：" in page and 'class="err-sum"' in page
    assert fresh(case).status == "accepted"


def test_what_has_been_decided_cannot_be_withdrawn(cast: Cast) -> None:
    case = make_food.inspected(cast)
    say(case, cast.zheng_hong, "grant", note="现场看过")
    answer = post_to(cast.chen_jing, case, "withdraw")
    assert answer.status_code == 409 and "已经有了决定，不能再撤回" in text_of(answer)
    drain(NOW)
    assert fresh(case).status == "granted"
    again = open_case(cast.chen_jing, case, "withdraw")
    assert (again.status_code, again["Location"]) == (302, home_of(case))


def test_nobody_withdraws_what_is_somebody_elses(cast: Cast) -> None:
    case = make_food.accepted(cast)
    for page in ("withdraw", "urge"):
        assert post_to(cast.zhang_wei, case, page).status_code == 404
    assert fresh(case).status == "accepted" and not case.urges.exists()


# 催办


def test_an_urge_is_shown_with_its_answer(cast: Cast) -> None:
    case = make_food.accepted(cast)
    answer = post_to(cast.chen_jing, case, "urge", text="房租已经在付了")
    assert (answer.status_code, answer["Location"]) == (302, home_of(case))
    drain(at(11, 24))
    told = section(open_case(cast.chen_jing, case), "催办")
    assert "房租已经在付了" in told and "还没有答复" in told
    answer_urge(actor=cast.wu_lei.actor(at(11, 24, 11)), case=case, answer="27 日前决定", now=at(11, 24, 11))
    drain(at(11, 24, 11))
    told = section(open_case(cast.chen_jing, case), "催办")
    assert "吴磊" in told and "27 日前决定" in told and "11月24日 周二 11:00" in told and "还没有答复" not in told


def test_an_urge_without_words_is_one_too(cast: Cast) -> None:
    case = make_food.submitted(cast.chen_jing)
    assert post_to(cast.chen_jing, case, "urge").status_code == 302
    assert Urge.objects.get(case=case).text == ""


def test_a_second_urge_is_refused_with_the_reason_and_the_words_are_kept(cast: Cast, on: On) -> None:
    case = make_food.accepted(cast)
    post_to(cast.chen_jing, case, "urge")
    answer = post_to(cast.chen_jing, case, "urge", text="第二次来问")
    page = answer.content.decode()
    assert answer.status_code == 422 and "您上次的催办还在等答复" in page and "第二次来问" in page
    answer_urge(actor=cast.wu_lei.actor(at(11, 24)), case=case, answer="明天决定", now=at(11, 24))
    answer = post_to(cast.chen_jing, case, "urge")
    assert answer.status_code == 422 and "今天已经催办过一次" in text_of(answer)
    on(at(11, 25))
    assert post_to(cast.chen_jing, case, "urge").status_code == 302
    assert case.urges.count() == 2


def test_while_the_applicant_is_waited_for_there_is_nothing_to_urge(cast: Cast) -> None:
    case = make_food.correcting(cast)
    page = text_of(open_case(cast.chen_jing, case, "urge"))
    assert "现在等您补正，不用催" in page and "去补正" in page and "想对经办人说什么" not in page
    answer = post_to(cast.chen_jing, case, "urge", text="快一点")
    assert answer.status_code == 422 and "现在等您补正，不用催" in text_of(answer)
    assert not case.urges.exists()


def test_too_many_words_are_refused_and_kept(cast: Cast) -> None:
    case = make_food.accepted(cast)
    answer = post_to(cast.chen_jing, case, "urge", text="急" * 501)
    assert answer.status_code == 422 and "最多写 500 个字" in text_of(answer) and "急" * 501 in answer.content.decode()


def test_a_closed_case_leads_back_to_its_page(cast: Cast) -> None:
    case = make_food.granted(cast)
    assert open_case(cast.chen_jing, case, "urge")["Location"] == home_of(case)
    assert post_to(cast.chen_jing, case, "urge").status_code == 409

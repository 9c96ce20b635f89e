"""A public service says what was done; a refusal names the ways that are open in this matter and no other."""

import pytest

from yimen.ground.documents.kinds import kind_of, missing_entries
from yimen.ground.documents.tests.papers import paper_of, text_of
from yimen.ground.documents.tests.says import RECHECK, SAYS


def paper(code: str, **changes: object) -> str:
    return text_of(paper_of(code, **changes))


def test_what_was_done_stands_line_by_line_with_its_articles_and_what_to_know_now() -> None:
    text = paper("grant-service")
    for words in (
        "办理结果通知书",
        "符合《印铸刻字业暂行管理规则》第六条的规定，已于2026年11月23日办结",
        "备案的印章公章、财务专用章",
        "（一）印章遗失的，到公安机关报失。",
        "联系方式：云溪市公安局，0300-0000120。",
    ):
        assert words in text
    assert "自动完成" not in text
    assert "行政许可" not in text


def test_what_no_officer_decided_says_so_and_what_comes_with_it_is_named() -> None:
    assert "由系统按照公布的规则自动完成" in paper("grant-service", automatic=True)
    said = paper("grant-service", certificate="印章备案证明", certificate_number="云公章〔2026〕第12号")
    assert "印章备案证明（编号：云公章〔2026〕第12号）随本通知书一并发给" in said


def test_another_power_of_an_authority_that_refuses_names_both_ways_of_the_law() -> None:
    text = paper("refuse-service")
    for words in ("（一）企业已经注销，不能刻制印章（依据：", "60日内向云溪市人民政府申请行政复议", "行政诉讼"):
        assert words in text
    assert "投诉" not in text


@pytest.mark.parametrize("code", ["refuse-service", "refuse-acceptance"])
def test_a_public_service_names_recheck_and_complaint_and_claims_no_reconsideration(code: str) -> None:
    text = paper(code, **RECHECK)
    assert "自收到复核申请之日起15日内书面答复" in text
    assert "30日内向云溪市市场监督管理局申请复核" in text
    assert "投诉电话0300-0000213或者政务服务便民热线12345" in text
    assert "行政复议" not in text
    assert "行政诉讼" not in text


@pytest.mark.parametrize("code", ["refuse-service", "refuse-acceptance"])
def test_a_recheck_without_a_day_for_its_answer_or_a_telephone_is_refused(code: str) -> None:
    said = missing_entries(kind_of(code), {**SAYS[code], "recheck_days": 30})
    assert said == ("答复复核的期限（recheck_answer_days）", "投诉电话（complain）")

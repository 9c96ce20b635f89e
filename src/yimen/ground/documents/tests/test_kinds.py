from dataclasses import replace

import pytest

from yimen.ground.documents.kinds import DuplicateKind, all_kinds, kind_of, register
from yimen.ground.documents.tests.papers import BODY, VERIFY, paper_of, text_of


def paper(code: str, **changes: object) -> str:
    return text_of(paper_of(code, **changes))


@pytest.mark.parametrize("code", [kind.code for kind in all_kinds()])
def test_every_document_names_body_title_number_case_addressee_date_and_is_marked_as_a_sample(code: str) -> None:
    text = paper(code)
    for words in (
        BODY["name"],
        kind_of(code).title,
        "云市监登〔2026〕12号",
        "办件号：YX20261122-00417",
        "张伟" if code == "delivery" else "张伟：",
        "2026年11月22日",
        "不具有法律效力",
        VERIFY,
    ):
        assert words in text


@pytest.mark.parametrize("code", [kind.code for kind in all_kinds()])
def test_a_real_document_without_a_code_to_scan_carries_no_sample_mark(code: str) -> None:
    text = paper(code, demo=False, qr=False, verify_url="")
    assert "样例" not in text
    assert "扫码" not in text


def test_a_matter_that_is_no_permit_names_the_article_that_stops_its_clock() -> None:
    other = {"procedure": "征求第三方和其他机关意见", "article": "《政府信息公开条例》第三十三条第三款"}
    text = paper("special-procedure", **other)
    assert "根据《政府信息公开条例》第三十三条第三款的规定，上述所需时间不计算在办理期限内" in text
    assert "作出行政许可决定" not in text
    assert "根据《中华人民共和国行政许可法》第四十五条的规定" in paper("special-procedure")


def test_an_answer_says_what_is_provided_and_by_which_article() -> None:
    text = paper("answer-disclosure")
    assert "根据《政府信息公开条例》第三十六条第二项的规定，答复如下" in text
    assert "（一）您申请的2025年窗口办件统计表，复印件一份，附后。" in text
    assert "行政复议" not in text


def test_who_is_refused_information_is_told_that_review_comes_first() -> None:
    text = paper("refuse-disclosure")
    assert "该政府信息不存在（依据：《政府信息公开条例》第三十六条第四项）" in text
    assert "先向云溪市人民政府申请行政复议" in text
    assert text.index("行政复议") < text.index("行政诉讼")


def test_a_receipt_tells_what_was_received_when_and_by_when_acceptance_is_told() -> None:
    text = paper("receipt")
    assert "2026年11月22日10时42分" in text
    assert "个体工商户登记申请书在线填写" in text
    assert "不表示申请已被受理" in text
    assert "在2026年11月27日前告知" in text
    assert "逾期不告知的，自收到申请材料之日起即为受理" in text
    assert "行政复议" not in text


def test_a_receipt_of_no_permit_claims_neither_the_permit_law_nor_that_silence_accepts() -> None:
    text = paper("receipt", permit=False)
    assert "是否受理、需要补正哪些材料，在2026年11月27日前告知。" in text
    assert "行政许可法" not in text
    assert "即为受理" not in text
    text = paper("receipt", permit=False, rule="《残疾人证管理办法》", deemed_by="《某办法》第六条")
    assert "根据《残疾人证管理办法》的规定，是否受理" in text
    assert "逾期不告知的，根据《某办法》第六条的规定，自收到申请材料之日起即为受理" in text


def test_a_grant_rests_on_article_19_and_lists_what_is_registered() -> None:
    text = paper("grant-registration")
    assert "根据《市场主体登记管理条例》第十九条的规定，决定准予登记" in text
    assert "名称云溪市张伟小吃店" in text
    assert "自动完成" in text
    assert "自动完成" not in paper("grant-registration", automatic=False)


def test_a_refusal_names_facts_reasons_articles_and_both_remedies() -> None:
    text = paper("refuse-registration")
    assert "（一）申请登记的经营场所位于饮用水水源一级保护区内。" in text
    assert "（一）经营场所在禁设区域内（依据：《市场主体登记管理条例》第十一条）。" in text
    assert "根据《市场主体登记管理条例》第二十条的规定，决定不予登记。" in text
    assert "60日内向云溪市人民政府申请行政复议" in text
    assert "6个月内向云溪市人民法院提起行政诉讼" in text


def test_a_long_refusal_keeps_remedies_seal_and_date_on_one_page() -> None:
    reasons = [{"sentence": f"第{i}处不符合规定的情形，" + "说明" * 40, "basis": "某条例第一条"} for i in range(12)]
    pdf = paper_of("refuse-registration", reasons=reasons, demo=False, qr=False, verify_url="")
    pages = text_of(pdf, "-layout").split("\f")
    last = "".join(pages[-2].split())
    assert len(pages) > 2
    assert "行政诉讼" in last
    assert "2026年11月22日" in last


def test_a_long_address_to_scan_is_printed_in_full() -> None:
    address = "https://zwfw.yunxi.example/documents/verify/" + "3f9c2a7b1d" * 9
    assert address in paper("receipt", verify_url=address)


def test_a_date_that_is_none_stops_the_printing() -> None:
    with pytest.raises(Exception, match="文书模板有问题"):
        paper("grant-registration", applied_on="2026-02-30")


def test_it_refuses_a_second_kind_with_the_same_code_or_title() -> None:
    receipt = kind_of("receipt")
    with pytest.raises(DuplicateKind):
        register(replace(receipt, title="另一种凭证"))
    with pytest.raises(DuplicateKind):
        register(replace(receipt, code="other"))
    assert len({kind.title for kind in all_kinds()}) == len(all_kinds()) == 24

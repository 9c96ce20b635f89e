"""The papers of a benefit rest on the local document and name the person who has it."""

import pytest

from yimen.ground.documents.tests.papers import paper_of, text_of


def paper(code: str, **changes: object) -> str:
    return text_of(paper_of(code, **changes))


def test_a_confirmation_names_amount_month_tier_account_check_and_end() -> None:
    text = paper("grant-old-age-allowance")
    for words in (
        "你于2026年11月10日提交的高龄津贴申请",
        "根据《云溪市高龄津贴发放办法》第三条、第五条的规定",
        "确认自2026年12月起发给王秀英高龄津贴",
        "年龄段80周岁至89周岁",
        "津贴标准每月50元",
        "账号6217＊＊＊＊＊＊1234",
        "年度健在核对：每12个月核对一次",
        "有下列情形之一的，停止发放：（一）死亡的，从次月起停发。",
    ):
        assert words in text


def test_a_confirmation_without_an_application_does_not_invent_one() -> None:
    text = paper("grant-old-age-allowance", applied_on="", tier_change="")
    assert "经审核，王秀英符合享受高龄津贴的条件" in text
    assert "申请" not in text


def test_a_refusal_names_facts_reasons_the_local_document_and_remedies() -> None:
    text = paper("refuse-benefit")
    for words in (
        "高龄津贴申请（享受人：王秀英）",
        "（一）户籍登记显示，王秀英的户籍于2025年3月1日迁入临江市青山区。",
        "（一）没有云溪市户籍（依据：《云溪市高龄津贴发放办法》第三条第二项）。",
        "根据《云溪市高龄津贴发放办法》第三条、第七条的规定，决定不予给付。",
        "可以向临江市青山区民政局提出申请",
        "自收到本告知书之日起60日内向云溪市人民政府申请行政复议",
        "6个月内向云溪市人民法院提起行政诉讼",
    ):
        assert words in text


def test_a_stop_names_month_reason_basis_and_remedies() -> None:
    text = paper("stop-benefit")
    for words in (
        "（一）户籍已经迁出云溪市（依据：《云溪市高龄津贴发放办法》第十条第二项）。",
        "第十条的规定，决定自2027年1月起停发王秀英享受的高龄津贴。",
        "户籍迁回云溪市的，可以重新申请。",
        "对上述事实有异议的，可以向本机关提出",
        "自收到本告知书之日起60日内",
        "行政诉讼",
    ):
        assert words in text


@pytest.mark.parametrize("month", ["2027-13", "2027", "下个月"])
def test_a_month_that_is_none_stops_the_printing(month: str) -> None:
    with pytest.raises(Exception, match="文书模板有问题"):
        paper("stop-benefit", from_month=month)

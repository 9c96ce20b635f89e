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


def test_a_suspension_says_what_clears_it_up_and_names_remedies() -> None:
    text = paper("suspend-benefit")
    for words in (
        "（一）王秀英的年度健在核对应当在2027年11月10日前完成，到期没有核对上。",
        "暂停发放的理由：（一）没有通过年度健在核对（依据：《云溪市高龄津贴发放办法》第九条）。",
        "决定自2027年12月起暂停发放王秀英享受的高龄津贴。",
        "核对确认健在的，从暂停的月份起补发。",
        "对上述事实有异议的，可以向本机关提出",
        "自收到本告知书之日起60日内",
        "行政诉讼",
    ):
        assert words in text


def test_a_resumption_names_what_ends_and_the_first_month_and_needs_no_remedy() -> None:
    text = paper("resume-benefit")
    for words in (
        "本机关自2027年12月起暂停发放王秀英享受的高龄津贴。",
        "（一）2028年1月8日村（居）民委员会上门核对，王秀英健在。",
        "决定自2027年12月起恢复发放王秀英享受的高龄津贴。",
        "在下一次发放时一并补发。",
    ):
        assert words in text
    assert "行政复议" not in text
    assert "补发" not in paper("resume-benefit", arrears="")


def test_a_recovery_lists_each_month_the_sum_the_last_day_and_remedies() -> None:
    text = paper("recover-benefit")
    for words in (
        "多发的款项共100.00元，应当在2027年6月1日前退回。",
        "月份金额（元）2027年1月50.002027年2月50.00",
        "退回办法：先与云溪市民政局核对账户余额，再按核对的金额退回财政专户。逾期不退回的，本机关依法追缴。",
        "对上述事实或者金额有异议的",
        "60日内向云溪市人民政府申请行政复议",
        "6个月内向云溪市人民法院提起行政诉讼",
    ):
        assert words in text


@pytest.mark.parametrize("month", ["2027-13", "2027", "下个月"])
def test_a_month_that_is_none_stops_the_printing(month: str) -> None:
    with pytest.raises(Exception, match="文书模板有问题"):
        paper("stop-benefit", from_month=month)

"""What is confirmed stands line by line; what is not names facts, reasons and both remedies."""

from yimen.ground.documents.tests.papers import paper_of, text_of


def paper(code: str, **changes: object) -> str:
    return text_of(paper_of(code, **changes))


def test_a_benefit_names_each_line_its_basis_and_what_to_tell_later() -> None:
    text = paper("grant-benefit")
    for words in (
        "王秀英符合规定的条件",
        "根据《云溪市残疾人两项补贴发放办法》第三条、第五条的规定，决定确认给付",
        "困难残疾人生活补贴每月110元，自2026年11月起",
        "（一）残疾人证换发、注销或者户籍迁出的，30日内告诉乡镇、街道。",
        "联系方式：云溪市民政局，0300-0000111。",
    ):
        assert words in text


def test_a_confirmation_is_a_decision() -> None:
    text = paper("grant-confirmation")
    assert "行政确认决定书" in text
    assert "决定予以确认" in text
    assert "残疾等级二级" in text


def test_a_refusal_names_facts_reasons_and_remedies() -> None:
    text = paper("refuse-confirmation")
    for words in (
        "没有达到视力残疾的最低等级",
        "（一）没有达到残疾标准（依据：GB/T",
        "自收到本决定书之日起60日内向云溪市人民政府申请行政复议",
        "行政诉讼",
    ):
        assert words in text

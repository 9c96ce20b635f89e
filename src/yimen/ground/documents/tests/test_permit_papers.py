"""The papers of a permit say what 行政许可法 wants in them, in its words."""

import pytest

from yimen.ground.documents.kinds import kind_of
from yimen.ground.documents.tests.papers import paper_of, text_of

REMEDIES = (
    "不服本决定的，可以自收到本决定书之日起60日内向云溪市人民政府申请行政复议，"
    "也可以自收到本决定书之日起6个月内向云溪市人民法院提起行政诉讼。"
)


def paper(code: str, **changes: object) -> str:
    return text_of(paper_of(code, **changes))


def test_an_acceptance_tells_its_day_both_limits_and_whom_to_ask() -> None:
    text = paper("acceptance")
    for words in (
        "申请材料齐全、符合法定形式",
        "《中华人民共和国行政许可法》第三十二条第一款第五项",
        "受理日期为2026年11月24日",
        "10个工作日2026年12月8日",
        "5个工作日2026年12月1日",
        "所需时间不计算在上述期限内",
        "办理进度查询：登录云溪市政务服务网",
        "0300-0000102",
    ):
        assert words in text


def test_an_acceptance_after_correction_says_when_the_papers_were_complete() -> None:
    text = paper("acceptance", ground="corrected", supplied_on="2026-11-30", accepted_on="2026-11-30")
    assert "你已于2026年11月30日按照本行政机关的要求提交全部补正申请材料" in text


def test_an_acceptance_by_silence_counts_from_the_day_the_papers_came() -> None:
    text = paper("acceptance", ground="deemed", accepted_on="2026-11-23")
    assert "第三十二条第一款第四项" in text
    assert "自收到申请材料之日起即为受理，受理日期为2026年11月23日" in text


def test_an_acceptance_without_a_promise_names_the_limit_of_the_law_alone() -> None:
    text = paper("acceptance", promised_limit="", promised_by="")
    assert "法定期限" in text
    assert "承诺" not in text


def test_an_organisation_is_spoken_to_as_one() -> None:
    assert "你单位于2026年11月22日提交" in paper("acceptance", you="你单位")
    assert "你于2026年11月22日提交" in paper("acceptance", you="")


@pytest.mark.parametrize("code", ["acceptance", "refuse-acceptance"])
def test_acceptance_and_its_refusal_carry_the_special_seal_of_article_32(code: str) -> None:
    assert kind_of(code).seal_words == "行政许可专用章"
    assert "行政许可专用章" in paper(code)


@pytest.mark.parametrize("code", ["grant-permit", "refuse-permit", "correction", "stop-benefit"])
def test_other_papers_carry_the_seal_of_the_body_itself(code: str) -> None:
    assert "专用章" not in paper(code)


def test_a_correction_notice_lists_everything_once_and_says_that_no_clock_runs() -> None:
    text = paper("correction")
    for words in (
        "第三十二条第一款第四项的规定，现将需要补正的全部内容一次告知如下",
        "与食品经营相适应的经营",
        "没有提交授权委托书",
        "以上共2项，是需要补正的全部内容，本机关一次告知",
        "补正材料应当在2026年12月15日（含当日）前提交",
        "视为放弃行政许可申请",
        "该申请尚未受理，办理期限尚未开始计算",
        "补正方式：登录云溪市政务服务网",
    ):
        assert words in text


def test_a_correction_notice_sets_no_day_where_no_rule_does() -> None:
    text = paper("correction", supply_by="", supply_by_basis="", if_late="")
    assert "前提交" not in text
    assert "放弃" not in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"reason": "no-permit-needed", "permit_basis": "《食品安全法》第三十五条", "instead": "请办理备案"},
            (
                "申请事项依法不需要取得行政许可（依据：《食品安全法》第三十五条）",
                "第三十二条第一款第一项",
                "请办理备案。",
            ),
        ),
        (
            {},
            (
                "申请事项依法不属于本行政机关职权范围",
                "第三十二条第一款第二项",
                "该事项属于临江市青山区市场监督管理局的职权范围，请向该机关提出申请",
            ),
        ),
        (
            {"reason": "still-incomplete", "correction_number": "云市监补〔2026〕3号", "correction_on": "2026-11-25"},
            ("2026年11月25日以补正告知书（云市监补〔2026〕3号）一次告知", "第三十二条第一款第四项、第五项"),
        ),
        (
            {"reason": "barred-false-application", "barred_until": "2027-03-05"},
            ("隐瞒有关情况或者提供虚假材料", "一年内不得再次申请该行政许可，期限至2027年3月5日届满", "第七十八条"),
        ),
        (
            {"reason": "barred-fraud", "barred_until": "2029-03-05"},
            ("以欺骗、贿赂等不正当手段取得", "三年内不得再次申请该行政许可，期限至2029年3月5日届满", "第七十九条"),
        ),
    ],
)
def test_a_refusal_to_accept_names_its_article_facts_and_remedies(
    changes: dict[str, object], words: tuple[str, ...]
) -> None:
    text = paper("refuse-acceptance", **changes)
    for wanted in (*words, "（一）申请的经营场所位于临江市青山区", "决定不予受理。", REMEDIES):
        assert wanted in text


def test_a_special_procedure_is_told_with_its_time_which_is_not_counted() -> None:
    text = paper("special-procedure")
    for words in (
        "作出行政许可决定依法需要听证",
        "第四十七条第一款",
        "实施单位云溪市市场监督管理局法规科",
        "所需时间15个工作日",
        "2026年11月30日至2026年12月18日",
        "第四十五条的规定，上述所需时间不计算在作出行政许可决定的期限内",
        "法定期限至2026年12月29日届满",
    ):
        assert words in text


def test_an_extension_names_both_limits_reasons_and_who_approved_it() -> None:
    text = paper("extension")
    for words in (
        "法定期限原至2026年12月8日届满",
        "（一）现场核查发现排烟管道与相邻住宅共用",
        "（二）竣工图由城建档案馆调取。",
        "第四十二条第一款、《食品经营许可和备案管理办法》的规定",
        "经本行政机关负责人于2026年12月7日批准，延长5个工作日",
        "延长至2026年12月15日届满",
    ):
        assert words in text


def test_an_extension_of_joint_handling_is_approved_by_the_government() -> None:
    text = paper("extension", approved_by="government", limit_basis="")
    assert "第四十二条第二款的规定，经本级人民政府负责人于" in text


def test_a_grant_names_what_is_permitted_term_certificate_and_duties() -> None:
    text = paper("grant-permit")
    for words in (
        "经审查，符合法定条件、标准",
        "第三十八条第一款和《中华人民共和国食品安全法》第三十三条、第三十五条的规定，决定准予行政许可",
        "经营项目热食类食品制售、自制饮品制售",
        "有效期限自2026年12月1日起至2031年11月30日止",
        "食品经营许可证（编号：JY29901810000017）在2026年12月8日前颁发、送达",
        "被许可人应当遵守下列规定：（一）在许可的范围内经营",
        "第四十条予以公开",
    ):
        assert words in text
    assert "行政诉讼" not in text


def test_a_grant_without_end_or_certificate_says_so() -> None:
    text = paper("grant-permit", valid_until="长期", certificate="")
    assert "自2026年12月1日起长期有效" in text
    assert "颁发" not in text


def test_a_refusal_names_facts_reasons_articles_and_both_remedies() -> None:
    text = paper("refuse-permit")
    for words in (
        "（一）2026年11月26日两名核查员现场核查",
        "保持规定的距离（依据：《中华人民共和国食品安全法》第三十三条第一款第一项）。",
        "第三十八条第二款的规定，决定不予行政许可。",
        REMEDIES,
    ):
        assert words in text
    assert "再次申请" not in text


def test_a_refusal_of_a_false_application_names_the_year_of_article_78() -> None:
    assert "第七十八条的规定，申请人在一年内不得再次申请该行政许可" in paper("refuse-permit", barred_until="2027-12-01")


def test_an_acceptance_says_from_which_day_each_limit_runs_where_the_law_counts_from_the_application() -> None:
    text = paper("acceptance", statutory_from="2026-11-20")
    assert "法定期限（自2026年11月20日收到申请之日起）" in text and "承诺期限（自受理之日起）" in text
    assert "本机关在下列期限内作出决定" in text and "本机关自受理之日起" not in text
    assert "自受理之日起，在下列期限内" in paper("acceptance")

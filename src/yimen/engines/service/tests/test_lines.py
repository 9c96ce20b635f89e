"""What the documents of benefits, confirmations and services need, and which ways stand under a refusal."""

import pytest

from yimen.engines.service.folder import files_of
from yimen.engines.service.tests.folder import FOLDER, changed, problems

YAML = "service.yaml"
OLD = "papers: {granted: grant-registration, refused: refuse-registration}"
SERVICE = "papers: {granted: grant-service, refused: refuse-service}"
GRANT = "\ngrant:\n  basis: [某条例第三条]\n  duties: [有变化的告诉我们]\n"
LAW = "  review_body: 云溪市人民政府\n  review_days: 60\n  court: 人民法院\n  lawsuit_months: 6\n"
LAW_TEXT = "不服本决定的，可自收到之日起60日内向云溪市人民政府申请行政复议，也可在6个月内向人民法院提起行政诉讼。"
TEXT = "有异议的，可自收到之日起30日内申请复核，也可拨打电话投诉。"
RECHECK = "  recheck: {days: 30, answer_days: 15}\n"
ENTRIES = """
  <decision id="entries" name="entries">
    <question>通知书上写哪几行？</question>
    <variable id="entries-value" name="entries" />
    <informationRequirement id="entries-needs">
      <requiredInput href="#input-premises_kind" />
    </informationRequirement>
    <decisionTable id="entries-table" hitPolicy="COLLECT" outputLabel="entries">
      <input id="entries-input" label="场所">
        <inputExpression id="entries-reads" typeRef="string"><text>premises_kind</text></inputExpression>
      </input>
      <output id="entries-label" name="label" typeRef="string" />
      <output id="entries-value-out" name="value" typeRef="string" />
      <annotation name="说明" />
      <annotation name="依据" />
      <annotation name="来源" />
      <rule id="entries-1">
        <inputEntry id="entries-1-i"><text>-</text></inputEntry>
        <outputEntry id="entries-1-l"><text>"登记"</text></outputEntry>
        <outputEntry id="entries-1-v"><text>"办好了"</text></outputEntry>
        <annotationEntry><text>写办成了什么</text></annotationEntry>
        <annotationEntry><text>某条例第三条</text></annotationEntry>
        <annotationEntry><text>D</text></annotationEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>"""


def served(yaml: dict[str, str] | None = None, entries: str = ENTRIES) -> str:
    """What the check says of the folder as a public service, with changes in its description and its lines."""
    text = changed(YAML, OLD, SERVICE + GRANT)[YAML].decode()
    first = {'task_type: "01"': 'task_type: "20"', LAW: RECHECK, LAW_TEXT: TEXT}
    for old, new in {**first, **(yaml or {})}.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    rules = files_of(FOLDER)["rules.dmn"].decode().replace("</definitions>", entries)
    return problems(changed(YAML, OLD, OLD) | {YAML: text.encode(), "rules.dmn": rules.encode()})


def test_a_public_service_with_lines_articles_and_its_own_ways_holds():
    assert "error" not in served()


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (GRANT, "\n", "grant-service、refuse-service 要写依据和办成以后要遵守的规定"),
        ("duties: [有变化的告诉我们]", "duties: []", "grant/duties：一条也没有写"),
        ("basis: [某条例第三条]", "basis: [某条例]", "某条例 没有写到条"),
        (RECHECK, "", "没有写行政复议"),
        (RECHECK, "", "没有写 review_body"),
        ("申请复核，也可", "也可", "没有写复核"),
        ("也可拨打电话投诉", "也可以打电话", "没有写投诉"),
        (TEXT, TEXT + "也可以行政诉讼。", "没有法律规定的途径不要写"),
        (RECHECK, RECHECK + "  court: 人民法院\n", "写了 recheck，又写了 court"),
        ('task_type: "20"', 'task_type: "10"', "recheck 只用于公共服务"),
        ("refused: refuse-service", "refused: refuse-confirmation", "recheck 只用于公共服务"),
        ("answer_days: 15", "answer_days: 0", "recheck 的期限至少 1 日"),
    ],
)
def test_it_refuses_a_service_whose_papers_could_not_be_made_or_claim_too_much(old, new, part):
    assert part in served({old: new})


def test_another_power_names_both_ways_of_the_law():
    both = {TEXT: LAW_TEXT, RECHECK: LAW, 'task_type: "20"': 'task_type: "10"'}
    assert "error" not in served(both)
    assert "没有写行政诉讼" in served({**both, TEXT: LAW_TEXT.replace("提起行政诉讼", "起诉")})


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (ENTRIES, "</definitions>", "grant-service 的各行由 entries 给出，rules.dmn 里没有这个决策"),
        ('name="value" typeRef', 'name="text" typeRef', "entries 没有 value 这一列输出"),
        ('hitPolicy="COLLECT"', 'hitPolicy="FIRST"', "文书上只会有一行"),
    ],
)
def test_it_refuses_a_paper_without_lines(old, new, part):
    assert part in served(entries=ENTRIES.replace(old, new))


@pytest.mark.parametrize("granted", ["grant-benefit", "grant-confirmation"])
def test_benefits_and_confirmations_ask_for_lines_and_articles_too(granted):
    found = problems(changed(YAML, OLD, f"papers: {{granted: {granted}, refused: refuse-confirmation}}"))
    assert f"{granted} 的各行由 entries 给出" in found
    assert f"{granted}、refuse-confirmation 要写依据" in found

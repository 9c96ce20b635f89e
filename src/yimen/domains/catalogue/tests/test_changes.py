"""What changed between versions, in the language of the page: each sentence, and the page that shows them."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from tests.cast import NOW, OPENING
from yimen.domains.catalogue.actions.publish import publish
from yimen.domains.catalogue.presenting import grouped
from yimen.domains.catalogue.tests import make
from yimen.engines.service.diff import WORDS
from yimen.engines.service.diff.tests.examples import EXAMPLES, Example
from yimen.engines.service.folder import files_of
from yimen.engines.service.tests import folder
from yimen.engines.service.tests import guide_only as example
from yimen.ground.audit import SYSTEM

CHINESE = re.compile("[\u3001\u3002\u300a\u300b\u4e00-\u9fff\uff01-\uff5e]")
VOID = frozenset({"br", "img", "input", "link", "meta", "hr", "use", "source", "wbr", "path"})
# In English without any English of the service; «» stands for the mark around words that stay Chinese.
ENGLISH = {
    "新增英文名称：“Fireworks”": "Added: Name in English, “Fireworks”",
    "删去英文名称：原来是“Fireworks”": "Removed: Name in English, which was “Fireworks”",
    "办理期限的承诺期限的天数从“10”改成“8”": "Time limit – Promised limit – Days: changed from “10” to “8”",
    "收费的收不收费从“否”改成“是”": "Fee – Charged: changed from “No” to “Yes”",
    "删去收费：原来是“收不收费 否，说明 不收钱”": "Removed: Fee, which was “Charged: No, Note: «不收钱»”",
    "主题从“经营、安全”改成“经营”": "Topics: changed from “«经营», «安全»” to “«经营»”",
    "设定依据“烟花爆竹安全管理条例”的条款从“第十九条”改成“第二十条”": (
        "Legal basis “«烟花爆竹安全管理条例»” – Article: changed from “Article 19” to “Article 20”"
    ),
    "材料“烟花爆竹零售经营许可申请书”的说明从“下载填好，签字”改成“下载填好，盖章”": (
        "Documents “«烟花爆竹零售经营许可申请书»” – Note: changed from “«下载填好，签字»” to “«下载填好，盖章»”"
    ),
    "删去材料“主要负责人的安全知识培训合格证”": "Removed: Documents “«主要负责人的安全知识培训合格证»”",
    "新增材料“主要负责人的安全知识培训合格证”": "Added: Documents “«主要负责人的安全知识培训合格证»”",
    "材料换了次序": "Documents: now in a different order",
    "指南从“在固定的店面里卖烟花爆竹的人。”改成“在店里卖烟花爆竹的人。”": (
        "Guide: changed from “«在固定的店面里卖烟花爆竹的人。»” to “«在店里卖烟花爆竹的人。»”"
    ),
    "指南新增“还有一段。”": "Added to the guide: “«还有一段。»”",
    "指南删去“还有一段。”": "Removed from the guide: “«还有一段。»”",
    "新增空白表或者样张 sample.txt": "Added: Blank form or sample sample.txt",
    "删去空白表或者样张 sample.txt": "Removed: Blank form or sample sample.txt",
    "空白表或者样张 application.txt改了": "Blank form or sample application.txt: changed",
    "多问一个：“您主要靠自己的劳动收入生活吗”": "New question: “«您主要靠自己的劳动收入生活吗»”",
    "不再问“您主要靠自己的劳动收入生活吗”": "No longer asked: “«您主要靠自己的劳动收入生活吗»”",
    "“名称”的最多几个字从“60”改成“50”": "“Name” – Longest, in characters: changed from “60” to “50”",
    "“证件号码”的提示去掉了“18 位，最后一位可能是 X”": "“«证件号码»” – Hint: removed “«18 位，最后一位可能是 X»”",
    "“证件号码”的提示加上了“18 位，最后一位可能是 X”": "“«证件号码»” – Hint: added “«18 位，最后一位可能是 X»”",
    "一页“经营者”改了": "Page “«经营者»”: changed",
    "新增算出来的值“born”": "Added: Calculated value “born”",
    "删去算出来的值“operator_birth”": "Removed: Calculated value “operator_birth”",
    "新增人工环节“再看一眼”": "Added: Manual step “«再看一眼»”",
    "删去人工环节“再看一眼”": "Removed: Manual step “«再看一眼»”",
    "人工环节“形式审查”的办理岗位从“registrar”改成“head”": (
        "Manual step “«形式审查»” – Post in charge: changed from “registrar” to “head”"
    ),
    "人工环节“形式审查”去掉limit“1 workday”": "Manual step “«形式审查»” – limit: removed “1 workday”",
    "人工环节“形式审查”加上limit“1 workday”": "Manual step “«形式审查»” – limit: added “1 workday”",
    "自动环节“出具收件凭证”的说明或者时间改了": "Automatic step “«出具收件凭证»” – Note or time: changed",
    "新增从“准予登记”到“签发营业执照”的走向": "Added: Flow from “«准予登记»” to “«签发营业执照»”",
    "包容分支“全部核得上吗”原来是分支，现在是包容分支": (
        "Inclusive branch “«全部核得上吗»”: was “Branch”, is now “Inclusive branch”"
    ),
    "从“准予登记”到“送达执照和通知书”的走向的到从“issue”改成“deliver-licence”": (
        "Flow from “«准予登记»” to “«送达执照和通知书»” – To: changed from “issue” to “deliver-licence”"
    ),
    "从“不予登记”到“签发营业执照”的走向的从从“grant”改成“refuse”": (
        "Flow from “«不予登记»” to “«签发营业执照»” – From: changed from “grant” to “refuse”"
    ),
    "人工环节“再看一眼”去掉从“grant”": "Manual step “«再看一眼»” – From: removed “grant”",
    "人工环节“再看一眼”去掉到“issue”": "Manual step “«再看一眼»” – To: removed “issue”",
    "从“准予登记”到“签发营业执照”的走向加上从“grant”": (
        "Flow from “«准予登记»” to “«签发营业执照»” – From: added “grant”"
    ),
    "从“准予登记”到“签发营业执照”的走向加上到“issue”": (
        "Flow from “«准予登记»” to “«签发营业执照»” – To: added “issue”"
    ),
    "新增决策表“papers”，5 行": "Added: decision table “papers”, rows: 5",
    "删去决策表“papers”": "Removed: decision table “papers”",
    "决策表“outcome”的命中方式从“取第一行”改成“成立的几行要一样”": (
        "Decision table “outcome” – Rows that count: changed from “the first row” to “the rows that hold must agree”"
    ),
    "决策表“outcome”给出的结果从“outcome”改成“answer”": (
        "Decision table “outcome” – Results: changed from “outcome” to “answer”"
    ),
    "决策表“checklist”看的条件从“competent、operator_age、c1、c2、c3、c4、c5、c6、c7、needs_prior_permit”"
    "改成“competent、operator_age、c1、c2、c3、c4、c5、c6、c7、not(needs_prior_permit)”": (
        "Decision table “checklist” – Conditions: changed from “competent, operator_age, c1, c2, c3, c4, c5, c6, c7, "
        "needs_prior_permit” to “competent, operator_age, c1, c2, c3, c4, c5, c6, c7, not(needs_prior_permit)”"
    ),
    '决策表“checklist”新增第 2 行：competent false → "c0"，"存疑"（经营场所不在云溪市，看来不归这里登记）': (
        'Decision table “checklist”: added row 2, competent false → "c0", «"存疑"» '
        "(«经营场所不在云溪市，看来不归这里登记»)"
    ),
    '决策表“checklist”删去原来的第 2 行：competent false → "c0"，"存疑"（经营场所不在云溪市，看来不归这里登记）': (
        'Decision table “checklist”: removed the former row 2, competent false → "c0", «"存疑"» '
        "(«经营场所不在云溪市，看来不归这里登记»)"
    ),
    '决策表“checklist”第 1 行：结果从“"c0"，"存疑"”改成“"c0"，"不符合"”；'
    "说明从“经营场所不在云溪市，可能不归这里登记”改成“看来不归这里登记”": (
        'Decision table “checklist”, row 1 – Result: changed from “"c0", «"存疑"»” to “"c0", «"不符合"»”; '
        "Note: changed from “«经营场所不在云溪市，可能不归这里登记»” to “«看来不归这里登记»”"
    ),
    "决策表“checklist”的行换了次序": "Decision table “checklist”: rows now in a different order",
    "新增计算“人数”": "Added: Calculation “«人数»”",
    "删去计算“人数”": "Removed: Calculation “«人数»”",
    "计算“competent”改了": "Calculation “competent”: changed",
}


class Reading(HTMLParser):
    """Items of lists as they are read, Chinese in an English page in «»; and Chinese that is not marked as such.
    The title of the window is left out: it can hold no mark."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.items: list[str] = []
        self.unmarked: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_chinese = (given.get("lang") or "").startswith("zh") or bool(self._open and self._open[-1][1])
        if "lang" in given and not (given["lang"] or "").startswith("zh"):
            is_chinese = False
        told = [given.get(name) or "" for name in ("aria-label", "title", "placeholder", "alt")]
        self.unmarked += [text for text in told if CHINESE.search(text) and not is_chinese]
        if tag == "li":
            self.items.append("")
        if tag not in VOID:
            self._open.append((tag, is_chinese))

    def handle_endtag(self, tag: str) -> None:
        while tag in [name for name, _ in self._open] and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        is_chinese = bool(self._open and self._open[-1][1])
        if CHINESE.search(data) and not is_chinese and not {"script", "style", "title"} & set(tags):
            self.unmarked.append(data.strip())
        if "li" in tags:
            self.items[-1] += f"«{data}»" if is_chinese else data


def shown(one: Example, language: str) -> list[str]:
    with override(language):
        page = render_to_string("catalogue/changes.html", {"changes": grouped(one.changes())})
    return Reading(f'<div lang="{"en" if language == "en" else ""}">{page}</div>').items


@pytest.mark.django_db
@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.sentence)
def test_each_change_is_told_in_both_languages(one: Example) -> None:
    assert one.sentence in shown(one, "zh-hans")
    assert ENGLISH[one.sentence] in shown(one, "en")


@pytest.mark.django_db
def test_what_a_change_is_about_is_said_in_both_languages() -> None:
    changes = [{"title": title, "changes": []} for title in WORDS.values()]
    with override("en"):
        page = render_to_string("catalogue/changes.html", {"changes": changes})
    assert "<h3>Application form</h3>" in page
    assert Reading(page).unmarked == []


def test_the_reading_sees_chinese_that_nobody_marked() -> None:
    """The checks below would notice: in words, in labels, and after a mark has ended."""
    assert Reading('<p lang="en">Fee, 收费</p>').unmarked == ["Fee, 收费"]
    assert Reading('<p aria-label="收费">Fee</p>').unmarked == ["收费"]
    assert Reading('<p><span lang="zh-Hans-CN">收<b>费</b></span>费</p>').unmarked == ["费"]
    assert Reading('<div lang="zh"><p lang="en">费</p></div>').unmarked == ["费"]
    assert Reading("<p>Fee；</p>").unmarked == ["Fee；"]


def next_version(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every kind of change that people who apply are told of, at once."""
    text = files["service.yaml"].decode()
    for old, new in (
        ("promised: {value: 10", "promised: {value: 8"),
        ("charge: false, plain: 不收钱", "charge: true, plain: 每张 10 元, basis: [{document: 收费办法}]"),
        ("id: m2, name: 主要负责人的安全知识培训合格证", "id: m3, name: 负责人<身份证>"),
        ("summary:", "name_en: Fireworks\nsummary:"),
        ("第十九条\n", "第二十条\n"),
        ("phones: {", "no_blank_forms: 当场填\nphones: {"),
        ("卖鞭炮, ", ""),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    guide = files["guide.md"].decode().replace("在固定的店面里", "在店里") + "\n还有一段。\n"
    return {**files, "service.yaml": text.encode(), "guide.md": guide.encode(), "materials/sample.txt": b"x"}


@pytest.mark.django_db
def test_the_page_in_english_keeps_chinese_only_where_it_is_marked(client: Client) -> None:
    publish(actor=SYSTEM, files=example.files(), now=NOW)
    publish(actor=SYSTEM, files=next_version(example.files()), now=NOW)
    page = client.get(f"/en/s/{make.SLUG}/versions/").content.decode()
    reading = Reading(page)
    assert reading.unmarked == []
    assert "Time limit – Promised limit – Days: changed from “10” to “8”" in reading.items
    assert "Added: Documents “«负责人<身份证>»”" in reading.items
    assert "Added to the guide: “«还有一段。»”" in reading.items
    assert "负责人&lt;身份证&gt;" in page
    assert "Added: Fee – Basis “«收费办法»”" in reading.items
    assert "<h3>About the service</h3>" in page and "<h3>Documents</h3>" in page


@pytest.mark.django_db
def test_the_chinese_page_says_it_in_chinese_and_marks_nothing(client: Client) -> None:
    publish(actor=SYSTEM, files=example.files(), now=NOW)
    publish(actor=SYSTEM, files=next_version(example.files()), now=NOW)
    page = client.get(f"/s/{make.SLUG}/versions/").content.decode()
    assert "<li>办理期限的承诺期限的天数从“10”改成“8”</li>" in page
    assert "<li>新增材料“负责人&lt;身份证&gt;”</li>" in page
    assert "<h3>事项信息</h3>" in page
    assert '<span lang="zh' not in page


@pytest.mark.django_db
def test_what_the_service_says_in_english_needs_no_mark(client: Client) -> None:
    files = dict(files_of(folder.FOLDER))
    publish(actor=SYSTEM, files=files, now=OPENING)
    form = files["form.json"].decode()
    at = form.index('"label": "经营者姓名"')
    other = form[:at] + form[at:].replace('"max_length": 50', '"max_length": 40', 1)
    publish(actor=SYSTEM, files={**files, "form.json": other.encode()}, now=OPENING)
    reading = Reading(client.get("/en/s/individual-business-registration/versions/").content.decode())
    assert "“Operator's name” – Longest, in characters: changed from “50” to “40”" in reading.items
    assert reading.unmarked == []

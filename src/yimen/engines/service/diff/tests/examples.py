"""One example of each sentence that tells a change: two sets of files, and what Chinese pages say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from yimen.engines import service as engine
from yimen.engines.service.diff import Change, difference
from yimen.engines.service.tests import folder
from yimen.engines.service.tests import guide_only as example

Files = Mapping[str, bytes]
_RULES = folder.files()["rules.dmn"].decode()
_ROW_AT = _RULES.index("<rule", _RULES.index('name="checklist"'))
_ROW_END = _RULES.index("</rule>", _ROW_AT) + len("</rule>")
_ROW = _RULES[_ROW_AT:_ROW_END]
_NEXT_AT = _RULES.index("<rule", _ROW_END)
_NEXT_END = _RULES.index("</rule>", _NEXT_AT) + len("</rule>")
_TURNED = _RULES[_NEXT_AT:_NEXT_END] + _RULES[_ROW_END:_NEXT_AT] + _ROW
_OTHER_ROW = _ROW.replace('id="', 'id="x-').replace("不符合", "存疑")


@dataclass(frozen=True, slots=True)
class Example:
    before: Files
    after: Files
    sentence: str

    def changes(self) -> tuple[Change, ...]:
        return difference(engine.read(dict(self.before)), engine.read(dict(self.after)))

    def back(self, sentence: str) -> "Example":
        return Example(self.after, self.before, sentence)


def _guide(old: str, new: str, sentence: str) -> Example:
    return Example(example.files(), example.files(old, new), sentence)


def _words(old: str, new: str, sentence: str) -> Example:
    return Example(example.files(), example.files(guide=example.GUIDE.replace(old, new)), sentence)


def _whole(path: str, old: str, new: str, sentence: str) -> Example:
    return Example(folder.files(), folder.changed(path, old, new), sentence)


def _rules(text: str, sentence: str) -> Example:
    return Example(folder.files(), {**folder.files(), "rules.dmn": text.encode()}, sentence)


def _form(part: str, sentence: str, **change: object) -> Example:
    form = json.loads(folder.files()["form.json"])
    form[part][0] |= change
    return Example(folder.files(), {**folder.files(), "form.json": json.dumps(form).encode()}, sentence)


def _added(path: str, content: bytes, sentence: str) -> Example:
    return Example(example.files(), example.files() | {path: content}, sentence)


def _process(old: str, new: str, sentence: str) -> Example:
    return _whole("process.bpmn", old, new, sentence)


def _no_flow(sentence: str) -> Example:
    """The flow from granting to issuing has become a step under the same id."""
    text = folder.files()["process.bpmn"].decode()
    for side in ("incoming", "outgoing"):
        text = text.replace(f"<bpmn:{side}>to-issue</bpmn:{side}>", "")
    step = '<bpmn:userTask id="to-issue" name="再看一眼" />'
    text = text.replace('<bpmn:sequenceFlow id="to-issue" sourceRef="grant" targetRef="issue" />', step)
    assert step in text
    return Example(folder.files(), {**folder.files(), "process.bpmn": text.encode()}, sentence)


def _flow(end: str, other: str, sentence: str) -> Example:
    """The flow from granting to issuing, with another element at one of its ends."""
    text = folder.files()["process.bpmn"].decode()
    side = "outgoing" if end == "sourceRef" else "incoming"
    text = text.replace(f"<bpmn:{side}>to-issue</bpmn:{side}>", "")
    at = text.index(f'id="{other}"')
    at = text.index(f"<bpmn:{side}>", at)
    text = f"{text[:at]}<bpmn:{side}>to-issue</bpmn:{side}>{text[at:]}"
    start = text.index(f'{end}="', text.index('<bpmn:sequenceFlow id="to-issue"')) + len(f'{end}="')
    text = text[:start] + other + text[text.index('"', start) :]
    return Example(folder.files(), {**folder.files(), "process.bpmn": text.encode()}, sentence)


_PAPERS = example.SERVICE[example.SERVICE.index("  - {id: m1") : example.SERVICE.index("phones:")]
_FIRST_PAPER, _SECOND_PAPER = _PAPERS.splitlines(keepends=True)
_MATERIALS_AT = _RULES.index('<decision id="materials"')
_MATERIALS = _RULES[_MATERIALS_AT : _RULES.index("</decision>", _MATERIALS_AT) + len("</decision>")]
_SECOND_TABLE = _MATERIALS.replace('id="', 'id="x-').replace('name="materials"', 'name="papers"')
_SUM = """<decision id="people" name="人数"><variable name="人数" typeRef="number" />
<literalExpression><text>1</text></literalExpression></decision>"""
_NAME_EN = _guide("summary:", "name_en: Fireworks\nsummary:", "新增英文名称：“Fireworks”")
_PAPER = _guide(_SECOND_PAPER, "", "删去材料“主要负责人的安全知识培训合格证”")
_PARAGRAPH = _words("您结果。\n", "您结果。\n\n还有一段。\n", "指南新增“还有一段。”")
_FILE = _added("materials/sample.txt", b"x", "新增空白表或者样张 sample.txt")
_HINT = _whole("form.json", '"hint": "18 位，最后一位可能是 X",', "", "“证件号码”的提示去掉了“18 位，最后一位可能是 X”")
_STEP = _process(
    '<bpmn:sequenceFlow id="to-issue"',
    '<bpmn:userTask id="look" name="再看一眼" /><bpmn:sequenceFlow id="to-issue"',
    "新增人工环节“再看一眼”",
)
_LIMIT = _process(' ym:limit="1 workday"', "", "人工环节“形式审查”去掉limit“1 workday”")
_TABLE = _rules(_RULES.replace(_MATERIALS, _MATERIALS + _SECOND_TABLE), "新增决策表“papers”，5 行")
_MORE = _rules(_RULES.replace('<decision id="fee"', _SUM + '<decision id="fee"'), "新增计算“人数”")
_ROWS = _rules(
    _RULES.replace(_ROW, _ROW + _OTHER_ROW.replace("可能", "看来")),
    '决策表“checklist”新增第 2 行：competent false → "c0"，"存疑"（经营场所不在云溪市，看来不归这里登记）',
)

EXAMPLES = (
    _NAME_EN,
    _NAME_EN.back("删去英文名称：原来是“Fireworks”"),
    _guide("promised: {value: 10", "promised: {value: 8", "办理期限的承诺期限的天数从“10”改成“8”"),
    _guide("charge: false", "charge: true", "收费的收不收费从“否”改成“是”"),
    _guide("fee: {charge: false, plain: 不收钱}\n", "", "删去收费：原来是“收不收费 否，说明 不收钱”"),
    _guide("[经营, 安全]", "[经营]", "主题从“经营、安全”改成“经营”"),
    _guide("第十九条\n", "第二十条\n", "设定依据“烟花爆竹安全管理条例”的条款从“第十九条”改成“第二十条”"),
    _guide(
        "签字, blank", "盖章, blank", "材料“烟花爆竹零售经营许可申请书”的说明从“下载填好，签字”改成“下载填好，盖章”"
    ),
    _PAPER,
    _PAPER.back("新增材料“主要负责人的安全知识培训合格证”"),
    _guide(_PAPERS, _SECOND_PAPER + _FIRST_PAPER, "材料换了次序"),
    _words("在固定的店面里", "在店里", "指南从“在固定的店面里卖烟花爆竹的人。”改成“在店里卖烟花爆竹的人。”"),
    _PARAGRAPH,
    _PARAGRAPH.back("指南删去“还有一段。”"),
    _FILE,
    _FILE.back("删去空白表或者样张 sample.txt"),
    _added("materials/application.txt", b"x", "空白表或者样张 application.txt改了"),
    _whole("form.json", '"key": "own_income"', '"key": "own_money"', "多问一个：“您主要靠自己的劳动收入生活吗”"),
    _whole("form.json", '"key": "own_income"', '"key": "own_money"', "不再问“您主要靠自己的劳动收入生活吗”"),
    _whole("form.json", '"max_length": 60', '"max_length": 50', "“名称”的最多几个字从“60”改成“50”"),
    _HINT,
    _HINT.back("“证件号码”的提示加上了“18 位，最后一位可能是 X”"),
    _form("sections", "一页“经营者”改了", hint="别的"),
    _form("derived", "新增算出来的值“born”", key="born"),
    _form("derived", "删去算出来的值“operator_birth”", key="born"),
    _STEP,
    _STEP.back("删去人工环节“再看一眼”"),
    _process('ym:post="registrar"', 'ym:post="head"', "人工环节“形式审查”的办理岗位从“registrar”改成“head”"),
    _LIMIT,
    _LIMIT.back("人工环节“形式审查”加上limit“1 workday”"),
    _process("写明收到什么、", "写明", "自动环节“出具收件凭证”的说明或者时间改了"),
    _process(
        '<bpmn:sequenceFlow id="to-issue"',
        '<bpmn:sequenceFlow id="again" sourceRef="grant" targetRef="issue" /><bpmn:sequenceFlow id="to-issue"',
        "新增从“准予登记”到“签发营业执照”的走向",
    ),
    Example(
        folder.files(),
        {
            **folder.files(),
            "process.bpmn": folder.files()["process.bpmn"]
            .replace(b'<bpmn:exclusiveGateway id="all-verified"', b'<bpmn:inclusiveGateway id="all-verified"')
            .replace(b"</bpmn:exclusiveGateway>", b"</bpmn:inclusiveGateway>", 1),
        },
        "包容分支“全部核得上吗”原来是分支，现在是包容分支",
    ),
    _flow("targetRef", "deliver-licence", "从“准予登记”到“送达执照和通知书”的走向的到从“issue”改成“deliver-licence”"),
    _flow("sourceRef", "refuse", "从“不予登记”到“签发营业执照”的走向的从从“grant”改成“refuse”"),
    _no_flow("人工环节“再看一眼”去掉从“grant”"),
    _no_flow("人工环节“再看一眼”去掉到“issue”"),
    _no_flow("").back("从“准予登记”到“签发营业执照”的走向加上从“grant”"),
    _no_flow("").back("从“准予登记”到“签发营业执照”的走向加上到“issue”"),
    _TABLE,
    _TABLE.back("删去决策表“papers”"),
    _rules(_RULES.replace('"FIRST"', '"ANY"'), "决策表“outcome”的命中方式从“取第一行”改成“成立的几行要一样”"),
    _rules(
        _RULES.replace('"outcome" typeRef="string">', '"answer" typeRef="string">'),
        "决策表“outcome”给出的结果从“outcome”改成“answer”",
    ),
    _rules(
        _RULES.replace("<text>needs_prior_permit</text>", "<text>not(needs_prior_permit)</text>"),
        "决策表“checklist”看的条件从“competent、operator_age、c1、c2、c3、c4、c5、c6、c7、needs_prior_permit”"
        "改成“competent、operator_age、c1、c2、c3、c4、c5、c6、c7、not(needs_prior_permit)”",
    ),
    _ROWS,
    _ROWS.back(
        '决策表“checklist”删去原来的第 2 行：competent false → "c0"，"存疑"（经营场所不在云溪市，看来不归这里登记）'
    ),
    _rules(
        _RULES.replace(_ROW, _ROW.replace("存疑", "不符合").replace("经营场所不在云溪市，可能", "看来")),
        '决策表“checklist”第 1 行：结果从“"c0"，"存疑"”改成“"c0"，"不符合"”；'
        "说明从“经营场所不在云溪市，可能不归这里登记”改成“看来不归这里登记”",
    ),
    _rules(_RULES[:_ROW_AT] + _TURNED + _RULES[_NEXT_END:], "决策表“checklist”的行换了次序"),
    _MORE,
    _MORE.back("删去计算“人数”"),
    _rules(_RULES.replace('if premises_kind = "网络', 'if premises_kind = "网上'), "计算“competent”改了"),
)

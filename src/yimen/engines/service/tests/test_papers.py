"""Documents, certificates and their numbers; what the applicant confirms, whose name it is, why nothing is accepted."""

import pytest

from yimen.engines import service as engine
from yimen.engines.service.tests.folder import changed, files, problems, service

YAML = "service.yaml"
PAPERS = "papers: {granted: grant-registration, refused: refuse-registration}"
PERMIT = "papers: {granted: grant-permit, refused: refuse-permit}"
GRANT = "\ngrant:\n  basis: [行政许可法第三十八条第一款]\n  duties: [在经营场所挂出许可证]\n"
NUMBER = "number: {scheme: credit-code, kind: '\"92\"'}"
FIXED = "{key: kind, label: 类型, value: 个体工商户}"


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (PAPERS, "", "没有写 papers"),
        (PAPERS, "papers: {granted: grant-permit, refused: grant-permit}", "准予和不予用了同一种文书"),
        (PAPERS, PERMIT, "准予许可的决定书要写依据和持证人的义务"),
        (PAPERS, PERMIT + GRANT.replace("第三十八条第一款", ""), "行政许可法 没有写到条"),
        (PAPERS, PERMIT + GRANT.replace("[在经营场所挂出许可证]", "[]"), "grant/duties：一条也没有写"),
        (NUMBER, "", "要印号码，没有写怎么编号"),
        (NUMBER, NUMBER.replace("credit-code", "serial"), "可以写：credit-code、food-licence、plain"),
        (NUMBER, NUMBER.replace("'\"92\"'", "'92'"), "number.kind（92）不是文字"),
        (NUMBER, NUMBER.replace("'\"92\"'", "kind_of_shop"), "number.kind 里的 kind_of_shop 不在表单里"),
        (NUMBER, NUMBER.replace("'\"92\"'", "'if then'"), "number.kind 第"),
        (NUMBER, NUMBER + "\n    valid_for: {value: 0, unit: year}", "有效期至少 1 年"),
        (NUMBER, NUMBER + "\n    valid_for: {value: 5, unit: month}", "可以写：year"),
        ("value: 个体工商户}", "computed: valid_to}", "要印有效期届满日，没有写有效多久"),
        (
            FIXED,
            FIXED.replace("value: 个体工商户", "expression: 'string(ghost)'"),
            "的 expression 里的 ghost 不在表单里，也不是",
        ),
        (FIXED, FIXED.replace("value: 个体工商户", "expression: 'if then'"), "的 expression 第"),
        (FIXED, FIXED.replace("}", ", expression: form_kind}"), "要写 from、computed、value、expression 中的一个"),
        ("  basis: 提交虚假材料骗取登记的", "  because: 提交虚假材料骗取登记的", "没有写 basis"),
        ("（市场主体登记管理条例第四十条、第四十四条）", "", "承诺的依据没有写到条"),
        ("name: contact_name", "name: ghost", "contact/name：表单里没有 ghost"),
        ("mobile: contact_mobile", "mobile: contact_name", "contact/mobile：contact_name 的类型是 text，用手机号"),
        ("contact: {", "addressee: ghost\ncontact: {", "addressee：表单里没有 ghost"),
        ("contact: {", "addressee: premises\ncontact: {", "premises 的类型是 address，用填名字的那一项"),
        ("reason: not-competent", "reason: too-busy", "可以写：no-permit-needed、not-competent、still-incomplete"),
        ("  - id: elsewhere\n    reason", "  - reason", "没有写 id"),
        ("    instead: 向经营场所", "    # instead: 向经营场所", "不归这里管的，没有写该去哪里"),
        ("第五条第二款；行政许可法第三十二条第一款第二项", "", "not_accepted/elsewhere：依据没有写到条"),
    ],
)
def test_it_refuses_papers_and_grounds_that_do_not_hold(old, new, part):
    assert part in problems(changed(YAML, old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PAPERS, PERMIT + GRANT),
        (NUMBER, NUMBER.replace("'\"92\"'", 'if form_kind = "个人经营" then "92" else "93"')),
        (NUMBER, NUMBER + "\n    valid_for: {value: 5, unit: year}"),
        (FIXED, FIXED.replace("value: 个体工商户", "expression: form_kind")),
        ("contact: {", "addressee: operator_name\ncontact: {"),
    ],
)
def test_it_takes_papers_that_hold(old, new):
    assert "error" not in problems(changed(YAML, old, new))


def test_an_end_of_validity_is_printed_when_its_length_is_told():
    text = changed(YAML, NUMBER, NUMBER + "\n    valid_for: {value: 5, unit: year}")[YAML].decode()
    text = text.replace("value: 个体工商户}", "computed: valid_to}", 1)
    assert problems(files() | {YAML: text.encode()}) == ""


def test_the_documents_are_those_that_the_host_can_make():
    made = {"grant-registration", "refuse-registration"}
    assert engine.check(service(), document_kinds=made) == []
    said = "\n".join(map(str, engine.check(service(), document_kinds={"grant-registration"})))
    assert "papers/refused：没有文书 refuse-registration，可以写：grant-registration" in said


def without_results() -> dict[str, bytes]:
    text = files()[YAML].decode()
    start, end = text.index("results:\n"), text.index("decision:\n")
    form = files()["form.json"].decode()
    for label in ("名称", "经营者", "组成形式", "经营场所", "经营范围"):
        form = form.replace(f'"cert:{label}"', f'"record:{label}"')
    return files() | {YAML: (text[:start] + "results: []\n\n" + text[end:]).encode(), "form.json": form.encode()}


def test_a_matter_may_end_with_a_document_alone_and_then_issues_nothing():
    assert "要制发证照，service.yaml 的 results 里一个也没有" in problems(without_results())
    process = files()["process.bpmn"].decode().replace('ym:capability="issue"', 'ym:capability="deliver"')
    changes = without_results() | {"process.bpmn": process.encode()}
    told = {path: content.replace(", 营业执照]".encode(), b"]") for path, content in changes.items()}
    assert "error" not in problems(told)


def test_a_certificate_that_no_step_issues_would_never_come():
    process = files()["process.bpmn"].decode().replace('ym:capability="issue"', 'ym:capability="deliver"')
    assert "写了要发的证照，流程里没有 issue" in problems(files() | {"process.bpmn": process.encode()})


def test_a_fact_may_be_asked_for_the_certificate_alone():
    asked = "facts:\n  - {name: keeper, label: 谁管, register: premises, keys: premises, expression: records, src: D}\n"
    text = changed(YAML, "facts:\n", asked)[YAML].decode()
    assert "keeper：规则没有用到它" in problems(files() | {YAML: text.encode()})
    printed = text.replace("value: 个体工商户}", "expression: keeper}", 1)
    assert problems(files() | {YAML: printed.encode()}) == ""

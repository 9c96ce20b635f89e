import pytest

from yimen.engines import service as engine
from yimen.engines.service.diff import Change, difference
from yimen.engines.service.tests import folder
from yimen.engines.service.tests import guide_only as example


def changed(path: str, old: str, new: str) -> tuple[Change, ...]:
    return difference(folder.service(), engine.read(folder.changed(path, old, new)))


def guide(old: str, new: str) -> tuple[Change, ...]:
    return difference(engine.read(example.files()), engine.read(example.files(old, new)))


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    return [(one.group, one.kind, one.sentence) for one in changes]


def test_nothing_changed_is_nothing() -> None:
    assert difference(folder.service(), folder.service()) == ()


@pytest.mark.parametrize(
    ("old", "new", "group", "kind", "sentence"),
    [
        ("plain: 不收钱", "plain: 10 元", "field", "changed", "收费的说明从“不收钱”改成“10 元”"),
        ("value: 10, unit", "value: 8, unit", "field", "changed", "办理期限的承诺期限的天数从“10”改成“8”"),
        ("charge: false", "charge: true", "field", "changed", "收费的收不收费从“否”改成“是”"),
        ("卖鞭炮,", "买鞭炮,", "field", "changed", "大家会怎么搜从“卖烟花、卖鞭炮、过年摆摊卖鞭炮”改成"),
        ("第十九条", "第二十条", "field", "changed", "设定依据“烟花爆竹安全管理条例”的条款从"),
        ("summary:", "name_en: Fireworks\nsummary:", "field", "added", "新增英文名称：“Fireworks”"),
        (
            ", source: gov}",
            "}",
            "material",
            "removed",
            "删去材料“主要负责人的安全知识培训合格证”的从哪里来：原来是“gov”",
        ),
        (
            "plain: 下载填好，签字",
            "plain: 填好",
            "material",
            "changed",
            "材料“烟花爆竹零售经营许可申请书”的说明从“下载填好，签字”改成“填好”",
        ),
    ],
)
def test_a_field_is_told_with_its_label_and_both_values(
    old: str, new: str, group: str, kind: str, sentence: str
) -> None:
    (found,) = told(guide(old, new))
    assert found[:2] == (group, kind)
    assert found[2].startswith(sentence)


def test_a_material_that_goes_and_one_that_comes_are_told_by_name() -> None:
    found = told(guide("id: m2, name: 主要负责人的安全知识培训合格证", "id: m3, name: 负责人身份证"))
    assert found == [
        ("material", "added", "新增材料“负责人身份证”"),
        ("material", "removed", "删去材料“主要负责人的安全知识培训合格证”"),
    ]


def test_materials_in_another_order_are_told_as_moved() -> None:
    text = example.files()["service.yaml"].decode()
    lines = text.splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if "id: m1" in line)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    turned = engine.read(example.files() | {"service.yaml": "".join(lines).encode()})
    assert told(difference(engine.read(example.files()), turned)) == [("material", "moved", "材料换了次序")]


def test_a_question_is_told_by_its_label() -> None:
    (found,) = changed("form.json", '"max_length": 60', '"max_length": 50')[:1]
    assert (found.group, found.kind) == ("question", "changed")
    assert found.sentence.endswith("的最多几个字从“60”改成“50”")
    assert found.before == "60"


def test_a_rule_row_is_told_by_what_it_says() -> None:
    service = folder.service()
    table = next(one for one in service.model.decisions.values() if one.name == "checklist").tables[0]
    row = table.rules[0]
    note = row.annotations["说明"]
    found = changed("rules.dmn", note, "另一种说明")
    assert [(one.group, one.kind) for one in found] == [("rule", "changed")]
    assert f"第 {row.position} 行：说明从“{note[:10]}" in found[0].sentence
    assert not found[0].is_public


def test_a_row_that_is_inserted_does_not_change_those_below_it() -> None:
    text = folder.files()["rules.dmn"].decode()
    start = text.index("<rule", text.index('name="checklist"'))
    row = text[start : text.index("</rule>", start) + len("</rule>")]
    other = row.replace('id="', 'id="x-').replace("</text>", " </text>").replace("不符合", "存疑")
    new = folder.files() | {"rules.dmn": (text[:start] + other + text[start:]).encode()}
    found = difference(folder.service(), engine.read(new))
    assert [(one.group, one.kind) for one in found] == [("rule", "added")]
    assert "决策表“checklist”新增第" in found[0].sentence


def test_rows_that_changed_places_are_told_as_moved() -> None:
    text = folder.files()["rules.dmn"].decode()
    start = text.index("<rule", text.index('name="checklist"'))
    middle = text.index("</rule>", start) + len("</rule>")
    second = text.index("<rule", middle)
    end = text.index("</rule>", second) + len("</rule>")
    turned = text[:start] + text[second:end] + text[middle:second] + text[start:middle] + text[end:]
    found = difference(folder.service(), engine.read(folder.files() | {"rules.dmn": turned.encode()}))
    assert [(one.group, one.kind) for one in found] == [("rule", "moved")]


def test_a_process_element_is_told_by_its_name() -> None:
    task = next(node for node in folder.service().process.nodes.values() if type(node).__name__ == "UserTask")
    found = changed("process.bpmn", f'name="{task.name}"', 'name="另一个名字"')
    assert told(found)[0] == ("element", "changed", f"人工环节“另一个名字”的名称从“{task.name}”改成“另一个名字”")


def test_where_an_element_is_drawn_is_no_change() -> None:
    assert changed("process.bpmn", ' y="', ' y="1') == ()


def test_the_guide_is_told_by_paragraphs_and_files_by_name() -> None:
    before = engine.read(example.files())
    files = example.files(guide=example.GUIDE.replace("10 个工作日", "8 个工作日") + "\n还有一段。\n")
    after = engine.read(files | {"materials/sample.txt": b"x", "materials/application.txt": b"y"})
    found = difference(before, after)
    assert [(one.group, one.kind) for one in found] == [
        ("guide", "changed"),
        ("file", "changed"),
        ("file", "added"),
    ]
    assert found[0].before == "带齐材料到窗口，10 个工作日内告诉您结果。"
    assert [one.sentence for one in found[1:]] == [
        "空白表或者样张 application.txt改了",
        "新增空白表或者样张 sample.txt",
    ]


def test_a_guide_that_becomes_a_service_is_told_whole() -> None:
    before, after = engine.read(example.files()), folder.service()
    groups = {one.group for one in difference(before, after)}
    assert {"field", "material", "question", "rule", "element", "guide", "file"} == groups
    assert {one.kind for one in difference(after, before)} >= {"removed", "changed"}


@pytest.mark.parametrize(
    "path", sorted((folder.FOLDER.parents[1]).glob("*/*/service.yaml")), ids=lambda p: p.parent.name
)
def test_every_service_is_compared_with_another_in_both_directions(path: object) -> None:
    """Whatever a service may hold can be told, and going back undoes what going forth did."""
    files = engine.read_folder  # the joint one needs its parts, which are read from their own folders
    root = folder.FOLDER.parents[1]
    known = {one.parent.name: one.parent for one in root.glob("*/*/service.yaml")}
    service = files(path.parent, lambda slug: engine.read_folder(known[slug]))  # type: ignore[attr-defined]
    there, back = difference(folder.service(), service), difference(service, folder.service())
    assert all(one.sentence for one in (*there, *back))
    added = {one.place for one in there if one.kind == "added" and one.group in ("question", "element")}
    removed = {one.place for one in back if one.kind == "removed" and one.group in ("question", "element")}
    assert added == removed

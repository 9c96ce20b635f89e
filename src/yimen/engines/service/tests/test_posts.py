"""A post is found in its place and is shown what it needs, by names that exist."""

import pytest

from yimen.engines import service as engine
from yimen.engines.service.posts import visible_names
from yimen.engines.service.tests.allowance import allowance, changed_allowance
from yimen.engines.service.tests.folder import changed, problems
from yimen.engines.service.tests.officers import changed_officers, officers

YAML = "service.yaml"


def test_a_post_may_see_parts_and_items_of_the_form_materials_facts_and_findings():
    names = visible_names(engine.read(officers()))
    assert {"operator", "operator_home", "m1", "identity_ok", "same_place"} <= names
    assert "error" not in problems(officers())


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (", sees: [all]", "", "service.yaml/posts/registrar：没有写 sees"),
        ("sees: [all]", "sees: [everything]", "posts/registrar：sees 里的 everything 不是表单的部分或者项目"),
        ("sees: [all]", "sees: [all, operator]", "都看就只写 all"),
        ("sees: [all]", "sees: [operator, operator]", "sees 里的 operator 写了 2 次"),
        ("sees: [all]", "at: city, sees: [all]", "可以写：body、county、street、village"),
        ("sees: [all]", "at: street, sees: [all]", "登记审查员在街道，没有写办件归哪个街道"),
        ("sees: [all]", "at: village, sees: [all]", "没有写办件归哪个村（社区）"),
        ("id: registrar", "id: applicant", "applicant 是申请人，不是岗位"),
    ],
)
def test_it_refuses_a_post_that_cannot_be_found_or_shown_anything(old, new, part):
    assert part in problems(changed(YAML, old, new))


def test_a_post_that_sees_nothing_of_a_case_may_be_declared():
    assert problems(changed(YAML, "sees: [all]", "sees: []")) == ""


@pytest.mark.parametrize(
    ("field", "part"),
    [
        ("ghost", "表单里没有 ghost"),
        ("operator_name", "operator_name 看不出是哪个街道"),
        ("form_kind", "form_kind 看不出是哪个街道"),
        ("premises", "premises 可以不填，不填就不知道归哪里"),
        (
            "scope_items",
            "scope_items 看不出是哪个街道、哪个村，用地址，或者 options_from 是 streets、villages 的选择项",
        ),
    ],
)
def test_the_place_of_a_case_comes_from_an_answer_that_names_a_street(field, part):
    assert part in problems(changed_officers(YAML, "field: operator_home", f"field: {field}"))


def test_the_applicant_is_a_post_that_nobody_declares():
    assert "applicant" not in problems(officers())
    said = problems(changed_officers("process.bpmn", 'ym:post="acceptor"', 'ym:post="ghost"'))
    assert "岗位 ghost 没有写在" in said and "posts/acceptor：流程里没有用到这个岗位" in said


def test_a_village_chosen_from_a_list_says_where_a_case_lies():
    said = problems(allowance())
    assert "region" not in said and "posts/" not in said


def test_a_list_of_other_things_says_no_village():
    said = problems(changed_allowance("form.json", '"options_from": "villages"', '"options_from": "scope_catalogue"'))
    assert "hukou_area 看不出是哪个街道、哪个村" in said


def test_a_post_in_a_village_is_not_found_by_a_street():
    files = changed_allowance("form.json", '"options_from": "villages"', '"options_from": "streets"')
    said = problems(files)
    assert "posts/helper：网格员（帮办代办）在村（社区），hukou_area 只说得出街道" in said
    assert "posts/acceptor" not in said and "region/field" not in said

import re
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import override

from yimen.ui.templatetags import ym


def show(source: str, **context: Any) -> str:
    return Template("{% load ym %}" + source).render(Context(context))


def shapes(text: str) -> list[str]:
    return re.findall(r"icons\.svg#([a-z0-9-]+)", text)


@pytest.mark.parametrize("states", [ym.LIGHTS, ym.VERDICTS, ym.FINDINGS], ids=["lights", "verdicts", "findings"])
def test_every_state_differs_in_shape_and_word_not_in_colour_alone(states: dict[str, tuple[str, ...]]) -> None:
    told = [value if len(value) == 2 else value[1:] for value in states.values()]
    assert len({parts[-2] if states is not ym.FINDINGS else parts[1] for parts in told}) == len(states)
    assert len({parts[-1] for parts in told}) == len(states)


@pytest.mark.parametrize("state", ym.VERDICTS)
def test_the_answer_of_a_check_shows_shape_word_and_colour(state: str) -> None:
    kind, shape, word = ym.VERDICTS[state]
    text = show("{% verify_result item %}", item={"state": state})
    assert shape in shapes(text)
    assert word in text
    assert f"verdict--{kind}" in text


def test_an_unknown_state_is_not_shown_as_something_else() -> None:
    with pytest.raises(KeyError):
        show('{% light "purple" %}')
    with pytest.raises(KeyError):
        show("{% verify_result item %}", item={"state": "maybe"})


def test_the_error_summary_counts_and_links() -> None:
    text = show("{% error_summary errors %}", errors=[{"key": "a", "sentence": "甲"}, {"href": "#x", "sentence": "乙"}])
    assert "有 2 处需要修改" in text
    assert 'href="#f-a"' in text
    assert 'href="#x"' in text
    assert show("{% error_summary errors %}", errors=[]).strip() == ""


def test_the_officer_answers_only_what_has_a_key() -> None:
    asked = show("{% checklist items %}", items=[{"condition": "身份属实", "key": "id", "finding": "存疑"}])
    told = show("{% checklist items %}", items=[{"condition": "身份属实", "finding": "符合"}])
    assert re.findall(r'name="id" value="(\w+)"', asked) == ["符合", "不符合", "存疑"]
    assert re.search(r'value="存疑" checked', asked)
    assert "<input" not in told
    assert "符合" in told


def test_a_task_that_cannot_start_is_not_a_link() -> None:
    text = show("{% tasks items %}", items=[{"name": "提交", "href": "/x/", "state": "off"}])
    assert "<a" not in text
    assert "还不能开始" in text


def test_a_block_keeps_what_it_holds_and_escapes_its_title() -> None:
    text = show('{% note "soon" title %}<p>{{ inside }}</p>{% endnote %}', title="<b>", inside="<i>")
    assert "<p>&lt;i&gt;</p>" in text
    assert "&lt;b&gt;" in text


def test_progress_says_where_one_is() -> None:
    text = show("{% progress names 2 %}", names=["核对", "填写", "提交"])
    assert "第 2 步，共 3 步" in text
    assert text.count('aria-current="step"') == 1


def test_the_cast_signs_in_by_post() -> None:
    text = show('{% cast people "/in/" "/me/" %}', people=[{"key": "z", "name": "张伟"}], csrf_token="t" * 64)
    assert '<form method="post" action="/in/"' in text
    assert 'name="person" value="z"' in text
    assert 'name="next" value="/me/"' in text
    assert "csrfmiddlewaretoken" in text


def test_a_registered_value_is_called_wrong_by_a_button_of_the_form_around_it() -> None:
    text = show("{% prefill rows %}", rows=[{"label": "住所", "value": "桂花路", "button": "say_wrong", "key": "home"}])
    assert '<button class="link" name="say_wrong" value="home">有误' in text
    assert "<a " not in text


def test_a_row_that_an_error_points_at_can_take_the_focus() -> None:
    assert '<div id="f-home" tabindex="-1"' in show("{% summary rows %}", rows=[{"id": "f-home", "label": "住所"}])


@pytest.mark.django_db
def test_what_has_no_english_is_marked_as_chinese_on_an_english_page_only() -> None:
    template = Template("{% load ym %}{{ text|spoken }}")
    with override("en"):
        assert template.render(Context({"text": "广安区<税务局>"})) == (
            '<span lang="zh-Hans-CN">广安区&lt;税务局&gt;</span>'
        )
        assert template.render(Context({"text": "5 个工作日"})) == "5 working days"
        assert template.render(Context({"text": 3})) == "3"
        term = template.render(Context({"text": "Family <shop> (个体<户>) and one (more)"}))
        assert term == 'Family &lt;shop&gt; (<span lang="zh-Hans-CN">个体&lt;户&gt;</span>) and one (more)'
    assert template.render(Context({"text": "广安区"})) == "广安区"


@pytest.mark.django_db
def test_what_was_said_already_is_marked_and_not_said_again() -> None:
    template = Template("{% load ym %}{{ text|marked }}")
    with override("en"):
        assert template.render(Context({"text": "5 个工作日"})) == '<span lang="zh-Hans-CN">5 个工作日</span>'
        assert template.render(Context({"text": "5 <working> days"})) == "5 &lt;working&gt; days"
    assert template.render(Context({"text": "5 个工作日<"})) == "5 个工作日&lt;"

"""How a service speaks: the rules of tone, found where people read, not where the law speaks."""

import pytest

from yimen.engines.service import wording
from yimen.engines.service.tests.folder import changed, problems


@pytest.mark.parametrize(
    "text",
    [
        "我们将进行审核",
        "提供相关证明",
        "按有关规定办理",
        "非法字符",
        "禁止输入空格",
        "尽快补正",
        "近日答复",
        "亲，您好",
        "恭喜\uff01",
    ]
    + ["提交成功!", "申请人应当提交身份证"],
)
def test_it_finds_words_that_say_nothing_blame_or_flatter(text: str) -> None:
    assert wording.faults(text)


@pytest.mark.parametrize(
    "text", ["非法人企业也能办", "委托书由亲友签名", "11月25日 17:30 前补正", "您要交身份证", "a != b"]
)
def test_it_lets_plain_words_pass(text: str) -> None:
    assert wording.faults(text) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("service.yaml", "summary: ", "summary: 进行登记，", "service.yaml#summary：“进行”"),
        ("service.yaml", "plain: 您提交前勾选", "plain: 申请人提交前勾选", "写的却是“申请人”"),
        ("form.json", '"hint": "18 位，最后一位可能是 X"', '"hint": "18 位，最后一位可能是 X。"', "句尾不用句号"),
        ("form.json", '"title": "经营者"', '"title": "相关人员"', "form.json#sections/operator：“相关”"),
        ("form.json", '"label": "居民身份证"', '"label": "居民身份证\uff01"', "form.json#fields/id_kind/居民身份证"),
    ],
)
def test_a_service_is_warned_of_its_tone(path: str, old: str, new: str, said: str) -> None:
    assert said in problems(changed(path, old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: 经营场所使用相关文件", "name: 经营场所使用的相关材料"),
        ("    basis: 市场主体登记管理条例第十五条", "    basis: 依法进行登记的市场主体登记管理条例第十五条"),
    ],
)
def test_official_titles_and_quoted_law_keep_their_words(old: str, new: str) -> None:
    assert "没有说清楚" not in problems(changed("service.yaml", old, new))

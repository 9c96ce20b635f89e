"""Long and hostile content: nothing leaves the page, nothing is lost, nothing is taken for a command."""

import re
from collections.abc import Callable

import pytest

from yimen.ground.documents.kinds import all_kinds, kind_of
from yimen.ground.documents.tests.papers import BODY, paper_of, text_of
from yimen.ground.documents.tests.says import SAYS

CODES = [kind.code for kind in all_kinds()]
HOSTILE = "甲#b]*<_x_>$1$@a\n//乙"
LONG = "云溪市" + "龘䶮堃喆" * 14 + "商行"
_DATE = re.compile(r"\d{4}-\d{2}")
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
# The margins of the page in points, with room for the empty half of a punctuation mark.
LEFT, RIGHT, TOP, BOTTOM = 76, 531, 20, 830


def filled(code: str, change: Callable[[str], str]) -> dict[str, object]:
    """What a kind says, with every free text changed; dates and fixed values stay."""
    fixed = {value for choice in kind_of(code).choices for value in choice.values}

    def walk(value: object) -> object:
        if isinstance(value, dict):
            return {key: walk(part) for key, part in value.items()}
        if isinstance(value, list):
            return [walk(part) for part in value]
        return change(value) if isinstance(value, str) and not _DATE.match(value) and value not in fixed else value

    return {key: walk(value) for key, value in SAYS[code].items()}


def count_texts(value: object, text: str) -> int:
    if isinstance(value, dict):
        return sum(count_texts(part, text) for part in value.values())
    return sum(count_texts(part, text) for part in value) if isinstance(value, list) else int(value == text)


def assert_inside(pdf: bytes) -> None:
    for page in text_of(pdf, "-bbox").split("<page ")[1:]:
        words = _WORD.findall(page)
        assert words
        for x0, y0, x1, y1, word in words:
            assert float(x0) > LEFT and float(x1) < RIGHT, word
            assert float(y0) > TOP and float(y1) < BOTTOM, word


@pytest.mark.parametrize("code", CODES)
def test_commands_come_out_as_they_were_typed(code: str) -> None:
    data = filled(code, lambda _: HOSTILE)
    text = "".join(text_of(paper_of(code, addressee=HOSTILE, **data), "-raw").split())
    first, second = HOSTILE.split("\n")
    assert text.count(first) >= count_texts(data, HOSTILE) + 1
    assert text.count(second) >= count_texts(data, HOSTILE) + 1


@pytest.mark.parametrize("name", [LONG, "W" * 60], ids=["chinese", "latin"])
@pytest.mark.parametrize("code", CODES)
def test_long_names_stay_on_the_page(code: str, name: str) -> None:
    pdf = paper_of(code, addressee=name, **filled(code, lambda _: name))
    assert_inside(pdf)
    assert "".join(text_of(pdf, "-raw").split()).count(name) >= count_texts(filled(code, lambda _: name), name)


@pytest.mark.parametrize("code", ["acceptance", "refuse-permit"])
def test_a_body_with_a_long_name_signs_on_the_page(code: str) -> None:
    body = {**BODY, "name": LONG, "review_body": LONG, "court": LONG}
    assert_inside(paper_of(code, body=body, number="云溪经济技术开发区市场监督管理局许不〔2026〕100000号"))


def test_twenty_points_go_on_to_further_pages_with_head_and_page_number() -> None:
    points = [
        {"what": f"第{i}份材料：" + "内容" * 20, "why": f"原因{i}：" + "说明" * 20, "basis": f"《某办法》第{i}条"}
        for i in range(1, 21)
    ]
    pdf = paper_of("correction", points=points)
    assert_inside(pdf)
    pages = ["".join(page.split()) for page in text_of(pdf, "-layout").split("\f")[:-1]]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"—{number}—" in page
        assert number == 1 or page.startswith("补正告知书云市监登〔2026〕12号")
    assert all(page.count("序号需要补正的内容原因依据") == 1 for page in pages[:-1])
    assert "以上共20项" in "".join(pages)
    whole = "".join(text_of(pdf, "-raw").split())
    assert all(f"第{i}份材料：" + "内容" * 20 in whole for i in range(1, 21))
    assert "联系方式" in pages[-1] and "2026年11月22日" in pages[-1]


def test_a_row_longer_than_a_page_is_not_cut() -> None:
    pdf = paper_of("correction", points=[{"what": "委托书", "why": "龘" * 1200, "basis": "某条例第一条"}])
    assert_inside(pdf)
    assert text_of(pdf).count("龘") == 1200


def test_many_facts_keep_remedies_and_date_on_one_page() -> None:
    facts = [f"第{i}处不符合规定，" + "说明" * 40 for i in range(20)]
    pdf = paper_of("refuse-permit", facts=facts)
    assert_inside(pdf)
    last = "".join(text_of(pdf, "-layout").split("\f")[-2].split())
    assert "（二十）" in text_of(pdf)
    assert "行政诉讼" in last and "2026年11月22日" in last

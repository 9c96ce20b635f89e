from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from yimen.ground.documents.errors import TemplateBroken
from yimen.ground.documents.render import render
from yimen.ground.documents.tests.papers import text_of

HEAD = '#set document(title: "纸")\n#set text(font: "Noto Serif SC", lang: "zh", cjk-latin-spacing: none)\n'
NAME = HEAD + '#json("/data.json").name'


@pytest.mark.parametrize(
    "name",
    [
        "张#伟",
        "张]伟",
        "[张",
        '"张',
        "#panic()",
        "*张*",
        "_张_",
        "$张$",
        "`张`",
        "@张",
        "<张>",
        "=张",
        "//张",
        "/*张*/",
        "\\u{5f20}",
        "#let张=1",
        '#read("/data.json")',
        "张--伟",
        "'张'",
        "~张",
    ],
)
def test_a_name_comes_out_as_it_was_typed(name: str) -> None:
    assert text_of(render(NAME, {"name": name})) == name


def test_it_is_an_archive_file_with_tags() -> None:
    pdf = render(NAME, {"name": "张伟"})
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_the_same_data_and_time_give_the_same_bytes() -> None:
    noon = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert render(NAME, {"name": "张伟"}, made_at=noon) == render(NAME, {"name": "张伟"}, made_at=noon)
    assert b"2026-11-22T04:00:00+00:00" in render(NAME, {"name": "张伟"}, made_at=noon)
    assert b"2026-11-22T04:00:00+00:00" in render(NAME, {"name": "张伟"}, made_at=noon.astimezone(UTC))


@pytest.mark.parametrize(
    "code",
    [
        '#read("/etc/passwd")',
        '#read("../../../../../etc/passwd")',
        '#image("/etc/hostname")',
        '#json("/proc/self/status")',
    ],
)
def test_a_template_reads_nothing_but_what_is_given(code: str) -> None:
    with pytest.raises(TemplateBroken):
        render(HEAD + code, {})


def test_a_template_reads_what_is_given() -> None:
    pdf = render(
        HEAD + '#import "parts/words.typ": word\n#word', {}, files={"parts/words.typ": '#let word = "词"'.encode()}
    )
    assert text_of(pdf) == "词"


@pytest.mark.parametrize(
    "code",
    [
        '#import "@preview/cetz:0.3.0"',
        '#import "\\u{40}preview/cetz:0.3.0"',
        '#import ("@preview" + "/cetz:0.3.0")',
        '#import/**/"@preview/cetz:0.3.0"',
        '#let p = "@preview/cetz:0.3.0"\n#import p',
        '#include "@preview/cetz:0.3.0"',
        '#eval("1")',
        '#dictionary(std).at("ev" + "al")("1")',
        '#plugin("a.wasm")',
    ],
)
def test_a_template_fetches_no_package_and_runs_no_text(code: str) -> None:
    with pytest.raises(TemplateBroken, match="不能用"):
        render(HEAD + code, {})
    with pytest.raises(TemplateBroken, match="不能用"):
        render(HEAD + '#import "part.typ": *', {}, files={"part.typ": code.encode()})


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "yimen/seal.typ", "main.typ", "data.json", ""])
def test_a_file_cannot_be_put_outside_or_over_ours(name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        render(NAME, {"name": "张"}, files={name: b""})


def test_a_broken_template_says_what_is_wrong() -> None:
    with pytest.raises(TemplateBroken, match="unknown variable"):
        render(HEAD + "#nothing", {})


def test_a_template_without_a_title_is_refused_because_readers_need_one() -> None:
    with pytest.raises(TemplateBroken, match="title"):
        render("一", {})


def test_a_number_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        render(NAME, {"name": "张", "fee": float("nan")})

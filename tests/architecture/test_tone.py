"""How the product speaks: 您 and 我们, verbs first, days instead of “soon”, no blame, no flattery, no empty words.

Legal documents (`*.typ`) and quoted law keep their own words, by where they stand: see `engines/service/wording.py`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from yimen.engines import service as engine
from yimen.engines.service import wording
from yimen.ui import punctuation

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "yimen"
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
SERVICES = sorted(path.parent for path in (ROOT / "services").rglob("service.yaml"))
PYTHON = sorted(path for path in SRC.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
# Pages that only officers open may speak of the applicant; all others speak to the applicant.
OFFICERS = re.compile(
    r"templates/(?:desk/|calendar/|benefits/(?!mine)|evaluation/follow_up|supervision/|law/alarm|powers/gaps|accounts/staff|ym/design)|entering\.html$"
)
# These hold the banned words to look for them.
LISTS = {SRC / "engines/service/wording.py", SRC / "engines/service/papers.py"}
TAG = re.compile(r"{%\s*(\w+)(.*?)%}", re.DOTALL)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
HINT = re.compile(r"""hint=(?:_\()?["']([^"']*。)["']""")
# Words before a sentence that begins with 请; 请 inside one may mean to ask somebody else.
PLEADS = re.compile(r"(?:^|[。；！？])请")


def read(folder: Path) -> engine.Service:
    """The service; the parts of a joint one are found among all."""
    known = {one.name: one for one in SERVICES}
    return engine.read_folder(folder, lambda slug: engine.read_folder(known[slug]))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def spoken(source: str) -> str:
    """The text of a template without its comments."""
    return COMMENT.sub("", source)


def to_citizens(source: str) -> str:
    """The text without the branches that officers see who type for somebody present (`{% if entering %}`)."""
    kept: list[str] = []
    hidden: list[bool] = []
    at = 0
    for tag in TAG.finditer(source):
        if not any(hidden):
            kept.append(source[at : tag.start()] + tag[0])
        at = tag.end()
        word, rest = tag[1], tag[2].strip()
        if word == "if":
            hidden.append(rest.split(" ")[0] == "entering")
        elif word in ("elif", "else") and hidden:
            hidden[-1] = False
        elif word == "endif":
            hidden.pop()
    assert not hidden, "an if is not closed"
    return "".join(kept) + source[at:]


def raised(source: str) -> Iterator[tuple[int, str]]:
    """Every text inside a `raise`, with its line, however it is wrapped for translation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Raise) and node.exc is not None:
            yield from (
                (inner.lineno, inner.value)
                for inner in ast.walk(node.exc)
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
            )


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_page_says_nothing_empty_blaming_or_flattering(path: Path) -> None:
    text = spoken(path.read_text(encoding="utf-8"))
    assert wording.faults(text) == []
    assert punctuation.faults(text) == []
    assert HINT.findall(text) == [], "a hint is one sentence without a full stop"


@pytest.mark.parametrize("path", [one for one in TEMPLATES if not OFFICERS.search(str(one))], ids=name_of)
def test_a_page_of_citizens_speaks_to_them(path: Path) -> None:
    assert "申请人" not in to_citizens(spoken(path.read_text(encoding="utf-8")))


def test_programs_say_nothing_empty_blaming_or_flattering() -> None:
    texts = {path: punctuation.python_strings(path.read_text(encoding="utf-8")) for path in PYTHON if path not in LISTS}
    found = [
        f"{name_of(path)}:{line} {fault}"
        for path, strings in texts.items()
        for line, text in strings
        for fault in wording.faults(text)
    ]
    assert found == []


def test_a_refusal_does_not_plead() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in PYTHON}
    told = [(path, line, text) for path, source in sources.items() for line, text in raised(source)]
    assert len(told) > 200
    assert [f"{name_of(path)}:{line} {text}" for path, line, text in told if PLEADS.search(text)] == []


def test_a_finding_about_a_definition_does_not_plead() -> None:
    strings = [
        (path, line, text)
        for path in PYTHON
        if "engines" in path.parts
        for line, text in punctuation.python_strings(path.read_text(encoding="utf-8"))
    ]
    assert [f"{name_of(path)}:{line} {text}" for path, line, text in strings if PLEADS.search(text)] == []


@pytest.mark.parametrize("folder", SERVICES, ids=lambda one: one.name)
def test_a_service_speaks_as_we_do(folder: Path) -> None:
    service = read(folder)
    assert len(list(wording.texts(service))) > 50
    assert [str(one) for one in wording.check(service)] == []


@pytest.mark.parametrize("folder", SERVICES, ids=lambda one: one.name)
def test_chinese_text_of_a_service_has_full_width_punctuation(folder: Path) -> None:
    texts = dict(wording.texts(read(folder)))
    found = {place: punctuation.faults(text) for place, text in texts.items()}
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_there_are_pages_of_citizens_and_of_officers() -> None:
    theirs = [path for path in TEMPLATES if OFFICERS.search(str(path))]
    assert len(theirs) > 20
    assert len(TEMPLATES) - len(theirs) > 80
    assert len(SERVICES) >= 3


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("{% if entering %}问申请人{% else %}问您{% endif %}", "问您"),
        ("{% if entering %}{% if a %}申请人{% endif %}申请人{% endif %}好", "好"),
        ("{% if a %}申请人{% endif %}", "申请人"),
    ],
)
def test_only_the_branch_of_the_officer_is_left_out(source: str, kept: str) -> None:
    assert TAG.sub("", to_citizens(source)) == kept


def test_a_wrapped_refusal_is_read_too() -> None:
    source = "raise Refused(_('请输入号码'), _('号码要 11 位。请改'))"
    assert [text for _, text in raised(source) if PLEADS.search(text)] == ["请输入号码", "号码要 11 位。请改"]
    assert not PLEADS.search("让收件岗位的同事代录，或者请申请人来")

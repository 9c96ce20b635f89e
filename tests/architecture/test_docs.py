"""What exists is described, and what is described exists (docs/reference)."""

import ast
import json
import re
from pathlib import Path

import pytest
import yaml

from yimen.cli.tests.commands import COMMANDS
from yimen.config.schedule import DAILY
from yimen.domains.cases.states import CITIZEN_WORDS, FOLLOWS, Status
from yimen.engines import bpmn, forms
from yimen.engines.bpmn.elements import NODES, YM_ATTRIBUTES
from yimen.engines.clock import PERMIT_ANSWER, read_holidays
from yimen.engines.clock.tests import make as clock_story
from yimen.engines.clock.tests import story
from yimen.engines.forms.model import DERIVED_TYPES, TYPES, USES
from yimen.engines.service import rulebook
from yimen.engines.service.folder import folders_below
from yimen.ground.calendar.actions.load_orders import ANNOUNCED
from yimen.ground.documents.kinds import all_kinds
from yimen.ground.outbox import registry

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
CONCEPTS = ROOT / "docs" / "concepts"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# Pages write a path from the checkout, or leave out where every path of the program begins.
BEGINNINGS = ("", "src/yimen", "src/yimen/domains", "src/yimen/ground", "src/yimen/domains/cases")


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def part(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of the same depth or higher."""
    depth = heading.index(" ")
    found = re.search(rf"^{re.escape(heading)}$\n(.*?)(?=^#{{1,{depth}}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading}"
    return found[1]


def first_cells(text: str) -> set[str]:
    """The names in the first column of the tables, where they stand as code."""
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


def rows(text: str) -> dict[str, list[str]]:
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return {cells[0].strip("`"): cells for cells in lines}


def settings_read() -> set[str]:
    source = (ROOT / "src/yimen/config/settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'env\.\w+\(\s*"(YIMEN_\w+)"', source))


def read_by_tests() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    return {name for source in sources for name in re.findall(r'environ(?:\.get\(|\[)"(YIMEN_\w+)"', source)}


def test_every_setting_is_described_and_every_described_setting_is_read() -> None:
    assert len(settings_read()) > 10
    assert first_cells(part(page("settings.md"), "## The product")) == settings_read()


def test_every_variable_of_the_tests_is_described_and_read() -> None:
    assert first_cells(part(page("settings.md"), "## The tests")) == read_by_tests() - settings_read()


def test_every_command_is_described_and_every_described_command_exists() -> None:
    described = re.findall(r"^### `(yimen [^`]+)`$", page("commands.md"), re.MULTILINE)
    assert sorted(described) == sorted(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_described(command: str) -> None:
    text = part(page("commands.md"), f"### `{command}`")
    options = {option for action in COMMANDS[command]._actions for option in action.option_strings}
    assert [option for option in sorted(options - {"-h", "--help"}) if option not in text] == []


def test_every_make_target_is_described_and_exists() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert first_cells(part(page("commands.md"), "## make")) == {f"make {target}" for target in targets}


def events() -> dict[str, list[str]]:
    """Each event class of an ``events.py`` with the names of its fields; events of BPMN are elements, and announced by
    nobody."""
    found = [path for path in (ROOT / "src/yimen").rglob("events.py") if "engines" not in path.parts]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in found]
    # Other classes of an events.py, such as a TypedDict, are parts of an event.
    classes = [node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef) and node.decorator_list]
    return {
        one.name: [
            line.target.id for line in one.body if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
        ]
        for one in classes
    }


def test_every_event_is_described_with_its_fields_and_every_described_event_exists() -> None:
    described = {name: re.findall(r"`(\w+)`", cells[1]) for name, cells in rows(page("events.md")).items()}
    assert described == events()


def test_every_listener_is_described_beside_its_event() -> None:
    described = {name: set(re.findall(r"`([\w.-]+)`", cells[4])) for name, cells in rows(page("events.md")).items()}
    wired: dict[str, set[str]] = {name: set() for name in events()}
    for listener in registry._LISTENERS.values():
        if not listener.event.__module__.endswith(".events"):
            continue  # a listener of a test
        wired[listener.event.__name__].add(listener.name)
    assert described == wired


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_form_page_names_every_attribute_and_type() -> None:
    from yimen.engines.forms.read import _FIELD

    text = page("form.md")
    assert first_cells(part(text, "## Field")) == _FIELD
    assert first_cells(part(text, "## Types")) == TYPES
    assert first_cells(part(text, "## Uses")) == set(USES)
    assert [kind for kind in DERIVED_TYPES if f"`{kind}`" not in part(text, "## Derived values")] == []


def test_the_example_form_can_be_read_and_has_no_problems() -> None:
    whole = [data for block in blocks(page("form.md"), "json") if "format" in (data := json.loads(block))]
    assert len(whole) == 1
    example = forms.read(whole[0])
    assert forms.check(example) == []
    assert {field.type for field in example.fields.values()} == TYPES, "the example shows every type"


def test_the_bpmn_page_names_every_element_and_attribute() -> None:
    text = page("bpmn.md")
    assert first_cells(part(text, "## Elements")) == NODES
    own = {f"ym:{name}" for names in YM_ATTRIBUTES.values() for name in names}
    assert first_cells(part(text, "## Our attributes")) == own


def test_the_example_process_can_be_read_and_has_no_problems() -> None:
    (example,) = blocks(page("bpmn.md"), "xml")
    assert bpmn.check(bpmn.read(example.encode())) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_page_names_exists(path: Path) -> None:
    if path.name == "CHANGELOG.md":
        return  # it tells what was
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)+\.(?:py|md|yaml|json|bpmn|dmn|typ|html|css|toml))`", text))
    assert [name for name in sorted(named) if not any((ROOT / one / name).exists() for one in BEGINNINGS)] == []


def glossary() -> dict[str, str]:
    """Each Chinese term with the rest of its row."""
    text = (CONCEPTS / "glossary.md").read_text(encoding="utf-8")
    lines = [line.strip("| ").split(" | ", 1) for line in text.splitlines() if line.startswith("| ")]
    terms = [(term, rest) for chinese, rest in lines if chinese != "中文" for term in chinese.split("、")]
    assert len(terms) == len({term for term, _ in terms}), "each term stands once"
    return dict(terms)


def test_every_legal_document_stands_in_the_glossary_with_its_kind() -> None:
    known = glossary()
    assert [kind.title for kind in all_kinds() if f"`{kind.code}`" not in known.get(kind.title, "")] == []


def test_every_post_of_a_service_stands_in_the_glossary() -> None:
    known = glossary()
    posts = {
        re.sub(r"（.*）", "", post["name"])
        for path in (ROOT / "services").rglob("service.yaml")
        for post in yaml.safe_load(path.read_text(encoding="utf-8"))["posts"]
    }
    assert len(posts) > 5
    assert sorted(posts - known.keys()) == []


def test_the_drawing_of_the_states_is_that_of_the_code() -> None:
    (drawing,) = blocks((CONCEPTS / "life-of-a-case.md").read_text(encoding="utf-8"), "mermaid")
    arrows = re.findall(r"^ +(\w+) --> (\w+)", drawing, re.MULTILINE)
    assert {(a.replace("_", "-"), b.replace("_", "-")) for a, b in arrows} == {
        (str(earlier), str(later)) for earlier, following in FOLLOWS.items() for later in following
    }


def test_every_state_says_what_citizens_read() -> None:
    text = part((CONCEPTS / "life-of-a-case.md").read_text(encoding="utf-8"), "## The states")
    assert {name: cells[1] for name, cells in rows(text).items()} == {
        str(status): CITIZEN_WORDS[status] for status in Status
    }


def test_the_case_of_the_clock_page_has_the_limits_of_the_service_folder() -> None:
    folder = ROOT / "services/market-regulation/food-business-license/service.yaml"
    limits = yaml.safe_load(folder.read_text(encoding="utf-8"))["limits"]
    told = [limits["statutory"], limits["promised"], limits["deliver"], limits["answer"]]
    counted = [clock_story.FOOD, clock_story.FOOD_PROMISE, clock_story.FOOD_ISSUE, PERMIT_ANSWER.limit]
    assert [(one["value"], one["unit"]) for one in told] == [(one.value, str(one.unit)) for one in counted]
    assert limits["statutory"]["extend"] == story.FOOD_EXTEND.longest.value
    assert limits["extension"]["approver"] == story.FOOD_EXTEND.approver


def test_the_clock_page_counts_with_the_holidays_that_are_loaded() -> None:
    loaded = read_holidays([json.loads((ANNOUNCED / "2026.json").read_text(encoding="utf-8"))])
    assert {day for day in story.CALENDAR.holidays if day.year == 2026} == loaded.holidays
    assert {day for day in story.CALENDAR.make_up_days if day.year == 2026} == loaded.make_up_days


def test_the_command_page_shows_how_many_services_and_scenarios_there_are() -> None:
    services = folders_below(ROOT / "services")
    books = rulebook.folders_below(ROOT / "services")
    scenarios = [path for folder in (*services, *books) for path in folder.rglob("scenarios/*.yaml")]
    shown = part(page("commands.md"), "### `yimen service check`")
    assert f"检查了 {len(services)} 个服务、{len(books)} 套监督规则、{len(scenarios)} 个情景：" in shown


def test_every_kind_of_problem_of_a_decision_model_is_described_and_exists() -> None:
    """The kinds stand as the first argument of ``problem``, or by their name where reading finds them."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/yimen/engines/dmn").rglob("*.py"))
    made = set(re.findall(r'(?:problem\(\s*|kind=)"([a-z-]+)"', code))
    assert first_cells(part(page("dmn-checks.md"), "## Kinds")) == made


def test_every_daily_job_is_described_and_every_described_job_runs() -> None:
    text = (ROOT / "docs/operations/production.md").read_text(encoding="utf-8")
    assert first_cells(part(text, "## What comes round every day")) == set(DAILY)


def test_the_map_names_every_package() -> None:
    text = part((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), "## The map")
    named = set(re.findall(r"^ +(\w+)/", text, re.MULTILINE))
    parts = ("engines", "ground", "domains")
    packages = {path.parent.name for one in parts for path in (ROOT / "src/yimen" / one).glob("*/__init__.py")}
    assert sorted(packages - named) == []


DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name[:4])
def test_a_decision_is_a_title_and_two_paragraphs(path: Path) -> None:
    title, *paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")
    assert title.startswith("# ")
    assert len(paragraphs) == 2


CITY = yaml.safe_load((ROOT / "demo" / "city.yaml").read_text(encoding="utf-8"))


def test_the_readme_counts_the_demo_city() -> None:
    registers = len(list((ROOT / "demo" / "registers").glob("*.yaml")))
    told = f"{len(CITY['staff'])} 位工作人员、{len(CITY['citizens'])} 位办事人、{registers} 个登记库"
    assert told in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_tour_names_every_officer(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [one["name"] for one in CITY["staff"] if one["name"] not in text] == []


def test_every_fact_that_is_announced_is_an_event_with_a_page() -> None:
    """The list of events is read from ``events.py`` files; one that stood elsewhere would be missed there."""
    sources = [path for path in (ROOT / "src/yimen").rglob("*.py") if "tests" not in path.parts]
    announced = {
        call.args[0].func.id
        for path in sources
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "announce"
        if call.args and isinstance(call.args[0], ast.Call) and isinstance(call.args[0].func, ast.Name)
    }
    classes = {name for name in announced if name[0].isupper()}  # the others are variables that hold one
    assert len(classes) > 15
    assert sorted(classes - events().keys()) == []


def test_no_variable_is_read_past_the_settings_file() -> None:
    """What a process asks of its environment stands in settings.py, or on the page all the same."""
    described = first_cells(page("settings.md"))
    sources = [path for path in (ROOT / "src/yimen").rglob("*.py") if "tests" not in path.parts]
    read = {
        name
        for path in sources
        for name in re.findall(r'environ(?:\.\w+\(|\[)\s*"(YIMEN_\w+)"', path.read_text(encoding="utf-8"))
    }
    assert read
    assert sorted(read - described) == []


def test_the_lists_that_are_compared_are_not_empty() -> None:
    assert len(events()) > 15
    assert len(COMMANDS) > 6
    assert all(first_cells(part(page("settings.md"), heading)) for heading in ("## The product", "## The tests"))

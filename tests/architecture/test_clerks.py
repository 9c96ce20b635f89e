"""docs/how-to/change-a-decision-table.md: the table it shows is the real one, and the change it teaches works."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from yimen.engines import dmn
from yimen.engines import service as engine
from yimen.engines.service.command import check_folders

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "change-a-decision-table.md").read_text(encoding="utf-8")
FOLDER = ROOT / "services" / "civil-affairs" / "old-age-allowance"
FIRST_ROW = '      <rule id="month_amount-from-2026-100">'


def blocks(language: str) -> list[str]:
    """What stands in the examples of this language, without the indent of the list."""
    found = re.findall(rf"^ +```{language}\n(.*?)^ +```$", PAGE, re.MULTILINE | re.DOTALL)
    return [re.sub(r"^   ", "", one, flags=re.MULTILINE) for one in found]


SCENARIOS = [one for one in blocks("yaml") if one.startswith("name:")]
ENGLISH = [one for one in blocks("yaml") if one not in SCENARIOS]


def test_the_table_of_the_page_is_the_real_one() -> None:
    (table,) = dmn.read((FOLDER / "rules.dmn").read_bytes()).decisions["month_amount"].tables
    shown = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if re.match(r"\| \d \|", line)]
    real = [
        [str(row.position), *(f"`{text}`" for text in (*row.texts, *row.output_texts)), *row.annotations.values()]
        for row in table.rules
    ]
    assert shown == real
    assert table.hit_policy == "F"


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The folder after the change that the page teaches."""
    folder = tmp_path / FOLDER.name
    shutil.copytree(FOLDER, folder)
    (row,) = blocks("xml")
    rules = (folder / "rules.dmn").read_text(encoding="utf-8")
    assert rules.count(FIRST_ROW) == 1
    (folder / "rules.dmn").write_text(rules.replace(FIRST_ROW, row + FIRST_ROW), encoding="utf-8")
    with (folder / "en.yaml").open("a", encoding="utf-8") as english:
        english.writelines(ENGLISH)
    for number, scenario in enumerate(SCENARIOS):
        (folder / "scenarios" / f"taught-{number}.yaml").write_text(scenario, encoding="utf-8")
    return folder


def test_the_change_passes_the_check_with_its_scenarios(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (len(SCENARIOS), len(ENGLISH)) == (2, 1)
    before = len(list((FOLDER / "scenarios").iterdir()))
    assert check_folders([changed]) == 0
    assert capsys.readouterr().out == f"检查了 1 个服务、{before + 2} 个情景：0 个问题\n"


def test_a_wrong_scenario_would_be_found(changed: Path) -> None:
    taught = changed / "scenarios" / "taught-0.yaml"
    taught.write_text(taught.read_text(encoding="utf-8").replace("month_amount: 600", "month_amount: 601"), "utf-8")
    assert check_folders([changed]) == 1


@pytest.mark.parametrize(("month", "amount"), [("2026-12-01", 500), ("2027-06-01", 500), ("2027-07-01", 600)])
def test_months_before_the_change_keep_their_amount(changed: Path, month: str, amount: int) -> None:
    rules = engine.read_folder(changed).model
    facts = {"month": date.fromisoformat(month), "born": date(1926, 11, 30)}
    assert dmn.decide(rules, "month_amount", facts).outputs == amount

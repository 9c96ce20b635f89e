"""docs/reference/quality.md: every rule, key, fact, badge and lack is described, and what is described exists."""

from yimen.engines.service.quality import BADGES, FACTS, LACKS, LISTS
from yimen.engines.service.quality.tests.city import ROOT, library
from yimen.engines.service.standards import Rule

PAGE = (ROOT / "docs/reference/quality.md").read_text(encoding="utf-8")


def rows(heading: str) -> dict[str, list[str]]:
    text = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return {cells[0].strip("`"): cells for cells in lines}


def test_every_rule_is_described_with_its_severity() -> None:
    severities = {rule["id"]: rule["severity"] for rule in library().rules()}
    assert {id: cells[1] for id, cells in rows("Rules").items()} == severities


def test_every_key_of_a_rule_is_described() -> None:
    assert rows("A rule").keys() == Rule.__annotations__.keys()


def test_every_fact_and_member_is_described() -> None:
    assert {name: cells[1] for name, cells in rows("Facts").items()} == dict(FACTS)
    members = {f"{name}.{key}": text for name, keys in LISTS.items() for key, text in keys.items()}
    assert {name: cells[1] for name, cells in rows("Members of lists").items()} == members


def test_every_badge_and_lack_is_described() -> None:
    assert {id: cells[1] for id, cells in rows("Badges").items()} == {id: one[0] for id, one in BADGES.items()}
    assert {id: cells[1] for id, cells in rows("Lacks").items()} == {id: one[0] for id, one in LACKS.items()}

"""Every certificate with a number of the scheme ``plain`` prints it, on one page, inside the frame."""

from pathlib import Path
from typing import Any

import pytest

from yimen.engines.service import strict_yaml
from yimen.engines.service.numbers import PLAIN, read_pattern
from yimen.ground.documents.qr import qr_svg
from yimen.ground.documents.render import render
from yimen.ground.documents.tests.papers import VERIFY, text_of

ROOT = Path(__file__).parents[5] / "services"
LONG = "云溪市滨河街道学府路 12 号 1 层东侧第三间"
COMPUTED = {"decided_on": "2026年11月20日", "valid_to": "2031年11月19日", "authority": "云溪市城市管理综合执法局"}


def numbered() -> list[Any]:
    found = []
    for path in sorted(ROOT.rglob("service.yaml")):
        meta = strict_yaml.load(path.read_text(encoding="utf-8"))
        assert isinstance(meta, dict)
        found += [
            pytest.param(path.parent, one, id=str(meta["slug"]))
            for one in meta.get("results", ())
            if one.get("number", {}).get("scheme") == PLAIN
        ]
    return found


def test_each_part_that_was_without_a_number_has_one() -> None:
    assert sum(one.id.startswith("open-restaurant-") for one in numbered()) == 5


@pytest.mark.parametrize(("folder", "result"), numbered())
def test_the_number_stands_on_the_one_page_inside_the_frame(folder: Path, result: Any) -> None:
    number = read_pattern(result["number"]["pattern"]).fill(place="990181", year=2026, serial=12)
    data = {
        one["key"]: number
        if one.get("computed") == "number"
        else one.get("value") or COMPUTED.get(one.get("computed", "")) or LONG
        for one in result["fields"]
    }
    template = (folder / result["template"]).read_text(encoding="utf-8")
    pdf = render(template, data | {"verify_url": VERIFY, "demo": True}, files={"qr.svg": qr_svg(VERIFY)})
    assert number in text_of(pdf)
    pages = text_of(pdf, "-bbox").split("<page ")[1:]
    assert len(pages) == 1
    right = [float(part.partition('"')[0]) for part in pages[0].split('xMax="')[1:]]
    assert max(right) < 842 - 34

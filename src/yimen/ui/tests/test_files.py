"""Rules about templates and static files that no page may break."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from yimen.ui import icons
from yimen.ui.templatetags import ym

UI = Path(__file__).parents[1]
SRC = UI.parents[1]
FRONTEND = SRC.parent / "frontend"
STATIC = UI / "static" / "ym"
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
SPRITE = set(re.findall(r'<symbol id="([^"]+)"', icons.SPRITE.read_text(encoding="utf-8")))
FORBIDDEN = {
    "a link that leads nowhere": r'href="#"',
    "an inline style": r"<style|\sstyle=",
    "an inline script": r"<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|javascript:",
    "a file from another site": r'(?:src|<link[^>]*href)="(?:https?:)?//',
}


def name_of(path: Path) -> str:
    return str(path.relative_to(SRC))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_nothing_forbidden(path: Path) -> None:
    # What stands inside a tag of the template, such as ``with one=row``, is no attribute of the page.
    text = re.sub(r"{%.*?%}", "{%%}", path.read_text(encoding="utf-8"))
    assert [rule for rule, pattern in FORBIDDEN.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_uses_icons_of_the_sprite_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r'{% icon "([^"]+)"', text)) | set(re.findall(r'\.icon\|default:"([^"]+)"', text))
    assert named <= SPRITE


def test_the_tags_use_icons_of_the_sprite_only() -> None:
    named = {shape for shape, _ in ym.LIGHTS.values()} | set(ym.NOTES.values())
    named |= {shape for _, shape in (*ym.STATUSES.values(), *ym.FINDINGS.values())}
    named |= {shape for _, shape, _ in ym.VERDICTS.values()} | {shape for _, _, shape in ym.TASKS.values() if shape}
    assert named <= SPRITE


def test_the_sprite_holds_what_its_builder_names() -> None:
    assert {*icons.OUTLINE, *(f"{name}-fill" for name in icons.FILLED)} == SPRITE


def test_htmx_is_the_one_that_django_htmx_ships() -> None:
    shipped = finders.find("django_htmx/htmx-4.min.js")
    assert shipped is not None
    assert (STATIC / "htmx.min.js").read_bytes() == Path(shipped).read_bytes()
    version = re.search(r'version="?([0-9.]+)|version = .([0-9.]+)', Path(shipped).with_name("htmx-4.js").read_text())
    assert version is not None
    assert f"| htmx | {version[1] or version[2]} |" in (UI / "THIRD_PARTY.md").read_text(encoding="utf-8")


def test_the_script_stays_small() -> None:
    assert (STATIC / "ym.js").stat().st_size < 6656


def test_the_files_of_a_page_are_light() -> None:
    packed = {path.name: len(gzip.compress(path.read_bytes())) for path in STATIC.iterdir() if path.is_file()}
    assert packed["ym.css"] <= 10 * 1024
    assert packed["ym.js"] + packed["htmx.min.js"] <= 20 * 1024
    # The budget of a citizen page is 100 KB; what every page brings along must leave room for the page.
    assert sum(packed.values()) < 50 * 1024


def test_the_viewer_of_diagrams_is_the_one_that_is_named_and_comes_with_its_licences() -> None:
    vendor, locked = STATIC / "vendor", json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    version = locked["packages"]["node_modules/bpmn-js"]["version"]
    assert f"| {version} | bpmn.io licence" in (UI / "THIRD_PARTY.md").read_text(encoding="utf-8")
    licences = (vendor / "bpmn-viewer.LICENSES.txt").read_text(encoding="utf-8")
    assert f"bpmn-js {version}\n" in licences
    assert "watermark must stay fully visible" in licences
    assert len(gzip.compress((vendor / "bpmn-viewer.js").read_bytes())) < 60 * 1024
    # A lock that names where a package was had would send every builder there.
    assert not any("resolved" in one for one in locked["packages"].values())


def test_only_pages_of_the_desk_load_the_viewer_of_diagrams() -> None:
    loading = {path.parent.name for path in TEMPLATES if "bpmn-viewer" in path.read_text(encoding="utf-8")}
    assert loading == {"desk"}


def test_the_stylesheet_loads_nothing() -> None:
    assert not re.search(r"url\(|@import|@font-face", (STATIC / "ym.css").read_text(encoding="utf-8"))

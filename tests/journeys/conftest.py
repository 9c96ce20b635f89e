"""A real city for the browser: the product as `yimen run` starts it, on a database of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, Page

from tests import axe
from tests.chromium import find
from tests.journeys import seen, walk
from tests.journeys.days import Days

Who = str | tuple[str, str, str]
CHROMIUM = find()
# Each process of a parallel run has a city of its own.
CITY = "_".join(("yimen_city", os.environ.get("PYTEST_XDIST_WORKER", "alone")))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="no browser: apt install chromium, or set YIMEN_CHROMIUM"))


@dataclass(frozen=True)
class City:
    address: str
    var: Path
    environment: dict[str, str]

    def run(self, *command: str) -> str:
        """A command of the product against this city."""
        done = subprocess.run(
            [sys.executable, "-m", "yimen.cli", *command],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    var = tmp_path_factory.mktemp("city")
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "YIMEN_MODE": "demo", "YIMEN_VAR": str(var), "YIMEN_ADDRESS": address}
    environment["DJANGO_SETTINGS_MODULE"] = "yimen.config.settings"
    environment.pop("YIMEN_DATABASE_URL", None)
    with _database(os.environ.get("YIMEN_DATABASE_URL", "")) as database:
        if database:
            environment["YIMEN_DATABASE_URL"] = database
        log = (var / "run.log").open("w")
        server = subprocess.Popen(
            [sys.executable, "-m", "yimen.cli", "run", "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait_for(address, server, var / "run.log")
            yield City(address, var, environment)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=20)
            log.close()


class _database:
    """On PostgreSQL the city gets a database of its own; on SQLite a file in its folder."""

    def __init__(self, address: str) -> None:
        self._address = address if address.startswith("postgres") else ""

    def __enter__(self) -> str:
        if not self._address:
            return ""
        self._execute(f"DROP DATABASE IF EXISTS {CITY} WITH (FORCE)", f"CREATE DATABASE {CITY}")
        head, _, tail = self._address.partition("?")
        return head.rsplit("/", 1)[0] + f"/{CITY}" + (f"?{tail}" if tail else "")

    def __exit__(self, *error: object) -> None:
        if self._address:
            self._execute(f"DROP DATABASE IF EXISTS {CITY} WITH (FORCE)")

    def _execute(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self._address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            assert server.poll() is None, log.read_text()
            time.sleep(0.25)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def base_url(city: City) -> str:
    return city.address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict, base_url: str) -> dict:
    # The base comes by name: other browser tests have their own, and whoever asks first would fix it for the session.
    # What a worker answers from its cache does not come over the wire: pages could no longer be weighed.
    return {
        **browser_context_args,
        "base_url": base_url,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "service_workers": "block",
    }


@dataclass
class Doors:
    """Browser contexts of people who are signed in already: each signs in once, and again when a journey has moved the
    clock."""

    browser: Browser
    settings: dict[str, Any]
    states: dict[str, Any] = field(default_factory=dict)

    def enter(self, who: Who = "", **more: Any) -> Page:
        """A page of its own for one of the cast (by name), a newcomer (`walk.HE_TING`), or nobody."""
        return self.open(who, **more).new_page()

    def open(self, who: Who = "", **more: Any) -> BrowserContext:
        """The same without a page: it takes the browser half a second of work to open one."""
        state = self.state_of(who) if who else None
        return self.browser.new_context(**{**self.settings, **more}, storage_state=state)

    def state_of(self, who: Who) -> Any:
        key = str(who)
        if key not in self.states:
            context = self.browser.new_context(**self.settings)
            walk.let_in(context, who) if isinstance(who, str) else walk.come_in(context.new_page(), who)
            self.states[key] = context.storage_state()
            context.close()
        return self.states[key]


@pytest.fixture(scope="session")
def doors(browser: Browser, browser_context_args: dict, base_url: str) -> Doors:
    return Doors(browser, {**browser_context_args, "base_url": base_url})


@pytest.fixture(scope="session")
def days(city: City, doors: Doors) -> Days:
    """The clock of the city, for all journeys that move it."""
    return Days(city.run, doors.open, doors.states.clear)


@dataclass
class Enter:
    """Opens pages of signed-in people; `unseen`: for one who sends forms and looks at nothing."""

    doors: Doors
    opened: list[BrowserContext] = field(default_factory=list)

    def __call__(self, who: Who = "", **more: Any) -> Page:
        return self.unseen(who, **more).new_page()

    def unseen(self, who: Who = "", **more: Any) -> BrowserContext:
        self.opened.append(self.doors.open(who, **more))
        return self.opened[-1]


@pytest.fixture
def enter(doors: Doors) -> Iterator[Enter]:
    """What is opened is closed after the test."""
    entering = Enter(doors)
    yield entering
    for context in entering.opened:
        context.close()


@dataclass
class Look:
    """Looks at pages on the way of a journey, as `test_every_page` does; what is wrong is told at the end of all."""

    found: list[str] = field(default_factory=list)

    def __call__(self, page: Page, name: str, *, public: bool = False) -> None:
        """The page as it stands, within the frame that all pages share; one for the public in the elder version too,
        and weighed, for which it is opened again."""
        page.wait_for_load_state()
        view = resolve(urlsplit(page.url).path).view_name
        if seen.LOOKED.get(name, view) != view:
            self.found.append(f"{name} is {view}, not {seen.LOOKED[name]}")
        self.found += [f"{name} {fault}" for fault in axe.faults(page, "main")]
        if public:
            self._as_an_old_person(page, name)
        page.set_viewport_size({"width": 1280, "height": 844})

    def _as_an_old_person(self, page: Page, name: str) -> None:
        page.set_viewport_size({"width": 390, "height": 844})
        page.context.add_cookies([{"name": "ym_mode", "value": "elder", "url": page.url}])
        heavy = axe.weight(page, page.url)
        if heavy > axe.HEAVIEST:
            self.found.append(f"{name}: {heavy} bytes")
        self.found += [f"{name} in the elder version: {fault}" for fault in axe.elder_faults(page)]
        page.context.clear_cookies(name="ym_mode")


@pytest.fixture
def look() -> Iterator[Look]:
    looked = Look()
    yield looked
    assert looked.found == []


@dataclass(frozen=True)
class Granted:
    number: str
    code: str


@pytest.fixture(scope="session")
def granted(doors: Doors) -> Granted:
    """张伟's registration, granted on the spot."""
    page = doors.enter("张伟")
    number = walk.start(page)
    walk.fill_all(page, number, name="云溪市人民路面馆", street="990181001", detail="人民路 42 号")
    walk.submit(page, number)
    walk.wait_for_outcome(page, "营业执照已经签发")
    code = str(page.get_by_role("link", name="验真").get_attribute("href")).rstrip("/").rsplit("/", 1)[1]
    page.context.close()
    return Granted(number, code)


@pytest.fixture(scope="session")
def waiting(doors: Doors) -> str:
    """Number of 陈静's registration, which waits for an officer."""
    page = doors.enter("陈静")
    number = walk.start(page)
    walk.fill_all(page, number, name="云溪市学府路书店", street="990181002", detail="学府路 6 号", scope="B0201")
    walk.submit(page, number)
    walk.wait_for_outcome(page, "由登记审查员看")
    page.context.close()
    return number


@pytest.fixture(scope="session")
def draft(doors: Doors) -> str:
    """Number of 何婷's draft, in which the tests may write what they like; it is never submitted."""
    page = doors.enter(walk.HE_TING)
    number = walk.start(page)
    page.context.close()
    return number

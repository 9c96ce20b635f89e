"""A real server without a database, and the Chromium of the system for the browser tests."""

import os
import threading
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from tests import chromium
from yimen.ui.tests import urls

CHROMIUM = chromium.find()


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(autouse=True)
def sample_urls(settings) -> None:
    settings.ROOT_URLCONF = "yimen.ui.tests.urls"
    settings.YIMEN_DEMO = True
    settings.YIMEN_BRAND = {"city": "云溪市", "site_name": "云溪市政务服务"}
    settings.YIMEN_NAV = [
        {"key": "design", "label": "组件", "url": "ui:design", "audience": "citizen"},
        {"key": "desk", "label": "待办", "url": "ui:design", "audience": "staff"},
        {"key": "none", "label": "还没有的页", "url": "nowhere:at-all"},
    ]
    settings.YIMEN_FOOTER = []
    settings.YIMEN_LINKS = {"sign_in": "sample-page", "sign_out": "sample-save", "inbox": "sample-page"}


@pytest.fixture
def site() -> Iterator[str]:
    """Address of a running server with the sample pages; pytest-django keeps the database shut meanwhile."""
    urls.SAVED.clear()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    if not CHROMIUM and not os.environ.get("CI"):
        pytest.skip("no browser: apt install chromium, or set YIMEN_CHROMIUM")
    args = ["--no-sandbox", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}

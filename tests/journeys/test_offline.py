"""Without network: an honest page, files from the worker, nothing personal kept, and a new version takes over."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import axe
from tests.journeys import walk
from tests.journeys.conftest import Doors, Granted
from yimen.domains.cases.actions.start_draft import KEPT

KEPT_FILES = """async () => {
    const found = {};
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const one of await cache.keys()) found[new URL(one.url).pathname] = await (await cache.match(one)).text();
    }
    return found;
}"""
TAKEN_OVER = """() => new Promise(done => navigator.serviceWorker.controller
    ? done() : navigator.serviceWorker.addEventListener('controllerchange', () => done()))"""
BEGINNING = ("/static/ym/", "/offline/")


@pytest.fixture
def phone(doors: Doors) -> Iterator[Callable[[str], Page]]:
    """A phone on which the worker is allowed, of one of the cast or of nobody."""
    opened: list[BrowserContext] = []

    def open_one(who: str = "") -> Page:
        page = doors.enter(who, service_workers="allow", viewport={"width": 390, "height": 844})
        opened.append(page.context)
        page.goto("/")
        page.evaluate(TAKEN_OVER)
        return page

    yield open_one
    for context in opened:
        context.close()


def test_without_network_the_page_says_what_is_saved_and_what_to_do(phone: Callable[[str], Page]) -> None:
    page = phone("")
    page.context.set_offline(True)
    page.goto(walk.SERVICE)
    expect(page.get_by_role("heading", name="现在没有网络")).to_be_visible()
    main = page.locator("main")
    expect(main).to_contain_text("您填的内容在我们这里，连上网后接着填。")
    expect(main).to_contain_text(f"保留 {KEPT.days} 天")
    expect(main.get_by_role("link", name="12345")).to_have_attribute("href", "tel:12345")
    assert list(axe.faults(page)) == []
    assert page.evaluate("getComputedStyle(document.querySelector('.btn')).backgroundColor") == "rgb(26, 85, 155)"
    page.context.set_offline(False)
    page.get_by_role("link", name="再试一次").click()
    page.wait_for_url(f"**{walk.SERVICE}")
    expect(page.get_by_role("link", name="开始办理").first).to_be_visible()


def test_nothing_of_a_person_is_ever_kept(phone: Callable[[str], Page], granted: Granted) -> None:
    page = phone("张伟")
    for path in ("/me/cases/", f"/cases/{granted.number}/", f"/cases/{granted.number}/answers/", "/me/certs/"):
        page.goto(path)
        expect(page.locator(".util")).to_contain_text("张伟")
    kept = page.evaluate(KEPT_FILES)
    assert "/offline/" in kept
    assert [path for path in kept if not path.startswith(BEGINNING)] == []
    assert [
        path for path, text in kept.items() if "张伟" in text or "csrf" in text.lower() and path == "/offline/"
    ] == []
    page.context.set_offline(True)
    page.goto(f"/cases/{granted.number}/")
    expect(page.locator("body")).not_to_contain_text("张伟")
    expect(page.get_by_role("heading", name="现在没有网络")).to_be_visible()


def test_files_come_from_the_worker_and_pages_from_the_city(phone: Callable[[str], Page]) -> None:
    page = phone("")
    from_worker: dict[str, bool] = {}
    page.on("response", lambda one: from_worker.update({one.url: one.from_service_worker}))
    page.goto("/s/")
    files = [url for url in from_worker if "/static/ym/ym" in url]
    assert len(files) == 2
    assert (
        page.evaluate("performance.getEntriesByType('resource').find(one => one.name.includes('ym.')).transferSize")
        == 0
    )
    page.context.set_offline(True)
    assert page.evaluate(f"fetch('{files[0]}').then(answer => answer.ok)")
    assert page.evaluate("fetch('/s/').then(() => 'answered', () => 'no network')") == "no network"

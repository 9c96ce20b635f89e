"""What browser tests ask of every page: no accessibility fault, no sideways scrolling, little weight."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# A bar that stays in view covers whatever was scrolled under it: it is judged in its own place.
RUN = """async tags => {
    const bars = [...document.querySelectorAll('.sticky-cta')];
    bars.forEach(bar => { bar.style.position = 'static'; });
    const found = await axe.run(document, {runOnly: tags});
    bars.forEach(bar => { bar.style.position = ''; });
    return found.violations.map(v => `${v.id} (${v.impact}): ${v.nodes.map(n => n.target.join(' ')).join(', ')}`);
}"""
ICONS = """async () => {
    const named = [...document.querySelectorAll('use')].map(one => one.getAttribute('href').split('#'));
    const files = {};
    for (const [file] of named) files[file] ??= await (await fetch(file)).text();
    return [...new Set(named.filter(([file, id]) => !files[file].includes(`id="${id}"`)).map(one => one[1]))];
}"""
# What a media query can change about an element: where two widths agree on it, axe judges the same page.
STYLE = """part => [...document.querySelectorAll(`${part} *`)].map(one => {
    const style = getComputedStyle(one);
    return [style.display, style.position, style.visibility, style.fontSize, style.clip].join();
}).join(';')"""
WIDTHS = (320, 390, 1280)
HEAVIEST = 100 * 1024
SCROLLS = "document.documentElement.scrollWidth > window.innerWidth"


def violations(page: Page) -> list[str]:
    """Faults that axe finds on the page as it stands, each as `rule (impact): elements`; empty is good.

    axe is put in through the debugger, which the content security policy of the page does not govern.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN, list(TAGS))


def missing_icons(page: Page) -> list[str]:
    """Icons that the page names and the sprite does not hold: they would be drawn as nothing."""
    return page.evaluate(ICONS)


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate(SCROLLS))


def weight(page: Page, url: str) -> int:
    """Open `url` with an empty cache and return the bytes that came over the wire, headers included."""
    sizes: list[float] = []
    under_way: set[str] = set()

    def ended(event: dict[str, Any]) -> None:
        under_way.discard(event["requestId"])
        sizes.append(event.get("encodedDataLength", 0))

    client = page.context.new_cdp_session(page)
    client.on("Network.requestWillBeSent", lambda event: under_way.add(event["requestId"]))
    client.on("Network.loadingFinished", ended)
    client.on("Network.loadingFailed", ended)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(url)
    for _ in range(250):
        if not under_way:
            break
        page.wait_for_timeout(20)
    client.detach()
    return int(sum(sizes))


def faults(page: Page, part: str = "body") -> Iterator[str]:
    """Everything that is wrong with the page as it stands, at each width at which `part` of it looks different."""
    seen: set[str] = set()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        if scrolls_sideways(page):
            yield f"at {width}: scrolls sideways"
        style = page.evaluate(STYLE, part)
        if style not in seen:
            seen.add(style)
            yield from (f"at {width}: {fault}" for fault in violations(page))
    yield from (f"no icon {icon}" for icon in missing_icons(page))


def elder_faults(page: Page) -> Iterator[str]:
    """What an old person would stumble over: letters under 18 px, buttons and inputs under 60 px, and any fault."""
    size = float(page.evaluate("getComputedStyle(document.body).fontSize").removesuffix("px"))
    if size < 18:
        yield f"letters of {size} px"
    targets = page.locator("main :is(.btn, .radio, input[type=text], input[type=tel], select):visible")
    least = min(targets.evaluate_all("all => all.map(one => one.offsetHeight)"), default=60)
    if least < 60:
        yield f"a target of {least} px"
    if scrolls_sideways(page):
        yield "scrolls sideways"
    yield from violations(page)

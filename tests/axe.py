"""What browser tests ask of every page: no accessibility fault, no sideways scrolling, little weight."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """tags => axe.run(document, {runOnly: tags}).then(
    found => found.violations.map(v => `${v.id} (${v.impact}): ${v.nodes.map(n => n.target.join(' ')).join(', ')}`))"""
ICONS = """async () => {
    const named = [...document.querySelectorAll('use')].map(one => one.getAttribute('href').split('#'));
    const files = {};
    for (const [file] of named) files[file] ??= await (await fetch(file)).text();
    return [...new Set(named.filter(([file, id]) => !files[file].includes(`id="${id}"`)).map(one => one[1]))];
}"""
SCROLLS = "document.documentElement.scrollWidth > window.innerWidth"


def violations(page: Page) -> list[str]:
    """Faults that axe finds on the page as it stands, each as `rule (impact): elements`; empty is good.

    axe is put in through the debugger, which the content security policy of the page does not govern.
    """
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
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    client.detach()
    return int(sum(sizes))

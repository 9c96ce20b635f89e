"""Draw the icons of the installed app: `python -m yimen.ui.app_icons` (when the mark changes; the icons are committed).

Needs Playwright and a Chromium, which the tests bring along. The mark's rounded square is kept where the icon is shown
as it is; where a system cuts it to a circle, the ground fills the whole square and the mark keeps to the middle.
"""

import os
import re
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from yimen.ui.shell import INK

STATIC = Path(__file__).parent / "static"
MARK = STATIC / "ym" / "mark.svg"
# File, size, and whether the ground fills the square.
DRAWN = (("icon-192", 192, False), ("icon-512", 512, False), ("maskable-512", 512, True), ("touch-180", 180, True))


def drawing(size: int, full: bool) -> str:
    """The mark as a page of `size` pixels; `full`: on a ground up to the edges, at 84 %, within the safe circle."""
    mark = MARK.read_text(encoding="utf-8")
    if full:
        mark = re.sub(r'<rect[^>]*rx="14"[^>]*/>', "", mark, count=1)
    inner, ground = (round(size * 0.84), INK) if full else (size, "transparent")
    edge = (size - inner) // 2
    mark = mark.replace("<svg ", f'<svg width="{inner}" height="{inner}" ', 1)
    return f'<body style="margin:0;background:{ground}"><div style="padding:{edge}px;line-height:0">{mark}</div></body>'


def draw() -> None:
    """Write every icon to `static/app`."""
    browser_at = os.environ.get("YIMEN_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_at, args=["--no-sandbox"])
        for name, size, full in DRAWN:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(drawing(size, full))
            page.screenshot(path=STATIC / "app" / f"{name}.png", omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    draw()

"""The installable shell: the manifest, and what the service worker keeps: static files and one page, nothing personal.

`worker` is the script of `/sw.js`. Its version is the hash of everything it keeps, so that a change of any of it
replaces the worker and its cache.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from yimen.ui import context, navigation

FILES = ("ym/ym.css", "ym/ym.js", "ym/htmx.min.js", "ym/icons.svg", "ym/mark.svg")
# File, size in pixels, purpose: `maskable` may be cut to a circle. Drawn from mark.svg by `app_icons.py`.
ICONS = (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("maskable-512", 512, "maskable"))
SHORTCUTS = (("全部事项", "citizen:search"), ("我的办件", "citizen:my-cases"))
INK, PAPER = "#0B2A4E", "#F8F6F1"


def manifest() -> dict[str, Any]:
    """The web app manifest: with a bar for going back, since people come from links and go back by it."""
    name = str(context.brand()["site_name"])
    found = [(label, navigation.address(page)) for label, page in SHORTCUTS]
    return {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "name": f"{name} · 一门",
        "short_name": name,
        "description": f"{name}统一入口：查事项、办事、查进度、验证照。",
        "lang": "zh-Hans-CN",
        "dir": "ltr",
        "display": "minimal-ui",
        "theme_color": INK,
        "background_color": PAPER,
        "icons": [
            {"src": static("ym/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            *(
                {"src": static(f"app/{file}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
                for file, size, purpose in ICONS
            ),
        ],
        "shortcuts": [{"name": label, "url": address} for label, address in found if address],
    }


def offline_page() -> str:
    """The page without network, the same for everybody: rendered without a request, so nobody's name can be in it."""
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("ym/offline.html", {"brand": context.brand()})


def worker() -> str:
    """The script of the service worker."""
    return _worker(offline_page(), tuple(static(name) for name in FILES))


@lru_cache(maxsize=8)
def _worker(page: str, addresses: tuple[str, ...]) -> str:
    template = (Path(__file__).parent / "templates" / "ym" / "sw.js").read_text(encoding="utf-8")
    kept = hashlib.sha256("".join((template, page, *addresses)).encode())
    for name in FILES:
        found = finders.find(name)
        assert isinstance(found, str), f"{name} is no static file"
        kept.update(Path(found).read_bytes())
    told = {"VERSION": kept.hexdigest()[:16], "FILES": addresses, "OFFLINE": reverse("ui:offline")}
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in told.items()) + template

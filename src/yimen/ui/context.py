"""What every page knows without being told. Nothing is read from the database before a page asks for the viewer."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from yimen.ground.calendar.moment import demo_day
from yimen.ground.language.speech import speaks_english

MODES = frozenset({"elder"})
SIZES = frozenset({"2"})
CONTRASTS = frozenset({"high"})
POINTERS = frozenset({"large"})
# Parameter of /prefs/, its cookie, and what may stand in it.
READING = (
    ("mode", "ym_mode", MODES),
    ("size", "ym_size", SIZES),
    ("contrast", "ym_contrast", CONTRASTS),
    ("pointer", "ym_pointer", POINTERS),
)


def brand() -> dict[str, object]:
    """Names of the city and the site, from `settings.YIMEN_BRAND`, with the demo flag."""
    given: dict[str, object] = getattr(settings, "YIMEN_BRAND", {})
    return {"site_name": "政务服务", "hotline": "12345", **given, "demo": bool(getattr(settings, "YIMEN_DEMO", False))}


def reading(request: HttpRequest) -> dict[str, str]:
    """The elder version and its size, contrast and pointer as the cookies ask for; a forged value counts as none."""
    told = {name: (request.COOKIES.get(cookie, ""), allowed) for name, cookie, allowed in READING}
    return {name: value if value in allowed else "" for name, (value, allowed) in told.items()}


def languages(path: str) -> dict[str, object]:
    """The language of the page as HTML names it, and the addresses of the same page in both."""
    chinese = path.removeprefix("/en") or "/" if path.startswith("/en/") else path
    return {
        "english": speaks_english(),
        "html_lang": "en" if speaks_english() else "zh-Hans-CN",
        "in_chinese": chinese,
        "in_english": f"/en{chinese}",
    }


def viewer(request: HttpRequest) -> object | None:
    """Who is signed in (with `name` and `is_staff`), or None."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def page(request: HttpRequest) -> dict[str, object]:
    """The context processor; see the docstring of `yimen.ui` for each name."""
    return {
        "brand": brand(),
        "demo_day": demo_day(),
        **reading(request),
        **languages(request.get_full_path()),
        "viewer": SimpleLazyObject(lambda: viewer(request)),
        "unread": getattr(request, "unread", 0),
        "path": request.get_full_path(),
    }

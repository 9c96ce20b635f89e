"""What every page knows without being told. Nothing is read from the database before a page asks for the viewer."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from yimen.ground.calendar.moment import demo_day

MODES = frozenset({"elder"})
SIZES = frozenset({"2"})


def brand() -> dict[str, object]:
    """Names of the city and the site, from `settings.YIMEN_BRAND`, with the demo flag."""
    given: dict[str, object] = getattr(settings, "YIMEN_BRAND", {})
    return {"site_name": "政务服务", "hotline": "12345", **given, "demo": bool(getattr(settings, "YIMEN_DEMO", False))}


def reading(request: HttpRequest) -> dict[str, str]:
    """Mode and size of the elder version as the cookies ask for; a forged value counts as none."""
    mode, size = request.COOKIES.get("ym_mode", ""), request.COOKIES.get("ym_size", "")
    return {"mode": mode if mode in MODES else "", "size": size if size in SIZES else ""}


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
        "viewer": SimpleLazyObject(lambda: viewer(request)),
        "unread": getattr(request, "unread", 0),
        "path": request.get_full_path(),
    }

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest) -> str:
    """The page to go on to (``next``), if it stays on this site; else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    # A path that begins with a scheme, "//" or a backslash would lead a reader to somebody else's site.
    is_local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_local else "/"

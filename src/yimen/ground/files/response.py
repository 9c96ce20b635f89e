import mimetypes
from urllib.parse import quote

from django.http import HttpResponse

from yimen.ground.errors import NotFound
from yimen.ground.files.kinds import kind_by_type
from yimen.ground.files.models import StoredFile
from yimen.ground.files.open_apart import draw_apart

# Whatever slipped through the checks can neither run a script nor reach our pages. Chromium starts its PDF viewer only
# outside a sandbox, and the viewer itself runs in a process of its own.
_BOXED = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# Not SVG, which may hold a script.
_SHOWN = ("image/png", "image/jpeg", "image/webp")
_OF_PDF = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def file_response(file: StoredFile, inline: bool = False) -> HttpResponse:
    """A stored file for those whom the view has let in; never kept by a cache between them and us.

    Args:
        inline: shown in the browser (PDF and pictures); otherwise it is saved under its name.
    Raises:
        FileDestroyed, FileDamaged: nothing is given out.
    """
    response = HttpResponse(file.read(), content_type=file.content_type)
    response["Content-Disposition"] = disposition(file.name, inline)
    response["Content-Security-Policy"] = _OF_PDF if inline and not file.is_picture else _BOXED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def page_response(file: StoredFile, page: int) -> HttpResponse:
    """A page of a stored file as a picture, to look at: pages of a PDF too, without the viewer of the browser.

    Raises:
        NotFound: there is no such page, or it cannot be drawn.
        FileDestroyed, FileDamaged, Unavailable: nothing is given out.
    """
    drawn = draw_apart(file.read(), kind_by_type(file.content_type), page)
    if not drawn.picture:
        raise NotFound("这一页画不出来", "直接打开文件看。")
    response = HttpResponse(drawn.picture, content_type="image/png")
    response["Content-Security-Policy"] = _BOXED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def disposition(name: str, inline: bool) -> str:
    """``Content-Disposition`` (RFC 6266): the name in the form of RFC 8187 (5987 before), and one for old browsers."""
    ending = name[name.rfind(".") :] if "." in name else ""
    plain = f"file{ending}" if ending.isascii() and ending[1:].isalnum() else "file"
    encoded = quote(name, safe="!#$&+-.^_`|~", encoding="utf-8")
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def download_response(name: str, content: bytes) -> HttpResponse:
    """A file of the product's own, such as a blank form of a service, to save under its name; a picture is shown."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
    response["Content-Disposition"] = disposition(name, inline=kind in _SHOWN)
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""What a page weighs on its first visit: the HTML and every file that it brings along, compressed as browsers ask."""

import re
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

from bench.visits import Visit

# In HTML: what a browser fetches by itself; in styles and modules: what they bring along.
_IN_HTML = re.compile(r"""<(?:link|script|img|use)\b[^>]*?\b(?:href|src)="([^"#]+)[^"]*"[^>]*>""")
_IN_STYLE = re.compile(r"""(?:url\(|@import\s+)["']?([^"')#]+)""")
_IN_MODULE = re.compile(r"""(?:\bfrom|\bimport)\s*\(?["'](\.{0,2}/[^"']+)["']""")
_NOT_FETCHED = re.compile(r'rel="(?:alternate|canonical)"')


def weight(visit: Visit, port: int) -> int:
    """Bytes over the wire, headers included, with an empty cache."""
    kind, body, total = _fetch(visit.paths[0], port, visit.sessions[0])
    seen, todo = {visit.paths[0]}, list(_links(kind, body, visit.paths[0]))
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        kind, body, size = _fetch(path, port)
        total += size
        todo += _links(kind, body, path)
    return total


def _links(kind: str, body: str, base: str) -> list[str]:
    if kind == "text/html":
        found = [hit[1] for hit in _IN_HTML.finditer(body) if not _NOT_FETCHED.search(hit[0])]
    else:
        found = _IN_STYLE.findall(body) if kind == "text/css" else _IN_MODULE.findall(body) if "script" in kind else []
    return [urljoin(base, one) for one in found if not urlsplit(one).scheme]


def _fetch(path: str, port: int, session: str = "") -> tuple[str, str, int]:
    """Kind, text and bytes over the wire: twice, for the text is read uncompressed."""
    cookies = {"Cookie": f"ym_session={session}"} if session else {}
    sizes = []
    for encoding in ("gzip, br", "identity"):
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers={**cookies, "Accept-Encoding": encoding})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"bench: {path} answers {answer.status}")
        sizes.append(len(body) + sum(len(name) + len(value) + 4 for name, value in answer.getheaders()))
        connection.close()
    kind = (answer.getheader("Content-Type") or "").partition(";")[0]
    return kind, body.decode(errors="replace"), sizes[0]

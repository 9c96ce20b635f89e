"""Chinese in templates: what is marked for translation, and what stands there unmarked."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.strings.sources import CHINESE

_SIGNS = re.compile("[\u3001\u3002\u300a\u300b\u4e00-\u9fff\uff01-\uff5e]")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_BLOCK = re.compile(r"\{% blocktranslate[^%]*?(?:\"[^\"]*\"[^%]*?)*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
_PLURAL = re.compile(r"\{% plural %\}")
_ONE = re.compile(r"\{% translate \"([^\"]*)\"(?: as \w+)? %\}")
_TOKEN = re.compile(r"\{%(.*?)%\}|\{\{(.*?)\}\}", re.DOTALL)
_LITERAL = re.compile(r"\"([^\"]*)\"")
_PLACE = re.compile(r"\{\{ (\w+) \}\}")
# Formats of days: the filter `date` reads them, the filter `say` turns what comes out into English.
_FORMAT = re.compile(r"date:\"[^\"]*\"")


def messages(path: Path) -> Iterator[tuple[str, str | None]]:
    """Message ids with their plural form or None: of `translate`, of `blocktranslate`, and the words that are handed to
    components and filters, which say them."""
    source = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    for found in _BLOCK.finditer(source):
        forms = [_placed(form) for form in _PLURAL.split(found[1])]
        yield forms[0], forms[1] if len(forms) > 1 else None
    for found in _ONE.finditer(source):
        yield found[1], None
    for inside in (found[1] or found[2] or "" for found in _TOKEN.finditer(_ONE.sub("", source))):
        if inside.split()[:1] not in (["if"], ["elif"]):
            yield from ((text, None) for text in _LITERAL.findall(_FORMAT.sub("", inside)) if CHINESE.search(text))


def unmarked(path: Path) -> list[str]:
    """Chinese words and signs outside every tag that says them in English."""
    source = _BLOCK.sub("", _COMMENT.sub("", path.read_text(encoding="utf-8")))
    return [text.strip() for text in re.split(r"[<>\"\n]", _TOKEN.sub("\n", source)) if _SIGNS.search(text)]


def _placed(text: str) -> str:
    return _PLACE.sub(r"%(\1)s", text.replace("%", "%%"))

import re
import unicodedata

from yimen.ground.files.kinds import TAKEN, Kind

LONGEST = 80
NAMELESS = "材料"
_ENDINGS = {ending: kind for kind in TAKEN for ending in kind.endings}


def clean_name(given: str, kind: Kind) -> str:
    """The name of an upload as it may be shown and given out again: one line, no folders, no hidden signs.

    Signs of the classes control, format, surrogate and private use go: one of them turns ``gpj.exe`` into ``exe.jpg``.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" or sign == "\t")
    seen = re.sub(r"\s+", " ", seen).strip().rstrip(" .")
    stem, ending = _split(seen)
    if kind_by_ending(ending) is not kind:
        stem, ending = seen, kind.endings[0]
    stem = stem.strip(" .")[: LONGEST - len(ending)].rstrip(" .")
    return f"{stem or NAMELESS}{ending}"


def ending_of(given: str) -> str:
    """The ending of a name in small letters, with its dot; empty if it has none.

    Only 1 to 8 letters and digits count: “2026.11.20 租赁合同” has no ending.
    """
    visible = "".join(sign for sign in given if unicodedata.category(sign)[0] != "C").strip().rstrip(" .")
    return _split(visible)[1].lower()


def kind_by_ending(ending: str) -> Kind | None:
    return _ENDINGS.get(ending.lower())


def _split(name: str) -> tuple[str, str]:
    found = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
    if found is None or found[0][1:].isdigit():
        return name, ""
    return name[: found.start()], found[0]

"""How a version stands on a day, and the parts of its text, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from yimen.domains.law.models import Article, Document, Ending, Heading, Version
from yimen.domains.law.queries import ending_of

SOURCE_WORDS = {
    "L": "施行日写在正文里",
    "F": "施行日查自公开网页",
    "K": "施行日待和公布的文件核对",
    "D": "施行日是演示用的",
}
# A longer text is shown chapter by chapter, so that a page stays light on a slow line.
WHOLE = 14_000


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a version is in force; if not, why, and what is to be read instead (``href`` may be empty)."""

    in_force: bool
    word: str = "现行"
    sentence: str = ""
    href: str = ""
    instead: str = ""
    note: str = ""


def standing(document: Document, version: Version, today: date) -> Standing:
    """How a version stands; ``document`` has its versions and their endings at hand."""
    later = [one for one in document.versions.all() if one.number > version.number]
    begun = [one for one in later if one.in_force_from and one.in_force_from <= today]
    if version.in_force_from and version.in_force_from > today:
        return Standing(False, "还没有施行", f"这个文本从{day(version.in_force_from)}起施行，现在还没有生效")
    if begun:
        newest = begun[-1]
        sentence = f"这个文本已经被{day(newest.in_force_from)}起施行的新文本（{newest.label}）代替"
        return Standing(False, "旧文本", sentence, address(document.key), f"看现行的文本（{newest.label}）")
    ended = ending_of(version)
    if ended is not None and ended.reached(today):
        return _over(ended)
    if later:
        coming = later[0]
        return Standing(True, "现行", f"新的文本（{coming.label}）从{day(coming.in_force_from)}起施行")
    return Standing(True)


def _over(ended: Ending) -> Standing:
    word, since = "不是现行文本", day(ended.since)
    if ended.by:
        told = f"从{since}起，由《{ended.title}》代替" if ended.since else f"已经由《{ended.title}》代替"
        return Standing(False, word, told, address(ended.by.key), f"看《{ended.title}》", ended.note)
    if ended.title:
        told = f"从{since}起有了新的文本，我们还没有收录" if ended.since else "有了新的文本，我们还没有收录"
        return Standing(False, word, told, note=ended.note)
    return Standing(False, word, f"从{since}起不再有效" if ended.since else "已经不再有效", note=ended.note)


def day(value: date | None) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value else "日子没有核实"


def address(document: str, version: int | None = None, article: str = "") -> str:
    """The page of a document, of one of its versions, of an article."""
    told: list[Any] = [document, *([version] if version else []), *([article] if article else [])]
    name = ("article" if article else "document") + ("-version" if version else "")
    return reverse(f"law:{name}", args=told)


def about(version: Version) -> list[dict[str, str]]:
    """What is known about a version, as rows."""
    document = version.document
    since = f"{day(version.in_force_from)}（{SOURCE_WORDS[version.src]}）"
    rows = [
        ("种类", document.kind),
        ("制定机关", document.issuer),
        ("文号", version.issue_number),
        ("公布、通过", day(version.promulgated) if version.promulgated else ""),
        ("施行", since),
        ("说明", version.note),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of a text with its sections and articles, in their order; ``key`` stands in the address."""

    key: str
    heading: Heading | None
    lines: tuple[Heading | Article, ...]

    @property
    def title(self) -> str:
        return self.heading.text if self.heading else "正文"

    @property
    def articles(self) -> list[Article]:
        return [one for one in self.lines if isinstance(one, Article)]

    @property
    def span(self) -> str:
        """第一条至第十条."""
        found = self.articles
        if not found:
            return ""
        return found[0].label if len(found) == 1 else f"{found[0].label}至{found[-1].label}"


def parts(headings: Sequence[Heading], articles: Sequence[Article]) -> list[Part]:
    """The text by its highest headings; what stands before the first is a part without a heading."""
    highest = min((one.depth for one in headings), default=0)
    found: list[tuple[Heading | None, list[Heading | Article]]] = [(None, [])]
    body: list[Heading | Article] = [*headings, *articles]
    for one in sorted(body, key=lambda line: line.position):
        if isinstance(one, Heading) and one.depth == highest:
            found.append((one, []))
        else:
            found[-1][1].append(one)
    kept = [(heading, lines) for heading, lines in found if heading or lines]
    return [Part(str(at), heading, tuple(lines)) for at, (heading, lines) in enumerate(kept, 1)]

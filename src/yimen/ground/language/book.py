"""A book of messages: one Chinese sentence in, its English out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yimen.ground.language import articles, days

CHINESE = re.compile("[\u4e00-\u9fff]")
# A term beside its English: individual business (个体工商户).
TERM = re.compile(r"(?<=\()([^()]*[\u4e00-\u9fff][^()]*)(?=\))")
FULL_WIDTH = re.compile("[\u3001\u3002\u300a\u300b\uff01-\uff5e]")
PLACE = re.compile(r"\{(\w+)\}")
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]")
_SENTENCE_END = re.compile("(?<=。)")
# What joins sentences and words, from the widest to the narrowest. A text that no message fits is said in pieces.
_JOINTS = (("\n", "\n"), ("；", "; "), ("，", ", "), ("：", ": "), (" · ", " · "), ("、", ", "), (" ", " "))
_UNITS = "minute|hour|day|month|year|file|row|question|part|rating|digit|decimal"
_ONE = re.compile(rf"(?<![\d.,])(1 (?:[a-z]+ )??)({_UNITS})s\b")
# A place before one of these stands for a number.
_COUNTED = re.compile(" ?(?:个|小时|分钟|处|份|次|位|条评价|%)| (?:天|日|月|元|行|字|人次)")
_NUMERIC = r"[\d.,]+"
_ORDINALS = frozenset({"第", "超"})
_KEPT_AT_MOST = 5000


@dataclass(frozen=True)
class Pattern:
    """A message with places: which texts fit it, and what to say for them."""

    piece: str
    regex: re.Pattern[str]
    english: str

    def match(self, text: str) -> dict[str, str] | None:
        # Most texts fit no pattern: looking for one literal piece is quicker than trying the expression.
        found = self.regex.fullmatch(text) if self.piece in text else None
        return found.groupdict() if found else None


def is_said(text: str) -> bool:
    """Whether nothing of it is left in Chinese; a term in brackets belongs to the English."""
    return not CHINESE.search(TERM.sub("", text))


class Book:
    """Says Chinese texts in English. Texts that were said are remembered."""

    def __init__(self, messages: Mapping[str, str], phrases: Mapping[str, str]) -> None:
        self._exact = {**messages, **phrases}
        self._patterns = sorted(_patterns(self._exact), key=lambda one: -_weight(one.regex.pattern))
        self._said: dict[str, str] = {}

    def say(self, text: str) -> str:
        """The English of a text; what no message fits is said in pieces, and what is then left stays Chinese."""
        if text not in self._exact and not (CHINESE.search(text) or FULL_WIDTH.search(text)):
            return text
        if text not in self._said:
            if len(self._said) >= _KEPT_AT_MOST:
                self._said.clear()
            self._said[text] = self._whole(text) or self._pieces(text)
        return self._said[text]

    def _whole(self, text: str) -> str | None:
        if (known := self._exact.get(text)) is not None:
            return known
        if (known := self._exact.get(text.removesuffix("。"))) is not None:
            return known.removesuffix(".") + "."
        if "、" in text and all(one in self._exact for one in self._runs(text.split("、"), "、")):
            # Before the patterns: a short one such as “{day}前{act}” would fit a list of names that has its word.
            return None
        for pattern in self._patterns:
            if (values := pattern.match(text)) is not None:
                return singular(pattern.english.format_map({name: self.say(text) for name, text in values.items()}))
        return None

    def _pieces(self, text: str) -> str:
        bare = text.strip()
        if bare != text:
            return text.replace(bare, self.say(bare))
        if not CHINESE.search(day := days.in_english(text)):
            return day
        sentences = [one for one in _SENTENCE_END.split(text) if one]
        if len(sentences) > 1:
            found = " ".join(self.say(one) for one in self._runs(sentences, ""))
            return found if _better(text, found) else text
        if text.endswith("。") and len(text) > 1:
            found = self.say(text[:-1])
            return text if found == text[:-1] else found.removesuffix(".") + "."
        head, _, rest = text.partition("：")
        if rest and head in self._exact:
            return f"{self.say(head)}: {self.say(rest)}"
        for joint, english in _JOINTS:
            parts = list(self._runs(text.split(joint), joint))
            if len(parts) > 1 and _better(text, found := english.join(self.say(one) for one in parts)):
                return found
        if (cited := articles.split(text)) is not None:
            return f"{self.say(cited[0])}, {cited[1]}" if cited[0] else cited[1]
        return self._bracketed(text) or days.in_english(text)

    def _runs(self, parts: list[str], joint: str) -> Iterator[str]:
        """Part by part, or several at once where they are known as one text: a name may have a joint inside."""
        at = 0
        while at < len(parts):
            ends = range(len(parts), at, -1)
            end = next((end for end in ends if self._known(joint.join(parts[at:end]))), at + 1)
            yield joint.join(parts[at:end])
            at = end

    def _known(self, text: str) -> bool:
        return text in self._exact or text.removesuffix("。") in self._exact

    def _bracketed(self, text: str) -> str | None:
        """What stands before, in and after one pair of brackets, each by itself; None where nothing of it is known."""
        before, _, rest = text.partition("（")
        inside, closed, after = rest.rpartition("）")
        if not closed or inside.count("（") != inside.count("）"):
            return None
        said = [self.say(one) for one in (before, inside, after)]
        found = f"{said[0]} ({said[1]}){said[2]}".strip()
        return found if _better(text, found) else None


def _patterns(messages: Mapping[str, str]) -> Iterator[Pattern]:
    for message, english in messages.items():
        pieces = PLACE.split(message)
        if len(pieces) == 1 or not _IDEOGRAPHS.search("".join(pieces[::2])):
            continue
        # A short message such as “{count} 条” fits too much unless its values are short too.
        literal = "".join(pieces[::2])
        value = _NUMERIC if literal in _ORDINALS else "[^。]*?" if _weight(literal) > 2 else "[^。；，：？]*?"
        regex = "".join(
            f"(?P<{one}>{_NUMERIC if _COUNTED.match(pieces[n + 1]) else value})" if n % 2 else re.escape(one)
            for n, one in enumerate(pieces)
        )
        yield Pattern(max(pieces[::2], key=len), re.compile(regex, re.DOTALL), english)


def _better(chinese: str, said: str) -> bool:
    """Whether most of the words were said. A text that nobody put into English stays whole: a mixture helps no one."""
    return 2 * len(_IDEOGRAPHS.findall(said)) < len(_IDEOGRAPHS.findall(chinese))


def _weight(regex: str) -> int:
    return len(_IDEOGRAPHS.findall(regex))


def singular(text: str) -> str:
    """``1 working days`` → ``1 working day``: Chinese has one form for all numbers, so the messages have one too."""
    return _ONE.sub(r"\1\2", text)

from collections.abc import Iterable

from yimen.ground.errors import DomainError, Unavailable


def name_sign(sign: str) -> str:
    """How a sign is spoken of: itself if it can be shown, and its code point."""
    code = f"U+{ord(sign):04X}"
    return f"“{sign}”（{code}）" if sign.isprintable() and not sign.isspace() else f"看不见的符号（{code}）"


class MissingGlyphs(DomainError):
    """Signs that the fonts cannot print. Nothing is issued: a blank box in a name would make the paper false."""

    code = "missing-glyphs"

    def __init__(self, signs: Iterable[str]) -> None:
        self.signs = frozenset(signs)
        named = "、".join(name_sign(sign) for sign in sorted(self.signs))
        super().__init__(
            f"文书里有印不出来的字：{named}",
            "核对一下这些字写对没有。确实要用的，请到窗口登记，补上字形后再出文书。",
        )


class TemplateBroken(DomainError):
    """A template cannot be printed: the sentence says what Typst or the rules found in it."""

    code = "template-broken"

    def __init__(self, finding: str) -> None:
        super().__init__(f"文书模板有问题：{finding}", "让维护这个事项的人员改好模板后再试。")


class DocumentIncomplete(DomainError):
    """A document lacks something that the law wants in it."""

    code = "document-incomplete"


class DocumentDamaged(DomainError):
    """What is stored is not what was issued."""

    code = "document-damaged"


class NumberTaken(DomainError):
    """A body gives each number of a kind once."""

    code = "number-taken"


class SealUnavailable(Unavailable):
    """No seal for this body now: nothing is issued without one."""

    code = "seal-unavailable"

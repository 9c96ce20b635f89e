"""What a person says in a rating, and what is to be mended in it. The same for every channel."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yimen.domains.evaluation.grades import REASONS, Grade
from yimen.domains.evaluation.models import TEXT_LENGTH
from yimen.ground.accounts.forms import mobile_fault, plain
from yimen.ground.errors import Fault, Incomplete

_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")


@dataclass(frozen=True, slots=True)
class Opinion:
    """``reasons`` are codes of the grade; ``phone`` is a number only if the person agrees to be called back."""

    grade: Grade
    reasons: tuple[str, ...] = ()
    text: str = ""
    phone: str = ""


def grade_of(typed: str) -> Grade | None:
    """The grade that was chosen, or None. Nothing is chosen beforehand."""
    known = {str(int(one)): one for one in Grade}
    return known.get(typed)


def read_opinion(*, grade: str, reasons: Sequence[str], text: str, phone: str) -> Opinion:
    """What was typed as an opinion.

    A reason of another grade is left out, because it was ticked before the grade was changed; so is the number to call
    beside a good grade, because nobody is going to call.

    Raises:
        Incomplete: no grade, a text that is too long, or a number that cannot be called.
    """
    chosen = grade_of(grade)
    told = text.replace("\r\n", "\n").strip()
    called = plain(phone) if chosen is not None and chosen.is_bad else ""
    faults = [
        Fault("grade", "选一个满意程度，再提交" if chosen is None else ""),
        Fault("phone", _phone_fault(called)),
        Fault("text", text_fault("想说的话", told)),
    ]
    wrong = [fault for fault in faults if fault.sentence]
    if wrong or chosen is None:
        raise Incomplete(wrong)
    ticked = tuple(code for code in REASONS[chosen] if code in set(reasons))
    return Opinion(chosen, ticked, told, called)


def text_fault(label: str, text: str) -> str:
    """Why a text is too long, or an empty text."""
    over = len(text) - TEXT_LENGTH
    return f"{label}最多 {TEXT_LENGTH} 个字，现在多了 {over} 个，删短一点" if over > 0 else ""


def _phone_fault(phone: str) -> str:
    if not phone or _LANDLINE.fullmatch(phone):
        return ""
    if phone.startswith("0"):
        return "固定电话要带区号，例如 0300-0000105"
    return mobile_fault(phone)

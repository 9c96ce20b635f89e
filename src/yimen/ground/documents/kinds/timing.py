"""What moves the limit of a permit: special procedures (行政许可法 45) and the one extension (42)."""

from typing import Literal, NotRequired, get_args

from yimen.ground.documents.kinds.kind import Choice, Kind, Rows, source
from yimen.ground.documents.kinds.words import Paper

# The eight of article 45, and nothing else for a permit; the last is that of 政府信息公开条例 33(3).
Procedure = Literal["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审", "征求第三方和其他机关意见"]


class SpecialProcedure(Paper):
    """``days`` in words (15个工作日). ``statutory_by``: the last day of the limit once this time is taken out.

    ``article``: what stops the clock of a matter that is no permit, in place of 45.
    """

    applied_on: str
    accepted_on: str
    procedure: Procedure
    why: str
    why_basis: str
    done_by: str
    days: str
    starts_on: str
    ends_on: str
    contact: str
    statutory_by: NotRequired[str]
    article: NotRequired[str]


class Extension(Paper):
    """``approved_by``: the head of the body (42(1)), or of the government where several handle together (42(2)).

    ``limit_basis``: the special rule, where another limit than that of 42 applies.
    """

    applied_on: str
    accepted_on: str
    old_by: str
    reasons: list[str]
    approved_by: Literal["head", "government"]
    approved_on: str
    extended_by: str
    new_by: str
    contact: str
    limit_basis: NotRequired[str]


KINDS = (
    Kind(
        code="special-procedure",
        title="特别程序所需时间告知书",
        template=source("special-procedure"),
        sealed_by="deciding-body",
        law="行政许可法45",
        says=(
            *("case_number", "matter", "applied_on", "accepted_on", "procedure", "why", "why_basis"),
            *("done_by", "days", "starts_on", "ends_on", "contact"),
        ),
        choices=(Choice("procedure", get_args(Procedure)),),
    ),
    Kind(
        code="extension",
        title="延期告知书",
        template=source("extension"),
        sealed_by="deciding-body",
        law="行政许可法42",
        says=(
            *("case_number", "matter", "applied_on", "accepted_on", "old_by", "reasons"),
            *("approved_by", "approved_on", "extended_by", "new_by", "contact"),
        ),
        rows=(Rows("reasons"),),
        choices=(Choice("approved_by", ("head", "government")),),
    ),
)

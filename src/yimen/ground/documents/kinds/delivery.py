"""送达回证: proof that a document reached its addressee."""

from typing import Literal, NotRequired, TypedDict, get_args

from yimen.ground.documents.kinds.kind import Choice, Kind, Rows, When, source
from yimen.ground.documents.kinds.words import Paper

Way = Literal["电子送达", "直接送达", "邮寄送达", "留置送达"]


class Delivered(TypedDict):
    title: str
    number: str


class Delivery(Paper):
    """``delivered_to``: the place, or the electronic address. Moments are ISO with the city's zone.

    Delivered electronically, it carries the receipt of reading (``read_at``, ``read_by``). Handed over, it has lines
    for the signatures of addressee, substitute, witness and officers.
    """

    documents: list[Delivered]
    way: Way
    delivered_to: str
    delivered_by: str
    delivered_at: NotRequired[str]
    read_at: NotRequired[str]
    read_by: NotRequired[str]
    post_number: NotRequired[str]
    refusal: NotRequired[str]
    note: NotRequired[str]


KINDS = (
    Kind(
        code="delivery",
        title="送达回证",
        template=source("delivery"),
        sealed_by="deciding-body",
        law="行政许可法44",
        says=("case_number", "matter", "documents", "way", "delivered_to", "delivered_by"),
        rows=(Rows("documents", ("title", "number")),),
        choices=(Choice("way", get_args(Way)),),
        when=(
            When("way", "电子送达", ("delivered_at", "read_at", "read_by")),
            When("way", "邮寄送达", ("post_number",)),
            When("way", "留置送达", ("delivered_at", "refusal")),
        ),
    ),
)

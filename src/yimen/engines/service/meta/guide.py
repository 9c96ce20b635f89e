"""What service.yaml says of a matter of which the city publishes the guide only (``handling: guide``).

Almost everything may be left out: a delivery from elsewhere is incomplete, and ``guide_only.check`` names each lack.
"""

from typing import Literal, NotRequired, TypedDict

from yimen.engines.service.meta.words import Src, Unit


class GuideCode(TypedDict):
    """Codes of GB/T 39554 as far as they are known; ``implementation`` is the 实施编码, ``item`` the 业务办理项编码.

    ``local_`` ones are those that a province gave before the national ones.
    """

    task_type: NotRequired[str]
    task_type_name: NotRequired[str]
    base: NotRequired[str]
    local_base: NotRequired[str]
    implementation: NotRequired[str]
    local_implementation: NotRequired[str]
    item: NotRequired[str]
    handling: NotRequired[str]
    use_level: NotRequired[str]
    note: NotRequired[str]
    src: NotRequired[Src]


# ``for`` is a keyword of Python, so this key needs the functional form.
_For = TypedDict("_For", {"for": NotRequired[str]})


class GuideBody(_For):
    """Who decides, by name; ``code`` is its unified social credit code, ``for`` the body that has entrusted it."""

    name: NotRequired[str]
    code: NotRequired[str]
    kind: NotRequired[str]
    role: NotRequired[str]
    level: NotRequired[str]
    note: NotRequired[str]


class GuideRegion(TypedDict):
    """Where the matter is had."""

    code: NotRequired[str]
    name: NotRequired[str]
    scope: NotRequired[str]


class GuideVisits(TypedDict):
    """How often the applicant must come."""

    times: int
    reason: NotRequired[str]


class GuideChannel(TypedDict):
    """One way to apply: a window says where and when, a web page its address, a telephone its number."""

    kind: Literal["online", "window", "post", "phone", "kiosk"]
    name: str
    note: NotRequired[str]
    address: NotRequired[str]
    hours: NotRequired[str]
    link: NotRequired[str]
    phone: NotRequired[str]


class GuideWhere(TypedDict):
    """Where and when all windows are, unless a window says otherwise."""

    address: NotRequired[str]
    hours: NotRequired[str]


class GuideBasis(TypedDict):
    """A document and its articles."""

    document: str
    article: NotRequired[str]
    gist: NotRequired[str]
    in_force_from: NotRequired[str]
    in_force_to: NotRequired[str]
    src: NotRequired[Src]


class GuideCitation(TypedDict):
    """A document and article on which a fee rests."""

    document: str
    article: NotRequired[str]
    src: NotRequired[Src]


class GuideLimit(TypedDict):
    """A limit; zero as a promise means: on the spot. Without a number it stands in words that nobody can count."""

    value: NotRequired[int]
    unit: NotRequired[Unit]
    plain: NotRequired[str]
    basis: NotRequired[str]
    src: NotRequired[Src]


class GuideLimits(TypedDict):
    """``statutory`` is left out where no law sets a limit."""

    statutory: NotRequired[GuideLimit]
    promised: NotRequired[GuideLimit]


class GuideFeeItem(TypedDict):
    """What is paid for, and how much."""

    name: NotRequired[str]
    standard: NotRequired[str]


class GuideFee(TypedDict):
    """Whether it costs something, how much in words, on which basis."""

    charge: bool
    plain: NotRequired[str]
    basis: NotRequired[list[GuideCitation]]
    items: NotRequired[list[GuideFeeItem]]


class GuideMaterial(TypedDict):
    """A paper; ``blank`` and ``sample`` are files of ``materials/``."""

    id: str
    name: str
    plain: NotRequired[str]
    source: NotRequired[Literal["self", "gov", "agency"]]
    obtain: NotRequired[Literal["upload", "share", "ecert", "generate", "promise", "tolerate"]]
    need: NotRequired[Literal[1, 2, 3]]
    when: NotRequired[str]
    basis: NotRequired[str]
    blank: NotRequired[str]
    sample: NotRequired[str]
    form: NotRequired[str]
    copies: NotRequired[int]
    size: NotRequired[str]
    standard: NotRequired[str]
    src: NotRequired[Src]


class GuideCondition(TypedDict):
    """Who may have it."""

    text: str
    basis: NotRequired[str]


class GuideStep(TypedDict):
    """A step as the public sees it."""

    name: str
    who: NotRequired[str]
    plain: NotRequired[str]


class GuideResult(TypedDict):
    """What comes out."""

    id: NotRequired[str]
    name: str
    kind: NotRequired[str]
    validity: NotRequired[str]


class GuideFaq(TypedDict):
    """A question that people ask."""

    q: str
    a: str
    src: NotRequired[Src]


class GuidePhones(TypedDict):
    """Two different numbers with area code."""

    consult: NotRequired[str]
    complain: NotRequired[str]
    src: NotRequired[Src]


class GuideRemedies(TypedDict):
    """Where to turn against a decision."""

    text: NotRequired[str]
    review_body: NotRequired[str]
    court: NotRequired[str]
    basis: NotRequired[str]


class GuideMeta(TypedDict):
    """service.yaml of a matter with a guide only.

    ``no_materials`` says in a sentence that no paper is needed, ``no_blank_forms`` that no form has to be filled in.
    """

    format: Literal[1]
    handling: Literal["guide"]
    slug: str
    name: str
    name_en: NotRequired[str]
    plain_name: NotRequired[str]
    summary: NotRequired[str]
    phrases: NotRequired[list[str]]
    code: NotRequired[GuideCode]
    department: NotRequired[str]
    deciding_body: NotRequired[GuideBody]
    region: NotRequired[GuideRegion]
    audience: NotRequired[list[str]]
    topics: NotRequired[list[str]]
    project_type: NotRequired[str]
    visits: NotRequired[GuideVisits]
    where: NotRequired[GuideWhere]
    channels: NotRequired[list[GuideChannel]]
    legal_basis: NotRequired[list[GuideBasis]]
    limits: NotRequired[GuideLimits]
    fee: NotRequired[GuideFee]
    conditions: NotRequired[list[GuideCondition]]
    materials: NotRequired[list[GuideMaterial]]
    no_materials: NotRequired[str]
    no_blank_forms: NotRequired[str]
    steps: NotRequired[list[GuideStep]]
    results: NotRequired[list[GuideResult]]
    faq: NotRequired[list[GuideFaq]]
    remedies: NotRequired[GuideRemedies]
    phones: NotRequired[GuidePhones]
    version: NotRequired[int]
    in_force_from: NotRequired[str]
    checked_on: NotRequired[str]

"""What the operations answer: the shapes that stand in the OpenAPI document, and by which answers are made."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, WithJsonSchema

from yimen.engines.service import Meta
from yimen.engines.service.meta.guide import GuideMeta
from yimen.engines.service.schema import schema_of

# What the guide of a service says. How posts see a case and which registers are asked is no business of readers.
GUIDE = (
    *("slug", "name", "name_en", "plain_name", "summary", "phrases", "code", "department", "deciding_body", "region"),
    *("audience", "topics", "project_type", "review_kind", "visits", "channels", "legal_basis", "limits", "fee"),
    *("situations", "materials", "steps", "documents", "conditions", "results", "not_accepted", "refusals", "remedies"),
    *("faq", "phones", "version", "in_force_from", "checked_on"),
)


def _guide_schema() -> dict[str, Any]:
    """Of a service that is handled here, or of one of which the city publishes the guide only."""
    found: dict[str, Any] = schema_of(Meta, GUIDE)
    # A joint service leaves these to its parts.
    own = {"conditions", "results", "not_accepted", "refusals", "remedies"}
    handled = {**found, "required": [name for name in found["required"] if name not in own]}
    return {"anyOf": [handled, schema_of(GuideMeta, (*GUIDE, *ONLY_GUIDE))]}


# What only such a guide says: that it is one, where all windows are, that nothing has to be brought or filled in.
ONLY_GUIDE = ("handling", "where", "no_materials", "no_blank_forms")
Guide = Annotated[dict[str, Any], WithJsonSchema(_guide_schema())]
Slug = Annotated[str, Field(description="事项的短名，不变", examples=["food-business-license"])]


class Problem(Schema):
    """Why it was refused (RFC 9457)."""

    type: str = Field(description="这一类问题的名字，about:blank 或者一个地址")
    title: str = Field(description="出了什么事")
    status: int
    detail: str = Field(description="现在可以怎么做")
    code: str = Field(description="给程序看的名字，不变")
    errors: list[dict[str, str]] = Field(default_factory=list, description="哪个参数、为什么")


class Links(Schema):
    """Where more is told."""

    self: str
    page: str = Field(description="给人看的页面")
    cpsv: str = Field(description="同样内容的 JSON-LD（CPSV-AP）")
    versions: str


class ServiceRow(Schema):
    """A service as one line of a list."""

    slug: Slug
    name: str
    summary: str
    version: int = Field(description="现行版本号")
    fingerprint: str = Field(description="这一版全部文件的摘要（SHA-256）")
    published_at: datetime
    links: Links


class ServicePage(Schema):
    """A page of services."""

    items: list[ServiceRow]
    next: str | None = Field(description="下一页的地址；没有了是 null")


class PartRow(Schema):
    """A part of a joint service."""

    id: str
    name: str
    slug: Slug


class ServiceDetail(ServiceRow):
    """A service with all that its guide says."""

    guide: Guide
    guide_text: str = Field(description="办事指南正文（Markdown）")
    parts: list[PartRow] = Field(description="一件事由哪几项组成；单个事项是空的")


class FileRow(Schema):
    """A file of a version."""

    path: str
    size: int = Field(description="字节")
    sha256: str
    href: str


class VersionRow(Schema):
    """One published version."""

    slug: Slug
    version: int
    name: str
    fingerprint: str
    published_at: datetime
    current: bool = Field(description="是不是现行版本")
    href: str


class VersionList(Schema):
    """Every version of a service, the newest first."""

    items: list[VersionRow]


class VersionDetail(VersionRow):
    """A version with its files, byte for byte as they were published."""

    files: list[FileRow]


class ChangePage(Schema):
    """What was published since a cursor, oldest first."""

    items: list[VersionRow]
    cursor: str = Field(description="下次从这里接着取；没有新的也给出")
    more: bool = Field(description="后面还有")


class BodyRow(Schema):
    """A public body."""

    code: str = Field(description="统一社会信用代码")
    name: str
    role: str = Field(description="在本地的角色，事项里的 deciding_body.role 指它")
    region: str
    region_name: str
    address: str
    phone_consult: str
    phone_complain: str


class BodyPage(Schema):
    """A page of bodies."""

    items: list[BodyRow]
    next: str | None


class ItemRow(Schema):
    """An item as it is listed: by a level above, or by an imported file."""

    id: int
    name: str
    department: str
    region: str
    region_code: str
    type: str
    source: str = Field(description="从哪里来")
    is_sample: bool = Field(description="只是样例，不是本市的事项")
    codes: list[str] = Field(description="各种编码，不空的")
    self: str
    page: str


class ItemPage(Schema):
    """A page of items."""

    items: list[ItemRow]
    next: str | None


class ItemDetail(ItemRow):
    """An item with its record in the layout of the national exchange tables."""

    record: dict[str, Any] = Field(description="国家交换表的字段，按机器名；材料、常见问题等子表是列表")
    lacks: list[str] = Field(description="办事指南还缺什么")
    locked: dict[str, str] = Field(description="上级锁定的字段，和锁定的是哪一级")


class Figures(Schema):
    """What a service costs people. Days are calendar days: five working days are a week."""

    materials: int = Field(description="材料几份")
    free: int = Field(description="其中不用交的")
    steps: int = Field(description="环节")
    statutory: int | None = Field(description="法定几天；法律没有规定的是 null")
    promised: int = Field(description="承诺几天")
    visits: int = Field(description="跑几次")


class BurdenRow(Schema):
    """A service now, and as it was first published."""

    slug: Slug
    name: str
    department: str
    region: str
    version: int
    now: Figures
    before: Figures


class BurdenReport(Schema):
    """Every service that is handled here."""

    items: list[BurdenRow]


class FreshRow(Schema):
    """When a service was last compared with the law."""

    slug: Slug
    name: str
    department: str
    region: str
    version: int
    checked_on: date | None
    days: int | None = Field(description="核对以后过了几天")
    changes: list[str] = Field(description="引用的法律、法规变成了什么样")
    to_look_at: bool


class FreshReport(Schema):
    """Every service and guide, those to look at first."""

    items: list[FreshRow]


class LackRow(Schema):
    """What a service lacks."""

    slug: Slug
    name: str
    department: str
    region: str
    lacks: dict[str, list[str]] = Field(description="缺什么，在哪里")


class LackReport(Schema):
    """The services that lack something, those with most first."""

    items: list[LackRow]


class DownloadRow(Schema):
    """How often a blank form or a sample was downloaded."""

    slug: Slug
    name: str
    file: str
    count: int


class DownloadReport(Schema):
    """Downloads from one day to another, the most wanted first."""

    since: date
    until: date
    items: list[DownloadRow]


class SchemaRow(Schema):
    """A published schema."""

    name: str
    title: str
    href: str


class SchemaList(Schema):
    """Every published schema."""

    items: list[SchemaRow]


class Entry(Schema):
    """A way into the interface."""

    title: str
    href: str


class Index(Schema):
    """What the interface offers."""

    title: str
    links: dict[str, Entry]


class Anything(Schema):
    """A document that describes itself."""

    model_config = {"extra": "allow"}

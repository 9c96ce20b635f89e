"""What the operations answer: the shapes that stand in the OpenAPI document, and by which answers are made."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, WithJsonSchema

from yimen.engines.service import Meta
from yimen.engines.service.schema import schema_of

# What the guide of a service says. How posts see a case and which registers are asked is no business of readers.
GUIDE = (
    *("slug", "name", "name_en", "plain_name", "summary", "phrases", "code", "department", "deciding_body", "region"),
    *("audience", "topics", "project_type", "review_kind", "visits", "channels", "legal_basis", "limits", "fee"),
    *("situations", "materials", "steps", "documents", "conditions", "results", "not_accepted", "refusals", "remedies"),
    *("faq", "phones", "version", "in_force_from", "checked_on"),
)


def _guide_schema() -> dict[str, Any]:
    found: dict[str, Any] = schema_of(Meta, GUIDE)
    # A joint service leaves these to its parts.
    own = {"conditions", "results", "not_accepted", "refusals", "remedies"}
    return {**found, "required": [name for name in found["required"] if name not in own]}


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

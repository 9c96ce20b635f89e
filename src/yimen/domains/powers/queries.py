from django.db.models import Max, OuterRef, QuerySet, Subquery

from yimen.domains.powers.models import Version
from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation, Post

_UNKNOWN = ("没有找到这项权力", "到权责清单里看看，或者打 12345 问。")
_NO_BODY = ("没有找到这个单位的权责清单", "到权责清单里选一个单位。")
_TOO_LARGE = 2**31


def latest_versions() -> QuerySet[Version]:
    """The last version of every power, those that are gone too."""
    last = Version.objects.filter(power=OuterRef("power")).order_by().values("power").annotate(last=Max("number"))
    rows = Version.objects.filter(number=Subquery(last.values("last"))).select_related("power", "body")
    return rows.order_by("body__name", "kind", "name")


def current_versions() -> QuerySet[Version]:
    """The powers that the bodies have."""
    return latest_versions().filter(abolished="")


def body_at(code: str) -> Organisation:
    """A body that has, or had, a power. Raises NotFound."""
    rows = Organisation.objects.filter(code=code, powers__isnull=False).distinct()
    found = rows.first() if code.isprintable() else None
    if found is None:
        raise NotFound(*_NO_BODY)
    return found


def power_at(body: Organisation, key: str, number: int | None = None) -> Version:
    """A version of a power of a body; without a number the last one. Raises NotFound."""
    rows = Version.objects.filter(body=body, power__key=key).select_related("power", "body").order_by("-number")
    if number is not None:
        rows = rows.filter(number=number if number < _TOO_LARGE else 0)
    found = rows.first()
    if found is None:
        raise NotFound(*_UNKNOWN)
    return found


def history(version: Version) -> list[Version]:
    """Every version of the same power, the newest first, whichever body had it."""
    return list(Version.objects.filter(power=version.power_id).select_related("power", "body").order_by("-number"))


def power_within(slug: str) -> Subquery:
    """The number of the version of the power that a service exercises, as a column of another question.

    Args:
        slug: the column of that question that names the service.
    """
    return Subquery(current_versions().filter(exercises__service=OuterRef(slug)).values("pk")[:1])


def power_numbered(number: int) -> Version:
    """The version of this number, which a question has just named."""
    return Version.objects.select_related("power", "body").get(pk=number)


def post_names() -> dict[str, str]:
    """What posts are called, by ``code of the body/post`` and by ``role of the body/post``."""
    rows = Post.objects.values_list("organisation__code", "organisation__role", "organisation__name", "code", "name")
    found: dict[str, str] = {}
    for code, role, body, post, name in rows:
        found[f"{code}/{post}"] = name
        found.setdefault(f"{role}/{post}", f"{body} {name}" if role != "street-office" else f"乡镇、街道 {name}")
    return found

from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation, Post, Region


def organisation(code: str) -> Organisation:
    return Organisation.objects.select_related("region").get(code=code)


def organisations_after(code: str, count: int) -> list[Organisation]:
    """So many bodies by code, beginning behind this one."""
    return list(Organisation.objects.select_related("region").filter(code__gt=code).order_by("code")[:count])


def organisations_by_role() -> dict[tuple[str, str], Organisation]:
    """The bodies of the city by role and region."""
    return {(one.role, one.region_id): one for one in Organisation.objects.order_by("-code") if one.role}


def organisation_with(role: str, region: str) -> Organisation:
    """The body that has a role in a region: who decides is data of the city (行政许可法 25)."""
    found = Organisation.objects.select_related("region").filter(role=role, region_id=region).first()
    if found is None:
        raise NotFound("这个事项在本地还没有设置办理机关", "拨打 12345，我们告诉您到哪里办。")
    return found


def organisation_at(role: str, region_code: str, level: int) -> Organisation:
    """The body with a role for a region: at the wanted level, or else at the nearest level above.

    From the code of a village, level 4 finds the office of its street, level 3 the body of the county.

    Raises:
        NotFound: the region is not known, or nobody from that level up has the role.
    """
    above = {one.code: one.level for one in _region_and_above(region_code)}
    found = Organisation.objects.select_related("region").filter(
        role=role, region_id__in=[code for code, at in above.items() if at <= level]
    )
    nearest = max(found, key=lambda one: above[one.region_id], default=None)
    if nearest is None:
        raise NotFound("这个事项在您所在的地方还没有设置办理机关", "拨打 12345，我们告诉您到哪里办。")
    return nearest


def post(organisation: Organisation, code: str) -> Post:
    """The post by its code. Raises NotFound when the city has not set it up."""
    found = Post.objects.filter(organisation=organisation, code=code).first()
    if found is None:
        raise NotFound(f"{organisation.name}还没有设置岗位“{code}”", "在机构管理里加上这个岗位。")
    return found


def posts_that_answer(county: str) -> list[Post]:
    """The posts of a county-level division that other bodies may ask for an opinion, body by body."""
    found = Post.objects.filter(gives_opinions=True).select_related("organisation__region")
    return [
        one
        for one in found.order_by("organisation__code", "code")
        if one.organisation.region_id == county or one.organisation.region.parent_id == county
    ]


def streets(county: str) -> list[Region]:
    """Streets and towns of a county-level division, in the order of their codes."""
    return list(Region.objects.filter(parent_id=county, level=Region.STREET).order_by("code"))


def villages(county: str) -> list[Region]:
    """Communities and villages of a county-level division in the order of their codes, each with its street.

    ``label`` is what people choose by: the street's name and its own.
    """
    found = Region.objects.filter(parent__parent_id=county, level=Region.VILLAGE)
    return list(found.select_related("parent").order_by("code"))


def _region_and_above(code: str) -> list[Region]:
    found = Region.objects.select_related("parent__parent__parent__parent").filter(code=code).first()
    above: list[Region] = []
    while found is not None:
        above.append(found)
        found = found.parent
    return above

from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation, Post, Region


def organisation(code: str) -> Organisation:
    return Organisation.objects.select_related("region").get(code=code)


def organisation_with(role: str, region: str) -> Organisation:
    """The body that has a role in a region: who decides is data of the city (行政许可法 25)."""
    found = Organisation.objects.select_related("region").filter(role=role, region_id=region).first()
    if found is None:
        raise NotFound("这个事项在本地还没有设置办理机关", "请拨打 12345，我们告诉您到哪里办。")
    return found


def post(organisation: Organisation, code: str) -> Post:
    """The post by its code. Raises NotFound when the city has not set it up."""
    found = Post.objects.filter(organisation=organisation, code=code).first()
    if found is None:
        raise NotFound(f"{organisation.name}还没有设置岗位“{code}”", "在机构管理里加上这个岗位。")
    return found


def streets(county: str) -> list[Region]:
    """Streets and towns of a county-level division, in the order of their codes."""
    return list(Region.objects.filter(parent_id=county, level=4).order_by("code"))

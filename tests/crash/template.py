"""What every run begins with: the body whose posts do the work."""

from yimen.ground.places.models import Organisation, Post, Region


def fill() -> None:
    region = Region.objects.create(code="330181000000", name="云溪区", level=Region.COUNTY)
    body = Organisation.objects.create(
        code="11330181002503146U",
        name="云溪区市场监督管理局",
        short_name="市场监管局",
        mark="云市监",
        region=region,
        role="market-regulator",
        address="云溪大道1号",
        phone_consult="0571-12345",
        phone_complain="0571-12315",
        review_body="云溪区人民政府",
        court="云溪区人民法院",
    )
    for code, name in (("registrar", "登记审查员"), ("operator", "系统运维员")):
        Post.objects.create(organisation=body, code=code, name=name)

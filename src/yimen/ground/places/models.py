from django.db import models


class Region(models.Model):
    """An administrative division, province to village."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(help_text="1 province, 2 city, 3 county, 4 street or town, 5 village")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A public body that takes in, decides, seals. What its documents must say about remedies stands here."""

    code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=30)
    mark = models.CharField(max_length=20, help_text="代字 of its document numbers, e.g. 云市监")
    region = models.ForeignKey(Region, models.PROTECT)
    role = models.CharField(
        max_length=40, help_text="what it is in its region, as service folders name it: market-regulator"
    )
    address = models.CharField(max_length=200)
    phone_consult = models.CharField(max_length=30)
    phone_complain = models.CharField(max_length=30)
    review_body = models.CharField(max_length=100, help_text="行政复议机关")
    court = models.CharField(max_length=100, help_text="行政诉讼管辖法院")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "role"], name="places_one_role_per_region")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post (岗位) in an organisation. Tasks wait for posts, not for persons."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="places_post_unique")]

    def __str__(self) -> str:
        return f"{self.organisation.short_name} {self.name}"

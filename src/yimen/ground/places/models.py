from typing import Any

from django.db import models

from yimen.ground.places.office import check_office_hours


class Region(models.Model):
    """An administrative division, province to village."""

    COUNTY, STREET, VILLAGE = 3, 4, 5

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(help_text="1 province, 2 city, 3 county, 4 street or town, 5 village")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name to choose by: a village with the street before it, because two streets may have a 幸福社区."""
        street = self.parent if self.level == self.VILLAGE else None
        return f"{street.name} {self.name}" if street else self.name


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
    office_hours = models.JSONField(
        null=True, blank=True, validators=[check_office_hours], help_text="as in places.office; null: those of the city"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "role"], name="places_one_role_per_region")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refused with ValidationError when the office hours are none: each receipt of a case would fail on them."""
        if self.office_hours is not None:
            check_office_hours(self.office_hours)
        super().save(*args, **kwargs)


class Post(models.Model):
    """A post (岗位) in an organisation. Tasks wait for posts, not for persons."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    takes_in = models.BooleanField(
        default=False, help_text="may take in an application for a person who is present, at a window or at home"
    )

    gives_opinions = models.BooleanField(
        default=False,
        help_text="answers other bodies that ask for an opinion on a case they have in hand",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="places_post_unique")]

    def __str__(self) -> str:
        return f"{self.organisation.short_name} {self.name}"

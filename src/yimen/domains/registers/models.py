from django.db import models
from django.db.models import Q


class Register(models.Model):
    """A register and the body that keeps it true."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=60)
    keeper = models.CharField(max_length=100)
    demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Record(models.Model):
    """What a register says under a key, since when; a newer row replaces an older one and leaves it readable.

    One that is ``reserved_for`` somebody's application keeps the key for it, until a day (included) or until it is
    given back; after that day it holds nothing.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="records")
    key = models.CharField(max_length=200)
    data = models.JSONField()
    as_of = models.DateTimeField(help_text="when the keeper last confirmed it")
    entered_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    reserved_for = models.CharField(max_length=40, blank=True)
    reserved_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "key"], condition=Q(replaced_at=None), name="registers_one_current_record"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register_id} {self.key}"

from django.db import models

from yimen.domains.cases.models.case import Case


class JointVisit(models.Model):
    """联合踏勘 of a joint application: the departments that must see the place come together on one date.

    ``parts``: the lanes that take part; ``earlier``: dates that were arranged before, [{visit_at, by, at}].
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="joint_visit")
    visit_at = models.DateTimeField()
    parts = models.JSONField()
    arranged_by = models.CharField(max_length=160)
    arranged_at = models.DateTimeField()
    earlier = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.case_id} {self.visit_at}"

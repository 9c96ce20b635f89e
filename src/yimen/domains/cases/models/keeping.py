from django.db import models

from yimen.domains.cases.models.case import Case


class Hold(models.Model):
    """暂缓销毁: what was handed in for a case, or for a part of it, stays beyond its period until a day.

    It ends by itself when ``until`` is over, or when an officer lifts it; another one may follow.
    """

    GROUNDS = {
        "review": "行政复议",
        "lawsuit": "行政诉讼",
        "complaint": "信访投诉",
        "inspection": "监察、审计",
        "other": "其他情况",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    ground = models.CharField(max_length=12, choices=list(GROUNDS.items()))
    reason = models.TextField(help_text="in the officer's words, for officers")
    until = models.DateField(help_text="the last day on which it holds")
    placed_by = models.CharField(max_length=160)
    placed_at = models.DateTimeField()
    lifted_why = models.TextField(blank=True)
    lifted_by = models.CharField(max_length=160, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["placed_at", "id"]
        indexes = [models.Index(fields=["until"], condition=models.Q(lifted_at=None), name="cases_holds_open")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.ground} {self.until}"

from django.db import models

from yimen.domains.cases.states import CITIZEN_WORDS, Status
from yimen.domains.catalogue.models import Version
from yimen.ground.accounts.models import Account, Person
from yimen.ground.places.models import Organisation, Region

ONLINE, WINDOW, HELPER = "online", "window", "helper"


class Case(models.Model):
    """One application, or one part of a joint one.

    ``answers`` are the form's stored values, ``sources`` says where a value came from and when.

    Days of the law: ``received_on`` the papers came in (after hours: the next working day), ``answer_by`` acceptance
    is told, ``accepted_on`` the clock starts (``clock_event`` says by what), ``promised_on`` and ``statutory_on`` it
    ends, ``deliver_by`` the result is delivered. They are computed (``clocks.py``) and change with the calendar.
    """

    number = models.CharField(max_length=24, unique=True)
    version = models.ForeignKey(Version, models.PROTECT, related_name="cases")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="lanes", help_text="the joint application that it is a part of"
    )
    part = models.CharField(max_length=60, blank=True, help_text="which part of the joint service it is")
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="cases", help_text="who files it; null: entered for a person"
    )
    channel = models.CharField(max_length=10, default=ONLINE, choices=[(one, one) for one in (ONLINE, WINDOW, HELPER)])
    entered_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="entered_cases", help_text="the officer who entered it"
    )
    entered_at_body = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="entered_cases")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="cases", help_text="the body that decides")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="cases", help_text="the street or village that it belongs to"
    )
    status = models.CharField(max_length=12, default=Status.DRAFT, choices=[(one.value, one.value) for one in Status])
    answers = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    disputed = models.JSONField(default=list, help_text="keys whose prefilled value the applicant says is wrong")
    saved_by = models.JSONField(
        default=dict, help_text="section → mark of the page that saved last, to notice a second tab"
    )
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    keep_until = models.DateTimeField(help_text="a draft is kept until then")
    submitted_at = models.DateTimeField(null=True)
    received_on = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_on = models.DateField(null=True)
    clock_event = models.CharField(max_length=100, blank=True)
    answer_by = models.DateField(null=True, help_text="by when the applicant is told whether it is accepted")
    promised_on = models.DateField(null=True)
    statutory_on = models.DateField(null=True)
    decision = models.CharField(max_length=10, blank=True, help_text="grant or refuse, once it has been made")
    decided_at = models.DateTimeField(null=True)
    deliver_by = models.DateField(null=True)
    declined = models.JSONField(default=dict, help_text="why it is not accepted: {ground, facts, competent_body}")
    closed_at = models.DateTimeField(null=True)
    result_number = models.CharField(
        max_length=60, blank=True, help_text="number of what is granted, e.g. the credit code"
    )
    reasons = models.JSONField(default=list, help_text="of the decision: [{sentence, basis}]")

    class Meta:
        indexes = [
            models.Index(fields=["applicant", "-saved_at"]),
            models.Index(fields=["status", "created_at"]),
            models.Index(fields=["status", "answer_by"], name="cases_to_answer"),
        ]
        constraints = [
            # The accident this prevents: two clicks on 开始办理 make two drafts, and the second hides the first.
            models.UniqueConstraint(
                fields=["applicant", "version"], condition=models.Q(status="draft"), name="cases_one_draft"
            ),
            # A process that is asked twice for a part finds the one that is there.
            models.UniqueConstraint(
                fields=["parent", "part"], condition=models.Q(parent__isnull=False), name="cases_one_lane_each"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def word(self) -> str:
        """The status as citizens read it."""
        return CITIZEN_WORDS[Status(self.status)]

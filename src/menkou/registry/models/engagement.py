from django.db import models
from django.db.models import Q

from menkou.registry.models.dated import Dated, one_a_day
from menkou.registry.models.organization import Organization
from menkou.registry.models.person import Person
from menkou.registry.models.workshop import Workshop


class Engagement(Dated):
    """On what terms a person works for a payer from a day; no form: the work has ended.

    A change of form is a new row: it ends one engagement and begins another. `workshop` is the
    one she belongs to; `rate_class` picks the dated rate; the rest is used when pay is settled
    (`tax_class`: of `policy.tax.CLASSES`).
    Source of the forms: 劳动合同法 68–72 (part time), 民法典 770 (contract for work).
    """

    SUBJECT = ("person", "payer")

    class Form(models.TextChoices):
        FULL_TIME = "full_time", "全日制"
        PART_TIME = "part_time", "非全日制"
        RETIRED = "retired", "超龄劳务"
        HOME = "home", "承揽（在家做）"
        TRAINEE = "trainee", "实训"

    class Cycle(models.TextChoices):
        MONTH = "month", "按月"
        TWO_WEEKS = "two_weeks", "每两周"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="engagements")
    payer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="engagements")
    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, related_name="engagements", null=True
    )
    form = models.CharField(max_length=10, choices=Form, blank=True)
    cycle = models.CharField(max_length=10, choices=Cycle, blank=True)
    rate_class = models.CharField(max_length=12, default="standard")
    insurance = models.CharField(max_length=20, blank=True)
    tax_class = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = "用工关系"
        constraints = [
            *one_a_day("engagement", "person", "payer"),
            models.CheckConstraint(
                condition=Q(form__in=["", "full_time", "part_time", "retired", "home", "trainee"]),
                name="engagement_form_known",
            ),
            models.CheckConstraint(
                condition=Q(tax_class__in=["", "wages", "labour"]),
                name="engagement_tax_class_known",
            ),
            models.CheckConstraint(
                condition=~Q(form="part_time") | Q(cycle="two_weeks"),
                name="engagement_part_time_cycle",
                violation_error_message="非全日制最长每 15 天结一次工资（劳动合同法第七十二条）",
            ),
        ]

from django.db import models
from django.db.models import Q

from menkou.registry.models.dated import Stated, one_a_day
from menkou.registry.models.person import Person


class Skill(Stated):
    """What a person can do, from a day, or no longer. Codes: `policy.skills.SKILLS`."""

    SUBJECT = ("person", "skill")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="skills")
    skill = models.CharField(max_length=20)
    holds = models.BooleanField()

    class Meta:
        verbose_name = "技能"
        constraints = one_a_day("skill", "person", "skill")
        indexes = [models.Index(fields=["skill"], name="skill_code")]


class Wish(Stated):
    """What work a person wishes for from a day; not `wants`: none for now.

    `kinds`: codes of `policy.skills.SKILLS` between blanks (" sewing rattan "), so that one is
    found by " sewing "; empty: any. `hours`: a week; None: not said.
    """

    SUBJECT = ("person",)

    class Place(models.TextChoices):
        ANY = "any", "哪里都行"
        HOME = "home", "在家做"
        WORKSHOP = "workshop", "楼下车间"
        NEAR = "near", "县城里"
        AWAY = "away", "外出务工"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wishes")
    wants = models.BooleanField()
    hours = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=8, choices=Place, default=Place.ANY)
    kinds = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "就业意愿"
        constraints = [
            *one_a_day("wish", "person"),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gte=1, hours__lte=84),
                name="wish_hours_possible",
                violation_error_message="每周要在 1 到 84 小时之间",
            ),
            models.CheckConstraint(
                condition=Q(wants=True) | Q(hours=None, kinds=""),
                name="wish_none_is_empty",
                violation_error_message="不想做活的，不用填小时和工种",
            ),
        ]

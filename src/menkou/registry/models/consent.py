from django.conf import settings
from django.db import models
from django.db.models import Q

from menkou.registry.models.dated import Dated, one_a_day
from menkou.registry.models.person import Person


class Consent(Dated):
    """What a person agrees to from a day, or no longer (个人信息保护法 articles 14, 15, 25).

    Many can not read: somebody reads the text of a `version` out to her, and she leaves her thumb
    print on paper. Nobody needs either to take a consent back. For a child under 14 her `guardian`
    agrees (article 31).
    """

    SUBJECT = ("person", "purpose")

    class Purpose(models.TextChoices):
        POST_PAY = "post_pay", "工钱公示写姓名"
        HEALTH = "health", "记残疾和健康情况"
        CONTACT = "contact", "把电话给用工单位"
        PICTURE = "picture", "拍照和展示作品"
        CHILD = "child", "登记孩子的信息"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    given = models.BooleanField()
    version = models.PositiveSmallIntegerField()
    thumb_print = models.BooleanField(default=False)
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    read_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = "同意"
        constraints = [
            *one_a_day("consent", "person", "purpose"),
            models.CheckConstraint(
                condition=Q(purpose__in=["post_pay", "health", "contact", "picture", "child"]),
                name="consent_purpose_known",
            ),
            models.CheckConstraint(
                condition=Q(given=False) | Q(thumb_print=True, read_out_by__isnull=False),
                name="consent_given_whole",
                violation_error_message="同意了的，要有人念给本人听，本人在纸上按手印",
            ),
        ]

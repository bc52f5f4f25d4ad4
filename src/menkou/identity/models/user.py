from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(login=username)


class User(AbstractBaseUser):
    """One who signs in: an officer by name and password, a worker by card number and PIN.

    What she may do is said by her grants (`access`), nothing here.
    """

    class Kind(models.TextChoices):
        STAFF = "staff", "办公"
        WORKER = "worker", "做活"

    login = models.CharField(max_length=40, unique=True)
    shown_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=Kind)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    failed = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "login"

    class Meta:
        verbose_name = "账号"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["staff", "worker"]), name="user_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

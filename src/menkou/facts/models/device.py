from django.conf import settings
from django.db import models


class Device(models.Model):
    """A phone or PC that records facts; known by a code that it chose itself."""

    code = models.UUIDField(unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="devices"
    )
    name = models.CharField(max_length=40, blank=True)
    first_seen = models.DateTimeField()

    class Meta:
        verbose_name = "设备"

from django.db import models

from menkou.identity.models.user import User


class SavedFilter(models.Model):
    """A list as somebody filters it again and again: the page's name and the filters of its
    address. It holds no row: opened, it asks anew, within what she may see that day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=40)
    page = models.CharField(max_length=60)
    query = models.CharField(max_length=400)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "存下的名单"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"], name="saved_filter_once",
                violation_error_message="这个名字的名单已经存过",
            ),
        ]

    def __str__(self) -> str:
        return self.name

from django.db import models


class Installation(models.Model):
    """The one row that says what this database is.

    `clock_shift` moves the days of the books against the wall clock: a demo made for
    2022-02-18 goes on from that day. In an office it is zero.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=60)
    demo = models.BooleanField(default=False)
    clock_shift = models.DurationField()

    class Meta:
        verbose_name = "这一套"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="installation_is_one"),
        ]

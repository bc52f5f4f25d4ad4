"""A payer, a workshop and its clerk of their own, beside what the demo has."""

from itertools import count

from menkou.identity.models import User
from menkou.registry.models import Party
from tests import builders
from tests.settlement import ground


def payroll() -> ground.Payroll:
    """Codes and logins go on after those before; its workshop has a name that no other has."""
    known = User.objects.filter(login__startswith="officer").count()
    builders.serial = ground.serial = count(901 + 3 * known)
    pay = ground.Payroll(builders.floor(rate=3500))
    # The workshops of the demo are found by their names.
    Party.objects.filter(pk=pay.hall.workshop.pk).update(name=f"示例车间{known}")
    return pay

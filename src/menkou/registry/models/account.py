from django.db import models
from django.db.models import Q

from menkou.registry.models.dated import Stated, one_a_day
from menkou.registry.models.person import Person


class BankAccount(Stated):
    """The account that a person's wages go to from a day; no number: none any more.

    Number and holder's name stand encrypted under the person's key. The columns of `Person`
    (`bank`, `bank_index`, `bank_name`, `bank_holder`, `bank_holder_name`) are the projection of
    the row that holds today; `verify` compares them.
    """

    SUBJECT = ("person",)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bank_accounts")
    number = models.BinaryField(null=True)
    bank_name = models.CharField(max_length=40, blank=True, default="")
    holder = models.CharField(
        max_length=6, choices=Person.Holder, default=Person.Holder.SELF
    )
    holder_name = models.BinaryField(null=True)

    class Meta:
        verbose_name = "银行账户"
        constraints = [
            *one_a_day("bank_account", "person"),
            models.CheckConstraint(
                condition=Q(number__isnull=False)
                | Q(bank_name="", holder="self", holder_name=None),
                name="bank_account_none_is_empty",
            ),
        ]

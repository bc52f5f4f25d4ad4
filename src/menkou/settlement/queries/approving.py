"""Who may approve a period, and who has."""

from django.db.models import Exists, OuterRef, Q

from menkou import policy
from menkou.facts.models import Fact
from menkou.identity.models import User
from menkou.ledger.models import Transfer, Wage
from menkou.settlement.models import Approval, Deduction, Item, Period, SetAside, Slip


def approvers(period: Period) -> list[int]:
    """The users whose approvals count: those since it was last sent back."""
    rows = Approval.objects.filter(period=period).order_by("pk").values_list("verdict", "by")
    standing: list[int] = []
    for verdict, by in rows:
        standing = [*standing, by] if verdict == Approval.Verdict.APPROVED else []
    return standing


def entered(period: Period, user: User) -> bool:
    """Whether somebody entered anything that this period pays: recorded a fact of its wages,
    entered or decided an item or a deduction, set somebody aside, or closed it. One query."""
    if period.started_by_id == user.pk:
        return True
    hers = Q(entered_by=user) | Q(decided_by=user)
    of_slip = Slip.objects.filter(
        period=period, engagement=OuterRef("engagement"),
        since__lt=OuterRef("fact__transfers__pk"), upto__gte=OuterRef("fact__transfers__pk"),
    )
    paid = Deduction.objects.filter(hers, lines__slip__period=period)
    aside = SetAside.objects.filter(Q(by=user) | Q(resolved_by=user), period=period)
    decided = Q(Exists(paid)) | Q(Exists(Item.objects.filter(hers, Exists(of_slip))))
    hand = decided | Q(Exists(aside)) | _recorded(period, user)
    return Period.objects.filter(hand, pk=period.pk).exists()


def _recorded(period: Period, user: User) -> Q:
    """Whether she recorded a fact under which a wage of the period stands."""
    paid = Slip.objects.filter(
        period=period, engagement=OuterRef("engagement"), since__lt=OuterRef("transfer"),
        upto__gte=OuterRef("transfer"),
    )
    roots = Transfer.objects.filter(fact__recorder=user).values("pk")
    wages = Wage.objects.filter(
        Q(transfer__in=roots) | Q(transfer__root__recorder=user), Exists(paid)
    )
    known = Fact.objects.filter(recorder=user)  # asked first: most who approve record nothing
    return Q(Exists(known)) & Q(Exists(wages))


def wanted_approvals(period: Period) -> int:
    """How many must approve, by the policy of the period's last day and what it comes to."""
    rules = policy.on(period.last)
    large = period.net > rules.number("pay.approvals_above")
    return rules.number("pay.approvals_large" if large else "pay.approvals")


def approved(period: Period) -> bool:
    """Whether as many as policy wants agree to a period now: sent back, nobody does."""
    return len(approvers(period)) >= wanted_approvals(period)

"""Writers of organizations: who takes allotments, owes and pays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.errors import Refused
from menkou.lib.identifiers import BadNumber, credit_code
from menkou.registry.models import Organization, Party


class BadCreditCode(Refused):
    """A unified social credit code (GB 32100) that can't be right."""

    SENTENCES = {
        "length": _("统一社会信用代码要 18 位"),
        "characters": _("统一社会信用代码里有不该有的字（没有 I、O、S、V、Z）"),
        "check": _("统一社会信用代码的校验位对不上，多半抄错了一位"),
        "excel": _("这个代码被 Excel 改坏了，请从执照上重新抄"),
    }


@transaction.atomic
def add_organization(
    *, name: str, kind: str, code: str, contact: str = "", by: User, at: datetime
) -> Organization:
    """An organization with its credit code. Raises BadCreditCode; IntegrityError if it is known."""
    checked = _checked(code)
    party = Party.objects.create(kind=Party.Kind.ORGANIZATION, name=name)
    made = Organization.objects.create(
        party=party, kind=kind, credit_code=checked, contact=contact
    )
    log("registry.add_organization", "organization", [made.pk], by=by, at=at)
    return made


@transaction.atomic
def change_organization(
    *, organization: Organization, name: str, kind: str, code: str, contact: str = "", by: User,
    at: datetime,
) -> Organization:
    """Corrects what was registered; raises as `add_organization` does."""
    organization.kind, organization.contact = kind, contact
    organization.credit_code = _checked(code)
    organization.save()
    organization.party.name = name
    organization.party.save()
    log("registry.change_organization", "organization", [organization.pk], by=by, at=at)
    return organization


def _checked(code: str) -> str:
    try:
        return credit_code(code)
    except BadNumber as error:
        raise BadCreditCode(error.code, field="credit_code") from error

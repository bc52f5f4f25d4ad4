"""What a person agrees to, or takes back: for each purpose its own words, read out to her."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from menkou import policy
from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.policy.guards import agrees_herself, is_adult
from menkou.registry.actions.dated import state_many
from menkou.registry.actions.numbers import NotRegistered
from menkou.registry.models import Consent, Membership, Person
from menkou.registry.queries.profile import profiles

TEXTS = {
    "post_pay": (1, _(
        "每次发工钱以前，工钱单要贴在车间里让大家核对。同意的，单子上写您的姓名和工钱数；"
        "不同意的，只写编号，工钱照发，一分不少。同意了，以后随时可以收回。"
    )),
    "health": (1, _(
        "想记下您的残疾和健康情况：是什么、几级、证号多少。为的是派活时照顾您，报残疾人的补贴和减税。"
        "证号加密，只有社区、街道、区里管这件事的人看得到。记到您不在这里做活、该留的年限过完为止。"
        "不同意就不记，照样可以来做活。同意了，以后随时可以收回，收回了就不再用。"
    )),
    "contact": (1, _(
        "想把您的电话告诉要用人的单位，为的是有活、有岗位的时候，单位直接打电话找您。"
        "只给您看中的、或者您说可以的单位，只用来说活的事，这份活说完就不再用。"
        "不同意，就由社区替您传话，活照样可以要。同意了，以后随时可以收回。"
    )),
    "picture": (1, _(
        "想给您做的东西、做活的样子拍照，放在作品展和网上，让买的人看到。照片上写不写名字，由您定。"
        "用到您说不用为止。不同意就不拍到您，活照样做，工钱照发。同意了，以后随时可以收回，收回了就撤下来。"
    )),
    "child": (1, _(
        "想登记您家孩子的姓名、生日、谁来接送、有没有过敏和病，为的是孩子在看护区里有人看好、不接错、"
        "出了事找得到您。只有看护区和社区管这件事的人看得到。孩子不来了，过完该留的日子就删。"
        "不同意，孩子就不能留在看护区，您的活和工钱不受影响。同意了，以后随时可以收回。"
    )),
}  # fmt: skip
"""Purpose -> version and words of what is read out; new words are a new version.

What they say: 个人信息保护法 articles 7, 17 (purpose, kind, how long, how to take it back), 16 (a
service isn't refused), 23, 25, 28–30 (the separate consents), 31 (a child's guardian).
"""

GUARDIANS = {
    "parent": _("父母，户口不在一户"),
    "ward": _("法院、居委会指定的监护人"),
    "entrusted": _("父母写了委托书的"),
}
"""Why somebody of another household may agree for a child: the code stands in the log."""


class NotAgreed(NotRegistered):
    """A consent that would be none; nothing was written."""

    SENTENCES = NotRegistered.SENTENCES | {
        "guardian": _("不满 %(age)s 周岁的孩子，要监护人同意，请选监护人（%(article)s）"),
        "herself": _("满了 %(age)s 周岁，要本人自己同意，监护人那一格请空着"),
        "no_child": _("这一项是给不满 %(age)s 周岁的孩子的，本人不用记"),
        "minor": _("监护人要满 %(age)s 周岁"),
        "guardian_dead": _("记录里，这位监护人已经不在了"),
        "elsewhere": _("这位不在孩子的户里，请选凭什么是监护人"),
    }


@transaction.atomic
def record_consent(
    *, person: Person, purpose: str, given: bool, thumb_print: bool = False,
    read_out_by: User | None = None, guardian: Person | None = None, guardian_why: str = "",
    from_day: date, by: User, at: datetime,
) -> Consent:
    """What a person agrees to from a day, or takes back (`given` False: that needs nobody).

    `read_out_by` read her the text: who enters it, where nobody else is named. For a child under
    `consent.own_age` that day a `guardian` agrees: an adult of the same household, or one who is
    named for a reason of GUARDIANS. Raises NotRegistered for a consent without a thumb print on
    paper, and for a forgotten person; NotAgreed where the wrong person agrees.
    Source: 个人信息保护法 articles 14 (informed), 15 (taken back at any time), 25 (publication), 29
    (separate), 31 (guardian).
    """
    if person.forgotten_at is not None:
        raise NotRegistered("forgotten")
    if given and not thumb_print:
        raise NotRegistered("thumb_print", field="thumb_print")
    how = _who_agrees(person, purpose, guardian, guardian_why, from_day) if given else ""
    version, _text = TEXTS[purpose]
    row = Consent(
        person=person, purpose=purpose, given=given, version=version,
        thumb_print=given and thumb_print, read_out_by=(read_out_by or by) if given else None,
        guardian=guardian if given else None, from_day=from_day,
    )
    (made,) = state_many([row], by=by, at=at)
    note = f"{purpose}:{'given' if given else 'withdrawn'}{how and f':{how}'}"
    log("registry.record_consent", "person", [person.pk], by=by, at=at, note=note)
    return made


def _who_agrees(
    person: Person, purpose: str, guardian: Person | None, why: str, day: date
) -> str:
    """Why this guardian may: "household", a code of GUARDIANS, "" where she agrees herself."""
    rules = policy.on(day)
    own = {"age": rules.number("consent.own_age"), "article": rules.source("consent.own_age")}
    if agrees_herself(person.born_on, day, rules):
        if purpose == Consent.Purpose.CHILD:
            raise NotAgreed("no_child", **own)
        if guardian is not None:
            raise NotAgreed("herself", field="guardian", **own)
        return ""
    if guardian is None or guardian.pk == person.pk or guardian.forgotten_at is not None:
        raise NotAgreed("guardian", field="guardian", **own)
    if not is_adult(guardian.born_on, day, rules):
        raise NotAgreed("minor", field="guardian", age=rules.number("adult.age"))
    died = profiles([guardian.pk]).died_on(guardian.pk)
    if died is not None and died <= day:
        raise NotAgreed("guardian_dead", field="guardian")
    homes = set(
        Membership.objects.on(day).filter(person__in=[person, guardian], household__isnull=False)
        .values_list("person", "household")
    )  # fmt: skip
    if len(homes) > len({household for _person, household in homes}):
        return "household"
    if why not in GUARDIANS:
        raise NotAgreed("elsewhere", field="guardian_why")
    return why


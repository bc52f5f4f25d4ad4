"""The verbs of this package, registered once."""

from menkou.lib.verb import Verb

OFFICERS = frozenset({"district_officer", "community_officer"})
OFFICE = OFFICERS | {"street_officer", "auditor"}
FLOOR = OFFICERS | {"workshop_clerk"}
ACTIONS = "menkou.registry.actions"


def _write(name: str, zh: str, en: str, action: str, roles: frozenset[str] = OFFICERS) -> Verb:
    return Verb(name=f"registry.{name}", zh=zh, en=en, roles=roles, action=f"{ACTIONS}.{action}")


VERBS = [
    Verb(
        name="registry.see_people", zh="看人员", en="See people",
        reads=True,
        roles=OFFICE | {"workshop_clerk", "enterprise", "cooperative"},
    ),
    Verb(
        name="registry.see_traits", zh="看归类和情况", en="See groups and traits",
        roles=OFFICE | {"workshop_clerk"}, reads=True,
    ),
    Verb(
        name="registry.see_places", zh="看车间", en="See workshops",
        reads=True,
        roles=OFFICE | {"workshop_clerk", "enterprise", "cooperative"},
    ),
    Verb(
        name="registry.see_organizations", zh="看单位", en="See organizations",
        roles=OFFICE, reads=True,
    ),
    _write("add_person", "登记人", "Register a person", "people:add_person"),
    _write("change_person", "改人的登记", "Change a person", "people:change_person"),
    _write("set_residence", "记住处", "Record a residence", "life:set_residence"),
    _write("set_membership", "记户籍关系", "Record a household", "life:set_membership"),
    _write("set_trait", "记情况", "Record a trait", "life:set_trait"),
    _write("set_skill", "记技能", "Record a skill", "abilities:set_skill"),
    _write("set_wish", "记想做什么活", "Record a wish for work", "abilities:set_wish"),
    _write("set_account", "记银行账户", "Record a bank account", "accounts:set_account"),
    _write("merge", "合并登记", "Merge two registrations", "sameness:merge"),
    _write("unmerge", "拆开登记", "Take a merged registration apart", "sameness:unmerge"),
    _write("not_same", "记不是同一个人", "Say that two persons are two", "sameness:not_same"),
    _write("record_consent", "记同意", "Record a consent", "consents:record_consent"),
    _write("reveal", "查看号码", "Show a number", "numbers:reveal"),
    Verb(
        name="registry.see_reveals", zh="看谁看过号码", en="See who saw numbers",
        roles=OFFICE, reads=True,
    ),
    _write("forget_person", "删除个人信息", "Forget a person", "forget:forget_person",
           frozenset({"district_officer"})),
    _write("give_card", "发卡", "Give a card", "cards:give_card", FLOOR),
    _write("engage", "记用工关系", "Record an engagement", "life:engage", FLOOR),
    _write("add_household", "登记户", "Register a household", "life:add_household"),
    _write("add_division", "加区划", "Add a division", "places:add_division",
           frozenset({"district_officer"})),
    _write("add_site", "加安置区", "Add a site", "places:add_site",
           frozenset({"district_officer"})),
    _write("add_community", "加社区", "Add a community", "places:add_community",
           frozenset({"district_officer"})),
    _write("change_community", "改社区", "Change a community", "places:change_community",
           frozenset({"district_officer"})),
    _write("add_shopfront", "加商铺", "Add a shopfront", "places:add_shopfront"),
    _write("change_shopfront", "改商铺", "Change a shopfront", "places:change_shopfront"),
    _write("add_workshop", "加车间", "Add a workshop", "places:add_workshop"),
    _write("change_workshop", "改车间", "Change a workshop", "places:change_workshop"),
    _write("set_shopfront_use", "记商铺用途", "Record the use of a shopfront",
           "places:set_shopfront_use"),
    _write("set_tenancy", "记入驻", "Record a tenancy", "places:set_tenancy"),
    _write("add_organization", "登记单位", "Register an organization",
           "organizations:add_organization"),
    _write("change_organization", "改单位", "Change an organization",
           "organizations:change_organization"),
]

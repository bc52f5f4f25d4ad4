"""The verbs of this package, registered once."""

from menkou.lib.verb import ROLES, Verb

VERBS = [
    Verb(
        name="identity.see_home", zh="看今天", en="See the first page", roles=frozenset(ROLES),
        reads=True,
    ),
    Verb(
        name="identity.add_user",
        zh="开账号",
        en="Open an account",
        roles=frozenset({"district_officer", "community_officer"}),
        action="menkou.identity.actions.users:add_user",
    ),
    Verb(
        name="identity.set_password",
        zh="重设密码",
        en="Set a password",
        roles=frozenset({"district_officer", "community_officer"}),
        action="menkou.identity.actions.users:set_password",
    ),
    Verb(
        name="identity.save_filter",
        zh="存名单",
        en="Keep a list",
        roles=frozenset(ROLES) - {"worker"},
        action="menkou.identity.actions.saved:save_filter",
    ),
    Verb(
        name="identity.drop_filter",
        zh="删掉存下的名单",
        en="Throw a kept list away",
        roles=frozenset(ROLES) - {"worker"},
        action="menkou.identity.actions.saved:drop_filter",
    ),
    Verb(
        name="identity.see_log",
        zh="看办事记录",
        en="See the log",
        roles=frozenset({"district_officer", "community_officer", "auditor"}),
        reads=True,
    ),
]

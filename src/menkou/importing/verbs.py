"""The verbs of this package, registered once."""

from menkou.lib.verb import Verb

OFFICERS = frozenset({"district_officer", "community_officer"})
ACTIONS = "menkou.importing.actions"


def _write(name: str, zh: str, en: str, action: str, undo: str | None = None) -> Verb:
    return Verb(name=f"importing.{name}", zh=zh, en=en, roles=OFFICERS, undo=undo,
                action=f"{ACTIONS}.{action}")


VERBS = [
    Verb(name="importing.see", zh="看导入", en="See imports", roles=OFFICERS | {"auditor"},
         reads=True),
    _write("bring", "导入名单", "Bring a list", "check:bring"),
    _write("fetch_wrong", "取走有错的行", "Fetch a list's wrong rows", "check:fetch_wrong"),
    _write("answer", "答名单里的疑问", "Answer a list's questions", "check:answer"),
    _write("write", "写入名单", "Write a list", "write:start_write", "importing.take_back"),
    _write("stop", "停下写入", "Stop writing a list", "write:stop_write"),
    _write("drop", "不要这份名单", "Drop a list", "write:drop_import"),
    _write("take_back", "撤回名单", "Take a list back", "take_back:start_taking_back"),
]

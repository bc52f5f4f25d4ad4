"""The verbs of this package, registered once. Recording verbs share one action: `record`."""

from menkou.lib.verb import Verb

OFFICERS = frozenset({"district_officer", "community_officer"})
FLOOR = OFFICERS | {"workshop_clerk"}
SEEING = FLOOR | {"auditor"}
RECORD = "menkou.work.actions.record:record"

# The kind of a fact -> the verb that records it. An undo needs the verb of what it undoes.
VERB_OF_KIND = {
    "arrival": "work.record_arrival",
    "issue": "work.issue",
    "receipt": "work.receive",
    "inspection": "work.inspect",
    "rework": "work.rework",
    "return": "work.return_material",
    "count": "work.count",
    "surplus": "work.send_surplus",
    "attend": "work.attend",
}


def _record(name: str, zh: str, en: str) -> Verb:
    return Verb(name=f"work.{name}", zh=zh, en=en, roles=FLOOR, action=RECORD, undo="work.undo")


VERBS = [
    Verb(name="work.see_orders", zh="看订单", en="See orders", roles=SEEING | {"enterprise"},
         reads=True),
    Verb(name="work.see_tickets", zh="看工票", en="See tickets", roles=SEEING, reads=True),
    Verb(name="work.see_statement", zh="看账", en="See an account's statement", roles=SEEING,
         reads=True),
    Verb(name="work.see_mine", zh="看我的", en="See my own page", roles=frozenset({"worker"}),
         reads=True),
    Verb(name="work.see_attendance", zh="看考勤", en="See attendance", roles=SEEING, reads=True),
    Verb(name="work.use_counter", zh="开柜台", en="Open the counter", roles=FLOOR, reads=True),
    Verb(name="work.add_product", zh="加产品", en="Add a product", roles=OFFICERS,
         action="menkou.work.actions.products:add_product"),
    Verb(name="work.set_rate", zh="定工价", en="Set a rate", roles=FLOOR,
         action="menkou.work.actions.products:set_rate"),
    Verb(name="work.set_time_rate", zh="定计时工价", en="Set a time rate", roles=FLOOR,
         action="menkou.work.actions.time_rates:set_time_rate"),
    Verb(name="work.add_order", zh="记订单", en="Add an order", roles=OFFICERS | {"enterprise"},
         action="menkou.work.actions.orders:add_order"),
    Verb(name="work.allot", zh="分单", en="Allot an order", roles=OFFICERS,
         action="menkou.work.actions.orders:allot"),
    Verb(name="work.make_tickets", zh="开工票", en="Make tickets", roles=FLOOR,
         action="menkou.work.actions.tickets:make_tickets", undo="work.cancel_ticket"),
    Verb(name="work.enlarge_ticket", zh="加大工票", en="Enlarge a ticket", roles=FLOOR,
         action="menkou.work.actions.tickets:enlarge_ticket"),
    Verb(name="work.cancel_ticket", zh="收回工票", en="Cancel a ticket", roles=FLOOR,
         action="menkou.work.actions.tickets:cancel_ticket"),
    _record("record_arrival", "来料", "Record an arrival"),
    _record("issue", "发料", "Issue material"),
    _record("receive", "收货", "Receive pieces"),
    _record("inspect", "验货", "Inspect pieces"),
    _record("rework", "收返工", "Receive rework"),
    _record("return_material", "退料", "Return material"),
    _record("count", "盘点", "Count material"),
    _record("send_surplus", "处理多出件", "Send surplus away"),
    _record("attend", "记考勤", "Record attendance"),
    Verb(name="work.undo", zh="撤销", en="Undo", roles=FLOOR, action=RECORD),
]

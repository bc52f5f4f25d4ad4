"""The verbs of this package, registered once. Recording verbs share one action: `record`."""

from menkou.lib.verb import Verb

OFFICERS = frozenset({"district_officer", "community_officer"})
FLOOR = OFFICERS | {"workshop_clerk"}
SEEING = FLOOR | {"street_officer", "auditor"}
PASSING = FLOOR | {"cooperative"}
CUSTOMERS = OFFICERS | {"enterprise"}
HOLDERS = CUSTOMERS | {"cooperative"}
MONEY = FLOOR | {"enterprise", "cooperative"}
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
    "pass_on": "work.pass_on",
    "abandon": "work.abandon",
    "handing": "work.hand_over",
    "delivery": "work.deliver",
    "acceptance": "work.accept",
    "customer_return": "work.take_back",
    "disposal": "work.dispose",
}


def _record(name: str, zh: str, en: str, roles: frozenset[str] = FLOOR) -> Verb:
    return Verb(name=f"work.{name}", zh=zh, en=en, roles=roles, action=RECORD, undo="work.undo")


VERBS = [
    Verb(name="work.see_orders", zh="看订单", en="See orders", reads=True,
         roles=SEEING | {"enterprise", "cooperative"}),
    Verb(name="work.see_tickets", zh="看工票", en="See tickets", roles=SEEING, reads=True),
    Verb(name="work.see_statement", zh="看账", en="See an account's statement", roles=SEEING,
         reads=True),
    Verb(name="work.see_mine", zh="看我的", en="See my own page", roles=frozenset({"worker"}),
         reads=True),
    Verb(name="work.see_attendance", zh="看考勤", en="See attendance", roles=SEEING, reads=True),
    Verb(name="work.use_counter", zh="开柜台", en="Open the counter", roles=FLOOR, reads=True),
    Verb(name="work.add_product", zh="加产品", en="Add a product", roles=OFFICERS,
         action="menkou.work.actions.products:add_product"),
    Verb(name="work.add_operation", zh="加工序", en="Add an operation", roles=OFFICERS,
         action="menkou.work.actions.products:add_operation"),
    Verb(name="work.set_rate", zh="定工价", en="Set a rate", roles=FLOOR,
         action="menkou.work.actions.products:set_rate"),
    Verb(name="work.set_time_rate", zh="定计时工价", en="Set a time rate", roles=FLOOR,
         action="menkou.work.actions.time_rates:set_time_rate"),
    Verb(name="work.add_order", zh="记订单", en="Add an order", roles=OFFICERS | {"enterprise"},
         action="menkou.work.actions.orders:add_order"),
    Verb(name="work.allot", zh="分单", en="Allot an order", roles=HOLDERS,
         action="menkou.work.actions.orders:allot", undo="work.cut"),
    Verb(name="work.cut", zh="退回上级", en="Give pieces back up", roles=HOLDERS,
         action="menkou.work.actions.orders:cut"),
    Verb(name="work.cancel_order", zh="撤订单", en="Cancel an order", roles=CUSTOMERS,
         action="menkou.work.actions.ending:cancel_order"),
    Verb(name="work.end_recall", zh="了结收回", en="End a recall", roles=FLOOR,
         action="menkou.work.actions.ending:end_recall"),
    Verb(name="work.close_order", zh="结订单", en="Close an order", roles=OFFICERS,
         action="menkou.work.actions.ending:close_order"),
    Verb(name="work.make_tickets", zh="开工票", en="Make tickets", roles=FLOOR,
         action="menkou.work.actions.tickets:make_tickets", undo="work.cancel_ticket"),
    Verb(name="work.enlarge_ticket", zh="加大工票", en="Enlarge a ticket", roles=FLOOR,
         action="menkou.work.actions.tickets:enlarge_ticket"),
    Verb(name="work.cancel_ticket", zh="收回工票", en="Cancel a ticket", roles=FLOOR,
         action="menkou.work.actions.tickets:cancel_ticket"),
    Verb(name="work.shrink_ticket", zh="减小工票", en="Take back what was not made", roles=FLOOR,
         action="menkou.work.actions.tickets:shrink_ticket"),
    Verb(name="work.see_fees", zh="看加工费", en="See fees", roles=SEEING | MONEY, reads=True),
    Verb(name="work.send_statement", zh="送对账单", en="Send a statement", roles=MONEY,
         action="menkou.work.actions.fees:send_statement"),
    Verb(name="work.agree_statement", zh="认账", en="Agree to a statement", roles=MONEY,
         action="menkou.work.actions.fees:agree_statement"),
    Verb(name="work.dispute_statement", zh="对账单有异议", en="Dispute a statement", roles=MONEY,
         action="menkou.work.actions.fees:dispute_statement"),
    Verb(name="work.pay_fee", zh="记付款", en="Book a payment of fees", roles=MONEY,
         action="menkou.work.actions.fees:pay_fee", undo="work.take_fee_back"),
    Verb(name="work.take_fee_back", zh="撤回付款", en="Take a payment of fees back", roles=MONEY,
         action="menkou.work.actions.fees:take_fee_back"),
    Verb(name="work.see_rent", zh="看租金", en="See rent", roles=SEEING | MONEY, reads=True),
    Verb(name="work.set_rent", zh="定租金", en="Set a rent", roles=OFFICERS,
         action="menkou.work.actions.rent:set_rent"),
    Verb(name="work.book_rent", zh="记应收租金", en="Book a month's rent", roles=OFFICERS,
         action="menkou.work.actions.rent:book_rent"),
    Verb(name="work.ask_relief", zh="申请减租", en="Ask for rent relief", roles=MONEY,
         action="menkou.work.actions.rent:ask_relief"),
    Verb(name="work.decide_relief", zh="批减租", en="Decide rent relief", roles=OFFICERS,
         action="menkou.work.actions.rent:decide_relief"),
    Verb(name="work.pay_rent", zh="记租金付款", en="Book a payment of rent", roles=MONEY,
         action="menkou.work.actions.rent:pay_rent", undo="work.take_rent_back"),
    Verb(name="work.take_rent_back", zh="撤回租金付款", en="Take a payment of rent back",
         roles=MONEY, action="menkou.work.actions.rent:take_rent_back"),
    _record("record_arrival", "来料", "Record an arrival"),
    _record("issue", "发料", "Issue material"),
    _record("receive", "收货", "Receive pieces"),
    _record("inspect", "验货", "Inspect pieces"),
    _record("rework", "收返工", "Receive rework"),
    _record("return_material", "退料", "Return material"),
    _record("count", "盘点", "Count material"),
    _record("send_surplus", "处理多出件", "Send surplus away"),
    _record("attend", "记考勤", "Record attendance"),
    _record("pass_on", "转人返工", "Pass rework on"),
    _record("abandon", "记半成品", "Record work given up", OFFICERS),
    _record("hand_over", "移交", "Hand pieces over", PASSING),
    _record("deliver", "送货", "Deliver", PASSING),
    _record("accept", "客户验收", "Accept a delivery", CUSTOMERS),
    _record("take_back", "客户退货", "Record a customer's return", FLOOR | {"enterprise"}),
    _record("dispose", "定剩余去向", "Say where the rest goes", PASSING),
    Verb(name="work.undo", zh="撤销", en="Undo", roles=PASSING | {"enterprise"}, action=RECORD),
]

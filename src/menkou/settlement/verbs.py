"""The verbs of this package, registered once."""

from menkou.lib.verb import Verb

OFFICES = frozenset({"district_officer", "community_officer"})
FIRMS = frozenset({"enterprise", "cooperative"})
PAYERS = FIRMS | {"workshop_clerk"}
SEEING = OFFICES | PAYERS | {"street_officer", "auditor"}
HANDLING = PAYERS | {"community_officer"}
MONEY = FIRMS | {"community_officer"}
SIGNING = OFFICES | FIRMS
_CLOSE = "menkou.settlement.actions.close"
_PERIODS = "menkou.settlement.actions.periods"
_ITEMS = "menkou.settlement.actions.items"
_REPLIES = "menkou.settlement.actions.replies"
_CASH = "menkou.settlement.actions.cash"
_PAY = "menkou.settlement.actions.payments"
_ANSWERS = "menkou.settlement.actions.answers"

VERBS = [
    Verb(name="settlement.see_pay", zh="看工资", en="See wages", roles=SEEING, reads=True),
    Verb(name="settlement.see_mine", zh="看我的工资条", en="See my slips",
         roles=frozenset({"worker"}), reads=True),
    Verb(name="settlement.see_wage_ledger", zh="看工资支付台账", en="See the wage ledger",
         roles=SEEING, reads=True),
    Verb(name="settlement.export_ledger", zh="导出带证件号的台账",
         en="Export the ledger with full numbers",
         roles=FIRMS | {"district_officer", "auditor"},
         action="menkou.settlement.actions.ledger:show_numbers"),
    Verb(name="settlement.see_flags", zh="看要留意的", en="See red flags",
         roles=OFFICES | {"street_officer", "auditor"}, reads=True),
    Verb(name="settlement.open_period", zh="开一期", en="Open a period", roles=HANDLING,
         action=f"{_PERIODS}:open_period"),
    Verb(name="settlement.close", zh="关账", en="Close a period", roles=HANDLING,
         action=f"{_CLOSE}:start_close", undo="settlement.cancel_close"),
    Verb(name="settlement.cancel_close", zh="停下关账", en="Stop a close", roles=HANDLING,
         action=f"{_CLOSE}:cancel_close"),
    Verb(name="settlement.set_aside", zh="先放一边", en="Set somebody aside", roles=HANDLING,
         action=f"{_PERIODS}:set_aside", undo="settlement.resolve"),
    Verb(name="settlement.resolve", zh="说清楚了", en="Clear somebody", roles=HANDLING,
         action=f"{_PERIODS}:resolve"),
    Verb(name="settlement.confirm_tax", zh="定代扣税款", en="Decide on withholding tax",
         roles=MONEY, action=f"{_PERIODS}:confirm_tax"),
    Verb(name="settlement.enter_item", zh="填单列工资", en="Enter an item of pay", roles=HANDLING,
         action=f"{_ITEMS}:enter_item"),
    Verb(name="settlement.approve_item", zh="批单列工资", en="Approve an item of pay",
         roles=SIGNING, action=f"{_ITEMS}:approve_item"),
    Verb(name="settlement.refuse_item", zh="不批单列工资", en="Refuse an item of pay",
         roles=SIGNING, action=f"{_ITEMS}:refuse_item"),
    Verb(name="settlement.enter_deduction", zh="填扣款", en="Enter a deduction", roles=HANDLING,
         action=f"{_ITEMS}:enter_deduction"),
    Verb(name="settlement.decide_deduction", zh="批扣款", en="Decide on a deduction",
         roles=SIGNING, action=f"{_ITEMS}:decide_deduction"),
    Verb(name="settlement.confirm", zh="工资条说对", en="Confirm a slip",
         roles=HANDLING | {"worker"}, action=f"{_REPLIES}:confirm"),
    Verb(name="settlement.object", zh="工资条说不对", en="Object to a slip",
         roles=HANDLING | {"worker"}, action=f"{_REPLIES}:object_to"),
    Verb(name="settlement.answer", zh="答复不对", en="Answer an objection", roles=HANDLING,
         action=f"{_REPLIES}:answer"),
    Verb(name="settlement.approve", zh="批工资", en="Approve wages", roles=SIGNING,
         action=f"{_PERIODS}:approve"),
    Verb(name="settlement.send_back", zh="退回工资", en="Send wages back", roles=SIGNING,
         action=f"{_PERIODS}:send_back"),
    Verb(name="settlement.make_batch", zh="送银行", en="Make a bank batch", roles=MONEY,
         action=f"{_PAY}:make_batch"),
    Verb(name="settlement.see_bank_file", zh="取代发文件", en="Fetch the bank's file",
         roles=MONEY, reads=True),
    Verb(name="settlement.read_answer", zh="读回盘", en="Read the bank's answer", roles=MONEY,
         action=f"{_ANSWERS}:read_answer"),
    Verb(name="settlement.settle_answer", zh="定回盘的一行", en="Settle a row of an answer",
         roles=MONEY, action=f"{_ANSWERS}:settle_answer"),
    Verb(name="settlement.pay_cash", zh="发现金", en="Pay in cash", roles=HANDLING,
         action=f"{_CASH}:pay_cash", undo="settlement.return_payment"),
    Verb(name="settlement.ask_relative", zh="申请亲属领取", en="Ask to pay a relative",
         roles=HANDLING, action=f"{_CASH}:ask_relative"),
    Verb(name="settlement.pay_relative", zh="批亲属领取", en="Approve paying a relative",
         roles=SIGNING, action=f"{_CASH}:pay_relative"),
    Verb(name="settlement.return_payment", zh="记没有付到", en="Record that pay did not arrive",
         roles=MONEY, action=f"{_CASH}:return_payment"),
    Verb(name="settlement.lift_hold", zh="卡已问清", en="Lift the hold on an account",
         roles=MONEY, action=f"{_CASH}:lift_hold"),
]

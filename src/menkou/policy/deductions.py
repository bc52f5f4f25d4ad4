"""How much may be taken from wages for damage and overpayments."""

from menkou.policy.rules import Rules


def room(*, shown: int, taken: int, net: int, floor: int, rules: Rules) -> int:
    """How much of recovery and charges together may still be taken; 1/10,000 yuan, never negative.

    shown   what the payer's slips have shown so far for the calendar month, this one included
    taken   recoveries and charges of that month so far
    net     what is left of the month's pay after them
    floor   what must be left of it (`minimum.floor`); 0 where no minimum applies

    Both bounds hold: no more than `wage.deduction_percent` of what is shown, and what is left
    does not fall below the floor. Source: 工资支付暂行规定 article 16.
    """
    most = shown * rules.number("wage.deduction_percent") // 100
    return max(0, min(most - taken, net - floor))

"""Amounts in capitals, as slips and bank forms want them (人民币大写)."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_FEN = 100
_BEYOND = 10**12
"""Yuan: twelve digits are three groups, up to 仟亿."""


def capitals(amount: int) -> str:
    """An amount in 1/10,000 yuan in capitals: 壹仟贰佰零柒元肆角伍分, 叁佰元整.

    After yuan or jiao stands 整, so that nothing can be added, after fen nothing. Zeros in the
    middle are one 零, but none where the yuan or the 万 themselves are 0. Raises ValueError below
    0, for what is not whole fen, and from a million million yuan on. Source: 支付结算办法, 附一
    正确填写票据和结算凭证的基本规定, 第一至三条.
    """
    if amount < 0:
        raise ValueError("A negative amount has no capitals.")
    if amount % _FEN:
        raise ValueError("Only whole fen have capitals.")
    yuan, fen = divmod(amount // _FEN, 100)
    if yuan >= _BEYOND:
        raise ValueError("The amount is too large to be put in capitals.")
    jiao, fen = divmod(fen, 10)
    if not (yuan or jiao or fen):
        return "零元整"
    words = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif fen and yuan:
        words += "零"
    return words + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    """A whole number above 0, one 零 for the zeros between two digits, none at the end."""
    digits = str(number)
    words, zero, group_said = "", False, False
    for i, digit in enumerate(map(int, digits)):
        group, place = divmod(len(digits) - 1 - i, 4)
        if digit:
            words += ("零" if zero else "") + _DIGITS[digit] + _PLACES[place]
            zero, group_said = False, True
        else:
            zero = bool(words)
        if place == 0:
            words += _GROUPS[group] if group_said else ""
            zero, group_said = zero and not group_said, False
    return words

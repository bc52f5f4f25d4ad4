"""What was recorded at the counter, in words."""

from django.utils.translation import gettext as _

from menkou.web.parts import fact_words, reasons, words
from menkou.work.queries.counter import Line


def said(line: Line) -> str:
    """A line in words: "收货 · 合格 5 个 · 返工 1 个（松了）"."""
    content, unit = line.content, _(line.unit) if line.unit else ""
    parts = [fact_words.kind(line.fact.kind)]
    parts += fact_words.pieces(content, unit)
    if content.get("to"):
        where = _("交给企业") if content["to"] == "owner" else _("退给本人")
        parts.append(f"{words.number(content['pieces'])} {unit} {where}")
    elif content.get("pieces"):
        parts.append(f"{words.number(content['pieces'])} {unit}")
    parts += [fact_words.material(*one) for one in line.lines]
    if content.get("reason"):
        known = reasons.MATERIAL if line.fact.kind == "issue" else reasons.PIECE
        parts.append(reasons.said(known, content["reason"]))
    return _(" · ").join(parts)

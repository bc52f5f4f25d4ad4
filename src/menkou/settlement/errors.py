"""What may be refused in this package, and the words for it."""

from django.utils.translation import gettext_lazy as _

from menkou.lib.errors import Refused


class NotSettled(Refused):
    """A close, an approval, a deduction or an answer that can't be; nothing was changed."""

    SENTENCES = {
        "not_open": _("这一期已经关了，或者正在关。请看看现在的样子"),
        "not_closing": _("这一期没有在关"),
        "not_closed": _("这一期还没有关完"),
        "not_begun": _("这一期还没有开始"),
        "nothing": _("到现在没有记过账，没有可关的"),
        "too_early": _("这个封存点在上一期之前，请选后面的"),
        "no_span": _("没有这样的工资期，请从列表里选"),
        "earlier_open": _("前面还有一期没关，请先关前面的"),
        "already_aside": _("这个人已经放在一边了"),
        "not_aside": _("这个人没有放在一边，可能别人刚办过"),
        "entered": _("这一期里有您记的账或填的数，要没有经手的人来批"),
        "approved": _("您已经批过这一期了"),
        "decided": _("这一条已经批过了，可能别人刚办过"),
        "own": _("自己填的，要另一个人来批"),
        "why": _("请选一个原因"),
        "already_confirmed": _("这张工资条已经说过对了"),
        "already_answered": _("这一条已经答复过了"),
        "open_objection": _("这张工资条还在等答复，答复了再说对"),
        "objection_late": _("过了可以说不对的日子。请当面找车间，他们可以替您记"),
        "item_amount": _("说得对的，要写补多少钱，或者选“已经改了收货记录”"),
        "sound": _("录音不能超过 2 MB，要是手机自己的录音"),
    }


class NotPaid(Refused):
    """A payment, a batch or an answer of a bank that can't be; nothing was changed."""

    SENTENCES = {
        "not_approved": _("这一期还没有批完，不能付"),
        "nothing_due": _("没有可以送银行的：要么已经送了，要么没有可用的银行卡"),
        "not_due": _("这一笔不是待付，可能别人刚办过。请看看现在的样子"),
        "not_sent": _("这一笔没有在银行那里"),
        "not_paid": _("这一笔没有付过"),
        "not_returned": _("这一笔没有被退回"),
        "no_template": _("没有这个银行的模板"),
        "proxy": _("代领要写清代领人的姓名、关系和原因"),
        "died": _("本人已经去世，要由亲属凭证明领取"),
        "alive": _("本人在世，由本人或者代领人领取"),
        "paper": _("请填证明的名称和编号"),
        "own": _("自己填的，要另一个人来批"),
        "not_asked": _("没有人申请由亲属领取"),
        "asked": _("已经申请由亲属领取，等另一个人批"),
        "seen": _("这个回盘文件已经读过，什么都没有动"),
        "not_other": _("这一行不用再定"),
        "amount": _("请填银行真正付的数"),
    }

"""ISO 20022: pain.001.001.03 to the bank, pain.002.001.03 back. Standard library only."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from menkou.lib.days import SHANGHAI
from menkou.settlement.banks.errors import BadAnswer, BadPayFile
from menkou.settlement.banks.rows import BatchHead, PayRow
from menkou.settlement.banks.tables import fen
from menkou.settlement.banks.template import Pain

SPACE_001 = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
SPACE_002 = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"
LONGEST_TEXT = 140
LONGEST_BRANCH = 35


@dataclass(frozen=True, slots=True)
class Status:
    """One payment of a pain.002, its status taken from the batch where it has none itself."""

    reference: str
    account: str
    name: str
    amount: str
    status: str
    codes: tuple[str, ...]
    words: str


def pain001(pain: Pain, head: BatchHead, rows: Sequence[PayRow]) -> bytes:
    """One batch as a customer credit transfer initiation in CNY; end-to-end id = reference.

    Raises BadPayFile for a text that is longer than the message allows.
    """
    _fits(head.number, LONGEST_TEXT, head.payer, head.purpose)
    total = f"{fen(sum(row.amount for row in rows)):f}"
    document = ET.Element("Document", xmlns=SPACE_001)
    root = ET.SubElement(document, "CstmrCdtTrfInitn")
    group = ET.SubElement(root, "GrpHdr")
    _add(group, "MsgId", head.number)
    made_at = head.made_at.astimezone(SHANGHAI).replace(microsecond=0)
    _add(group, "CreDtTm", made_at.isoformat())
    _add(group, "NbOfTxs", str(len(rows)))
    _add(group, "CtrlSum", total)
    _add(group, "InitgPty/Nm", head.payer)
    batch = ET.SubElement(root, "PmtInf")
    _add(batch, "PmtInfId", head.number)
    _add(batch, "PmtMtd", "TRF")
    _add(batch, "NbOfTxs", str(len(rows)))
    _add(batch, "CtrlSum", total)
    if pain.category:
        _add(batch, "PmtTpInf/CtgyPurp/Cd", pain.category)
    _add(batch, "ReqdExctnDt", head.day.isoformat())
    _add(batch, "Dbtr/Nm", head.payer)
    account = ET.SubElement(batch, "DbtrAcct")
    _add(account, "Id/Othr/Id", head.payer_account)
    _add(account, "Ccy", "CNY")
    _add(batch, "DbtrAgt/FinInstnId/Othr/Id", pain.agent or "NOTPROVIDED")
    for row in rows:
        _payment(batch, pain, head, row)
    ET.indent(document)
    return bytes(ET.tostring(document, encoding="utf-8", xml_declaration=True)) + b"\n"


def _payment(batch: ET.Element, pain: Pain, head: BatchHead, row: PayRow) -> None:
    _fits(row.reference, LONGEST_TEXT, row.name, row.bank_name, row.remark)
    _fits(row.reference, LONGEST_BRANCH, row.branch_code)
    one = ET.SubElement(batch, "CdtTrfTxInf")
    _add(one, "PmtId/EndToEndId", row.reference)
    amount = ET.SubElement(ET.SubElement(one, "Amt"), "InstdAmt", Ccy="CNY")
    amount.text = f"{fen(row.amount):f}"
    if row.branch_code or row.bank_name:
        bank = ET.SubElement(ET.SubElement(one, "CdtrAgt"), "FinInstnId")
        if row.branch_code:
            member = ET.SubElement(bank, "ClrSysMmbId")
            if pain.clearing:
                _add(member, "ClrSysId/Cd", pain.clearing)
            _add(member, "MmbId", row.branch_code)
        if row.bank_name:
            _add(bank, "Nm", row.bank_name)
    _add(one, "Cdtr/Nm", row.name)
    _add(one, "CdtrAcct/Id/Othr/Id", row.account)
    if words := row.remark or head.purpose:
        _add(one, "RmtInf/Ustrd", words)


def _add(parent: ET.Element, path: str, text: str) -> None:
    for tag in path.split("/"):
        parent = ET.SubElement(parent, tag)
    parent.text = text


def _fits(reference: str, most: int, *texts: str) -> None:
    if any(len(text) > most for text in texts):
        raise BadPayFile("long", reference=reference, most=most)


def pain002(content: bytes) -> list[Status]:
    """The payments of a customer payment status report. Raises BadAnswer.

    A document type is refused before anything is built: no entity can grow.
    """
    root = _report(content)
    group = root.find("{*}OrgnlGrpInfAndSts")
    of_group = _text(group, "GrpSts")
    found = [
        _status(one, _text(batch, "PmtInfSts") or of_group)
        for batch in root.iterfind("{*}OrgnlPmtInfAndSts")
        for one in batch.iterfind("{*}TxInfAndSts")
    ]
    if not found:
        raise BadAnswer("group_only", status=of_group or "?")
    return found


def _report(content: bytes) -> ET.Element:
    def refuse(*_: object) -> None:
        raise BadAnswer("not_a_report")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
        document = ET.fromstring(content)
    except (expat.ExpatError, ET.ParseError, ValueError, LookupError):
        raise BadAnswer("not_a_report") from None
    root = document.find("{*}CstmrPmtStsRpt")
    if root is None or document.tag not in (f"{{{SPACE_002}}}Document", "Document"):
        raise BadAnswer("not_a_report")
    return root


def _status(one: ET.Element, inherited: str) -> Status:
    return Status(
        reference=_text(one, "OrgnlEndToEndId"),
        account=_text(one, "OrgnlTxRef/CdtrAcct/Id/Othr/Id")
        or _text(one, "OrgnlTxRef/CdtrAcct/Id/IBAN"),
        name=_text(one, "OrgnlTxRef/Cdtr/Nm"),
        amount=_text(one, "OrgnlTxRef/Amt/InstdAmt"),
        status=_text(one, "TxSts") or inherited,
        codes=tuple(_texts(one, "StsRsnInf/Rsn/Cd")) + tuple(_texts(one, "StsRsnInf/Rsn/Prtry")),
        words="".join(_texts(one, "StsRsnInf/AddtlInf")),
    )


def _texts(parent: ET.Element, path: str) -> Iterator[str]:
    for found in parent.iterfind("/".join(f"{{*}}{tag}" for tag in path.split("/"))):
        if text := (found.text or "").strip():
            yield text


def _text(parent: ET.Element | None, path: str) -> str:
    return next(_texts(parent, path), "") if parent is not None else ""

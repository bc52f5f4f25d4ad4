"""ISO 20022: what goes out follows the schema and adds up; what comes back is read by its words."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import sepaxml
import xmlschema
from hypothesis import given

from menkou.settlement.banks import BadAnswer, BadPayFile, PayRow, read, write
from tests.settlement.banks.ground import HEAD, RARE, TEMPLATES, WANG, batches

ISO = TEMPLATES["iso20022"]
SCHEMA = xmlschema.XMLSchema(
    Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.03.xsd"
)

REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
  <GrpHdr><MsgId>R1</MsgId><CreDtTm>2022-03-01T09:00:00</CreDtTm></GrpHdr>
  <OrgnlGrpInfAndSts><OrgnlMsgId>GZ-2022-02-001</OrgnlMsgId>
    <OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId><GrpSts>{group}</GrpSts></OrgnlGrpInfAndSts>
  {batches}
</CstmrPmtStsRpt></Document>
"""
BATCH = "<OrgnlPmtInfAndSts><OrgnlPmtInfId>GZ-2022-02-001</OrgnlPmtInfId>{}</OrgnlPmtInfAndSts>"


def one(reference: str, status: str = "", reason: str = "", words: str = "") -> str:
    """One payment of a report, with account, name and amount as some banks repeat them."""
    why = f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn><AddtlInf>{words}</AddtlInf></StsRsnInf>"
    return (
        f"<TxInfAndSts><OrgnlEndToEndId>{reference}</OrgnlEndToEndId>"
        + (f"<TxSts>{status}</TxSts>" if status else "")
        + (why if reason else "")
        + '<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">1207.45</InstdAmt></Amt><Cdtr><Nm>王芳</Nm></Cdtr>'
        "<CdtrAcct><Id><Othr><Id>0062284801234567890</Id></Othr></Id></CdtrAcct></OrgnlTxRef>"
        "</TxInfAndSts>"
    )


def report(*payments: str, group: str = "PART") -> bytes:
    """A pain.002 of one batch; without payments only the group has a status."""
    batches = BATCH.format("".join(payments)) if payments else ""
    return REPORT.format(group=group, batches=batches).encode()


@given(rows=batches())
def test_each_payment_is_in_the_message_and_the_sums_are_right(rows: list[PayRow]) -> None:
    root = ET.fromstring(write(ISO, HEAD, rows).content)
    found = [
        (
            payment.findtext("{*}PmtId/{*}EndToEndId"),
            payment.findtext("{*}CdtrAcct/{*}Id/{*}Othr/{*}Id"),
            payment.findtext("{*}Cdtr/{*}Nm"),
            int(Decimal(payment.findtext("{*}Amt/{*}InstdAmt") or "0") * 10_000),
        )
        for payment in root.iter(f"{{{root.tag[1:].partition('}')[0]}}}CdtTrfTxInf")
    ]
    assert found == [(row.reference, row.account, row.name, row.amount) for row in rows]
    sums = {text.text for text in root.iterfind(".//{*}CtrlSum")}
    assert {Decimal(text or "0") * 10_000 for text in sums} == {sum(row.amount for row in rows)}
    assert {text.text for text in root.iterfind(".//{*}NbOfTxs")} == {str(len(rows))}


@given(rows=batches())
def test_the_message_is_valid_by_its_schema(rows: list[PayRow]) -> None:
    with_banks = [replace(row, bank_name="昭阳农信", branch_code="402731000018") for row in rows]
    for batch in (rows, with_banks):
        assert not list(SCHEMA.iter_errors(write(ISO, HEAD, batch).content.decode()))


def test_what_is_too_long_for_the_message_is_refused_by_its_reference() -> None:
    SCHEMA.validate(write(ISO, HEAD, [replace(WANG, name="王" * 140)]).content.decode())
    with pytest.raises(BadPayFile, match="GZ000123 里有一项超过 140 个字"):
        write(ISO, HEAD, [RARE, replace(WANG, name="王" * 141)])


def test_a_name_with_signs_of_xml_comes_out_as_it_went_in() -> None:
    odd = replace(WANG, name="王<&>\"'芳")
    root = ET.fromstring(write(ISO, HEAD, [odd]).content)
    assert root.findtext(".//{*}Cdtr/{*}Nm") == odd.name


def test_only_completed_payments_are_accepted_and_reasons_are_ours() -> None:
    content = report(
        one("GZ000001", "ACSC"), one("GZ000002", "RJCT", "AC04"), one("GZ000003", "ACSP"),
        one("GZ000004", "RJCT", "BE01", "户名不符"), one("GZ000005", "RJCT", "MS03"),
        one("GZ000006", "XXXX"), one("GZ000007", "ACSC", "AC06"),
    )
    found = read(ISO, "pain002.xml", content)
    assert [(row.row, row.reference, row.accepted, row.code, row.problem) for row in found] == [
        (1, "GZ000001", True, "", ""),
        (2, "GZ000002", False, "closed", ""),
        (3, "GZ000003", None, "", "result_pending"),
        (4, "GZ000004", False, "name_mismatch", ""),
        (5, "GZ000005", False, "other", ""),
        (6, "GZ000006", None, "", "result_unreadable"),
        (7, "GZ000007", None, "", "result_contradicts"),
    ]
    assert found[3].reason == "BE01 户名不符"
    assert (found[0].account, found[0].name, found[0].amount) == (
        "0062284801234567890", "王芳", 1207_4500,
    )


def test_a_payment_without_a_status_has_that_of_its_batch() -> None:
    found = read(ISO, "pain002.xml", report(one("GZ000001"), one("GZ000002", "RJCT"), group="ACSC"))
    assert [row.accepted for row in found] == [True, False]
    [row] = read(ISO, "pain002.xml", report(one("GZ000001"), group=""))
    assert (row.accepted, row.problem) == (None, "result_empty")


def test_an_answer_for_the_whole_batch_alone_asks_for_the_details() -> None:
    with pytest.raises(BadAnswer, match="RJCT") as refused:
        read(ISO, "pain002.xml", report(group="RJCT"))
    assert refused.value.code == "group_only"


@pytest.mark.parametrize(
    "content",
    [
        b"<html/>",
        b"PK\x03\x04",
        report(one("GZ000001", "ACSC"))[:-20],
        report(one("GZ000001", "ACSC")).replace(
            b"<Document", b'<!DOCTYPE a [<!ENTITY b "x">]><Document', 1
        ),
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b'<?xml version="1.0" encoding="klingon"?><Document/>',
    ],
)
def test_what_is_no_report_is_refused_and_no_entity_is_ever_read(content: bytes) -> None:
    with pytest.raises(BadAnswer) as refused:
        read(ISO, "pain002.xml", content)
    assert refused.value.code == "not_a_report"

"""Factur-X, ZUGFeRD and XRechnung: a PDF for people with the invoice for machines attached."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from import_folders import RECEIVABLES, problems, reading, shown
from invoice_files import beside, ubl

from huikuan.gateways.imports import Reading, Unusable, inspect_file, pdf_invoices, read_folder, safe_xml

OWN = RECEIVABLES + "R1,C1,2026-01-01,2026-02-01,100\n"


def pdf(*attachments: tuple[str, str | bytes], password: str = "", packed: bool = False) -> bytes:
    """Write a PDF of one empty page with files attached under their names."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=200, height=200)
    for name, content in attachments:
        attached = writer.add_attachment(name, content.encode() if isinstance(content, str) else content)
        if packed:
            stored = attached.pdf_object["/EF"].raw_get("/F")
            writer._replace_object(stored, stored.get_object().flate_encode())
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def beside_own(folder: Path, content: bytes) -> Reading:
    return reading(folder, {"receivables.csv": OWN, "发票.pdf": content})


@pytest.mark.parametrize("name", ["factur-x.xml", "ZUGFeRD-invoice.xml", "zugferd-invoice.xml", "xrechnung.xml"])
def test_the_attachment_is_one_receivable(tmp_path: Path, name: str) -> None:
    read = beside_own(tmp_path, pdf(("photo.xml", "<a"), (name, ubl(number="INV-7")), packed=True))
    assert shown(read.tables.receivables, "document_no", "customer_id", "due_date", "amount_minor", "currency")[1:] == [
        ("INV-7", "DE111222", date(2026, 10, 31), 10_000, "EUR")
    ]
    assert [(file.file, file.sheet, file.rows) for file in read.inputs] == [
        ("receivables.csv", "", 1),
        ("发票.pdf", name.lower(), 1),
    ]
    assert (read.unread, problems(read)) == ((), [])


def test_the_same_invoice_says_the_same_inside_and_outside(tmp_path: Path) -> None:
    content = beside("facturx/factur-x-basic.xml").read_bytes()
    (tmp_path / "a.xml").write_bytes(content)
    (tmp_path / "b.pdf").write_bytes(pdf(("factur-x.xml", content)))
    inside, outside = read_folder(tmp_path / "b.pdf"), read_folder(tmp_path / "a.xml")
    assert inside.tables.receivables.equals(outside.tables.receivables)
    seen = inspect_file(tmp_path / "b.pdf")
    assert [(sheet.sheet, sheet.known_by, sheet.format_name) for sheet in seen] == [("factur-x.xml", "format", "cii")]


def test_a_pdf_without_an_invoice_is_left_unread_without_a_word(tmp_path: Path) -> None:
    read = beside_own(tmp_path, pdf(("contract.xml", ubl())))
    assert (read.unread, problems(read)) == (("发票.pdf",), [])


def test_the_same_invoice_attached_twice_is_one(tmp_path: Path) -> None:
    read = beside_own(tmp_path, pdf(("factur-x.xml", ubl()), ("xrechnung.xml", ubl())))
    assert read.totals["receivables"].loaded == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(("factur-x.xml", ubl()), ("xrechnung.xml", ubl(number="INV-2"))), "several_invoices_inside"),
        (pdf(("factur-x.xml", "<Order/>")), "unknown_invoice_inside"),
        (pdf(("factur-x.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')), "document_type_declared"),
        (pdf(("factur-x.xml", ubl()), password="secret"), "protected_file"),
        (pdf(("factur-x.xml", ubl()))[:300], "broken_file"),
        (b"", "broken_file"),
        (b"not a PDF", "broken_file"),
    ],
)
def test_what_cannot_be_trusted_is_refused_whole(tmp_path: Path, content: bytes, reason: str) -> None:
    read = beside_own(tmp_path, content)
    assert (read.unread, read.tables.receivables["document_no"].to_list()) == (("发票.pdf",), ["R1"])
    assert problems(read, "code", "severity", "detail") == [("unopened_file", "warning", reason)]
    with pytest.raises(Unusable, match=r"发票\.pdf") as refusal:
        inspect_file(tmp_path / "发票.pdf")
    assert refusal.value.code == reason


def test_the_limits_are_held_at_their_edge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A packed attachment is unpacked up to the size of any XML, never beyond; the file itself has a size too."""
    content = ubl().encode()
    packed = pdf(("factur-x.xml", content + b" " * 10_000_000), packed=True)
    assert len(packed) < 20_000
    monkeypatch.setattr(safe_xml, "LARGEST_BYTES", len(content) + 10_000_000)
    monkeypatch.setattr(pdf_invoices, "LARGEST_BYTES", len(packed))
    assert beside_own(tmp_path / "on it", packed).unread == ()
    assert beside_own(tmp_path / "file", packed + b"\n").unread == ("发票.pdf",)
    monkeypatch.setattr(safe_xml, "LARGEST_BYTES", len(content) + 9_999_999)
    assert beside_own(tmp_path / "attachment", packed).unread == ("发票.pdf",)

"""XML from strangers: entities, bombs, too much of anything, and a thousand damaged files."""

import random
import re
from pathlib import Path

import pytest
from import_folders import RECEIVABLES, problems, reading
from invoice_files import beside, einvoice, ubl

from huikuan.gateways.imports import Reading, Unusable, read_folder, safe_xml

OWN = RECEIVABLES + "R1,C1,2026-01-01,2026-02-01,100\n"
SAMPLES = (
    "peppol/base-example.xml",
    "peppol/base-creditnote-correction.xml",
    "peppol/Allowance-example.xml",
    "en16931/CII_example1.xml",
    "facturx/factur-x-basic.xml",
    "cn/official-gd-special.xml",
)
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
FETCHED = '<!DOCTYPE x [<!ENTITY a SYSTEM "receivables.csv">]>'


def beside_own(folder: Path, content: str | bytes) -> Reading:
    """Read a folder of one good table and the file in question."""
    return reading(folder, {"receivables.csv": OWN, "invoice.xml": content})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ubl(head=BOMB, number="&c;"), "document_type_declared"),
        (ubl(head=FETCHED, number="&a;"), "document_type_declared"),
        (ubl(head='<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">'), "document_type_declared"),
        (ubl(number="&unknown;"), "not_well_formed"),
        (ubl().encode()[:-1], "not_well_formed"),
        (ubl(head='<?xml version="1.0" encoding="shift_jis"?>').encode(), "broken_file"),
        (ubl(head='<?xml version="1.0" encoding="nonsense"?>').encode(), "broken_file"),
        (('<?xml version="1.0" encoding="gbk"?>' + ubl()).encode() + b"\xff\xff", "broken_file"),
        (ubl().encode() + b"\x00", "not_well_formed"),
        (b"", "not_well_formed"),
        ("not XML", "not_well_formed"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_left_unread_and_named(
    tmp_path: Path, content: str | bytes, reason: str
) -> None:
    read = beside_own(tmp_path, content)
    assert read.unread == ("invoice.xml",)
    assert read.tables.receivables["document_no"].to_list() == ["R1"]
    assert problems(read, "code", "value", "severity", "detail") == [
        ("unopened_file", "invoice.xml", "warning", reason)
    ]


def test_the_limits_are_held_at_their_edge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = ubl().encode()
    monkeypatch.setattr(safe_xml, "LARGEST_BYTES", len(content))
    monkeypatch.setattr(safe_xml, "MOST_TAGS", content.count(b"<"))
    assert beside_own(tmp_path / "on it", content).tables.receivables.height == 2
    assert beside_own(tmp_path / "too long", content + b"\n").unread == ("invoice.xml",)
    monkeypatch.setattr(safe_xml, "LARGEST_BYTES", len(content) + 4)
    assert beside_own(tmp_path / "too many", content + b"<!--").unread == ("invoice.xml",)


def test_an_invoice_with_two_faults_is_one_row_set_aside(tmp_path: Path) -> None:
    content = re.sub(rb"(<cbc:(?:Issue|Due)Date>)[^<]*", rb"\1-1", beside("peppol/base-example.xml").read_bytes())
    (tmp_path / "invoice.xml").write_bytes(content)
    read = read_folder(tmp_path / "invoice.xml")
    assert problems(read, "code", "value") == [("bad_date", "-1"), ("bad_date", "-1")]
    totals = read.totals["receivables"]
    assert (totals.rows_in, totals.loaded, totals.set_aside, totals.amounts_unreadable) == (1, 0, 1, 1)


def test_a_tower_of_elements_does_no_harm(tmp_path: Path) -> None:
    tower = "<a>" * 400_000 + "</a>" * 400_000
    assert beside_own(tmp_path, tower).unread == ("invoice.xml",)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return the content with one to four damages: cut, dropped, doubled or swapped parts, changed bytes."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(content))
        end = min(len(content), start + chance.choice((1, 1, 2, 8, 60, 900)))
        lines = content.split(b"\n")
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        content = chance.choice(
            (
                lambda c=content, s=start, e=end: c[:s] + c[e:],
                lambda c=content, s=start, e=end: c[:e] + c[s:],
                lambda c=content, s=start: c[:s] or c,
                lambda c=content, s=start: c[:s] + bytes([chance.randrange(256)]) + c[s + 1 :],
                lambda rows=lines, i=at: b"\n".join(rows[:i] + rows[i + 1 :]) or b" ",
                lambda rows=lines, i=at: b"\n".join([*rows[:i], rows[i], *rows[i:]]),
                lambda rows=lines, i=at, j=other: b"\n".join([*rows[:i], rows[j], *rows[i + 1 :]]),
                lambda c=content: re.sub(rb">[^<>]*\d[^<>]*<", chance.choice((b"><", b">-1<", b">1e9<")), c, count=3),
            )
        )()
    return content


def assert_whole_or_nothing(path: Path, content: bytes) -> str:
    """Read one damaged file and return what became of it: refused, aside or loaded."""
    path.write_bytes(content)
    try:
        read = read_folder(path)
    except Unusable as refused:
        return "refused" if refused.code in ("broken_file", "not_well_formed", "no_receivables") else refused.code
    totals = read.totals["receivables"]
    errors = read.problems.filter(severity="error")
    assert (totals.rows_in, totals.loaded, errors.is_empty()) in ((1, 1, True), (1, 0, False))
    for row in read.tables.receivables.iter_rows(named=True):
        said = ("document_no", "customer_id", "kind", "issue_date", "amount_minor", "currency")
        assert [name for name in said if row[name] is None] == []
        assert row["kind"] == "credit_note" or row["due_date"] or row["terms"]
        figures = {abs(round(float(text) * 100)) for text in re.findall(rb">\s*([-+]?\d+(?:\.\d+)?)\s*<", content)}
        assert abs(row["amount_minor"] if row["open_minor"] is None else row["open_minor"]) in figures
    return "loaded" if totals.loaded else "aside"


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_invoices_load_whole_or_not_at_all(tmp_path: Path, name: str) -> None:
    """170 damaged copies of each of six files: 1,020 in all, the same ones each time."""
    content = beside(name).read_bytes()
    chance = random.Random(name)
    outcomes = {assert_whole_or_nothing(tmp_path / "invoice.xml", damaged(content, chance)) for _ in range(170)}
    no_due_date = {"cn/official-gd-special.xml"}  # it loads only beside its customer's terms
    assert outcomes == {"refused", "aside"} | (set() if name in no_due_date else {"loaded"})


@pytest.mark.parametrize("content", [ubl(), einvoice(blue="N")])
def test_every_cut_of_an_invoice_is_refused(tmp_path: Path, content: str) -> None:
    """A file of which the end is missing never loads, wherever it was cut."""
    cut = content.encode().rstrip()
    for end in range(0, len(cut), 7):
        (tmp_path / "receivables.xml").write_bytes(cut[:end])
        with pytest.raises(Unusable):
            read_folder(tmp_path)

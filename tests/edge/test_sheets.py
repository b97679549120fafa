"""Files of plans: CSV and XLSX into a table of text, or one located fault and nothing read."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.domain.plans.table import Unusable
from milestones.edge import sheet_lines, sheets, workbook
from milestones.edge.csv_records import records
from milestones.edge.sheets import read_table

HEADER = "ref,action,owner,due\n"


@pytest.fixture
def plan(tmp_path):
    """Writes a file and reads it as a plan."""

    def write_and_read(content: str | bytes, name: str = "plan.csv", extra=None):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path, extra)

    return write_and_read


@pytest.fixture
def book(tmp_path, plan):
    """Saves sheets, each a list of rows, and reads the workbook as a plan."""

    def save_and_read(**pages):
        made = openpyxl.Workbook()
        made.remove(made.active)
        for title, rows in pages.items():
            sheet = made.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "plan.xlsx"
        made.save(path)
        return read_table(path)

    return save_and_read


def test_rows_come_with_their_lines(plan):
    """A cell over two lines counts both, blank rows are left out, short rows are filled."""
    table = plan(HEADER + '1,"Train ""all""\nstaff, twice",DCS,07/12/2026\n,,,\n\n2,Recruit\n')

    assert table.header == ("ref", "action", "owner", "due")
    assert [(row.number, row.line, row.cells) for row in table.rows] == [
        (1, 2, ("1", 'Train "all"\nstaff, twice', "DCS", "07/12/2026")),
        (2, 6, ("2", "Recruit", "", "")),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + HEADER.encode() + b"1,Caf\xc3\xa9,DCS,\n",
        (HEADER + "1,Caf\u00e9,DCS,\n").encode("utf-16"),
        (HEADER + "1,Caf\u00e9,DCS,\n").replace(",", "\t").encode("utf-16"),
        (HEADER + "1,Caf\u00e9,DCS,\r\n").replace("\n", "\r\n").encode(),
        (HEADER + "1,Caf\u00e9,DCS,").replace("\n", "\r").encode(),
        (HEADER + "1,Caf\u00e9,DCS,\n").replace(",", ";").encode(),
        ("sep=;\n" + HEADER + "1,Caf\u00e9,DCS,\n").replace(",", ";").encode(),
        (HEADER.replace("\n", ",,\n") + "1,Caf\u00e9,DCS,,,\n").encode(),
        (HEADER + ' 1 , "Caf\u00e9" ,DCS,\n').encode(),
    ],
    ids=[
        "utf-8 with mark",
        "utf-16",
        "Excel's Unicode text",
        "crlf",
        "cr",
        "semicolons",
        "sep line",
        "padded",
        "spaces around quotes",
    ],
)
def test_what_spreadsheets_write_is_read_alike(plan, content):
    """Byte order marks, line ends, tabs and semicolons of several spreadsheets give the same table."""
    assert [row.cells[:4] for row in plan(content).rows] == [("1", "Caf\u00e9", "DCS", "")]


def test_title_rows_above_the_header_are_passed_over(plan):
    """What stands above the header is kept apart, for its marking."""
    table = plan("Prevent plan 2026,,,\nOFFICIAL,,,\n\n" + HEADER + "1,Train,DCS,\n")

    assert (table.above, table.header_line, table.rows[0].line) == (("Prevent plan 2026", "OFFICIAL"), 4, 5)


def test_the_boards_mapping_helps_to_find_the_header(plan):
    """Headings that only the board knows are a header too."""
    table = plan("Our plan,\nGubbins,Bywhen\nTrain,\n", extra={"Gubbins": "action", "Bywhen": "due"})

    assert table.header == ("Gubbins", "Bywhen")


@pytest.mark.parametrize(
    ("content", "where", "said"),
    [
        ("", "plan.csv", "empty"),
        ("\n , \n", "plan.csv", "empty"),
        (HEADER, "plan.csv:1", "0 rows"),
        (HEADER + "1,a,b,c,d\n", "plan.csv:2", "beyond the last heading ('d')"),
        (HEADER + '1,fine,,\n2,"never closed,,\n3,swallowed,,\n', "plan.csv:3", "opened here and never closed"),
        (HEADER + '1,"two\nlines","open,\n3,x,,\n', "plan.csv:3", "opened here and never closed"),
        (HEADER + '1,"open,,\n2,"quoted",,\n', "plan.csv:2", "on line 3"),
        (HEADER.encode() + b"1,fine,,\n2,Caf\xe9,,\n", "plan.csv:3", "Windows-1252"),
        (HEADER + "1,a\0b,,\n", "plan.csv:2", "NUL"),
        (HEADER.encode("utf-16-le"), "plan.csv:1", "NUL"),
        ("case;deed;person\n1;Train, well;DCS\n", "plan.csv:1", "semicolons"),
        (HEADER + "1," + "x" * 1_000_000 + ",,\n", "plan.csv:2", "1,000,000 characters"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "plan.csv", "old .xls"),
        (b"%PDF-1.7 ...", "plan.csv", "PDF"),
        ("<html><table></table></html>", "plan.csv", "web page"),
        (b"PK\x03\x04 broken", "plan.csv", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(plan, content, where, said):
    """The fault says where, what is wrong and what would be right."""
    with pytest.raises(Unusable) as caught:
        plan(content)

    assert caught.value.where == where
    assert said in caught.value.wrong
    assert caught.value.right


def test_a_file_that_is_not_there_is_refused(tmp_path):
    """A missing file and a folder are the user's fault, not ours."""
    with pytest.raises(Unusable, match="cannot be opened"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(Unusable, match="cannot be opened"):
        read_table(tmp_path)


def test_too_many_rows_and_too_large_files_are_refused(plan, monkeypatch):
    """The limits hold, and the line where they are passed is named."""
    monkeypatch.setattr(sheet_lines, "MOST_ROWS", 40)
    assert len(plan(HEADER + "1,a,,\n" * 40).rows) == 40
    with pytest.raises(Unusable, match=r"^plan\.csv:42: more than 40 rows"):
        plan(HEADER + "1,a,,\n" * 41)
    monkeypatch.setattr(sheets, "LARGEST_FILE_BYTES", 100)
    with pytest.raises(Unusable, match="larger than"):
        plan(HEADER + "1,a,,\n" * 41)


_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=5), min_size=1, max_size=5))
def test_what_a_csv_writer_writes_is_read_back(rows):
    """Every cell comes back, but for spaces around it."""
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)

    read = [cells for _, cells in records(written.getvalue(), ",", "plan.csv")]

    assert read == [[cell.strip(" \n\t") for cell in row] for row in rows]


@settings(max_examples=200)
@given(st.text(st.sampled_from('ab",\n ;\t'), max_size=40))
def test_no_text_raises_anything_but_a_located_fault(text):
    """Quotes, commas and line ends in any order give records in rising lines, or a fault with its line."""
    lines = [0]
    try:
        lines += [line for line, _ in records(text, ",", "plan.csv")]
    except Unusable as fault:
        lines.append(int(fault.where.removeprefix("plan.csv:")))
    assert lines == sorted(lines)
    assert lines[-1] <= text.count("\n") + 1


def test_a_workbook_is_read_as_a_person_would_type_it(book):
    """Dates are ISO, whole numbers have no point, and rows keep their numbers in the sheet."""
    table = book(
        Plan=[
            ["Prevent plan 2026"],
            [],
            ["Ref", "Action", "Owner", "Due date", "Done"],
            [1.0, "Train\nstaff", "DCS", date(2026, 12, 7), True],
            [],
            [1.1, "Recruit", None, datetime.fromisoformat("2026-12-07 17:00"), None],
        ]
    )

    assert table.above == ("Prevent plan 2026",)
    assert [(row.number, row.line, row.cells) for row in table.rows] == [
        (1, 4, ("1", "Train\nstaff", "DCS", "2026-12-07", "TRUE")),
        (2, 6, ("1.1", "Recruit", "", "2026-12-07 17:00", "")),
    ]


def test_the_first_sheet_with_a_plans_header_is_read(book):
    """A cover is passed over, and a second plan is named in a note."""
    plan = [["Ref", "Action", "Due"], [1, "Train", None]]
    table = book(Cover=[["Welcome"], ["to the plan"]], Plan=plan, Closed=plan)

    assert table.name == "plan.xlsx [Plan]"
    assert table.notes == ("the sheet 'Closed' looks like a plan too and was not read",)


def test_hidden_rows_per_cents_and_formulas_are_kept(tmp_path):
    """A hidden row is a row, a share is shown as one, a formula that was never computed keeps its own text."""
    made = openpyxl.Workbook()
    made.active.append(["Ref", "Action", "Due", "Measure"])
    made.active.append([1, "Train", "=TODAY()", 0.9])
    made.active["D2"].number_format = "0%"
    made.active.row_dimensions[2].hidden = True
    made.save(tmp_path / "plan.xlsx")

    assert read_table(tmp_path / "plan.xlsx").rows[0].cells == ("1", "Train", "=TODAY()", "90%")


def test_words_beside_a_sheets_table_are_columns_without_a_heading(book):
    """Cells of a workbook cannot have slipped sideways: a stray remark refuses nothing."""
    table = book(Plan=[["Ref", "Action"], [1, "Train", "stray"], [2, "Recruit"]])

    assert (table.header, table.rows[0].cells[2]) == (("Ref", "Action", ""), "stray")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["Ref", "Action"]], "0 rows"),
        ([], "empty"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused(book, rows, said):
    """The same faults as in CSV, with the sheet named."""
    with pytest.raises(Unusable, match=said) as caught:
        book(Plan=rows)

    assert caught.value.where.startswith("plan.xlsx [Plan]")


def _archive(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"content.xml": b"<office/>"}, "OpenDocument"),
        ({"readme.txt": b"hello"}, "no Excel workbook"),
        ({"xl/workbook.xml": b"<workbook/>"}, "damaged"),
        ({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}, "document type"),
    ],
)
def test_archives_that_are_no_sound_workbook_are_refused(plan, parts, said):
    """Other archives, broken ones and entity bombs."""
    with pytest.raises(Unusable, match=said):
        plan(_archive(parts), "plan.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused(plan, monkeypatch):
    """A zip bomb is refused by its size before it is unpacked."""
    monkeypatch.setattr(workbook, "MOST_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(Unusable, match="unpacks to more than"):
        plan(_archive({"xl/workbook.xml": b"<workbook/>", "xl/media/big": b"\0" * 2_000_000}), "plan.xlsx")


def test_every_damage_to_a_workbook_is_a_located_fault(tmp_path):
    """Bytes flipped or cut anywhere: the workbook is read or refused, never anything else."""
    made = openpyxl.Workbook()
    for row in [["Ref", "Action", "Due"], [1, "Train", date(2026, 12, 7)]]:
        made.active.append(row)
    path = tmp_path / "plan.xlsx"
    made.save(path)
    sound = path.read_bytes()
    faults = []
    for place in range(0, len(sound), max(1, len(sound) // 60)):
        for damaged in (sound[:place], sound[:place] + bytes([sound[place] ^ 0xFF]) + sound[place + 1 :]):
            path.write_bytes(damaged)
            try:
                read_table(path)
            except Unusable as fault:
                faults.append(fault)
    assert len(faults) > 60
    assert all(fault.right for fault in faults)

"""The same sheets as three programs write them: XlsxWriter, openpyxl, and LibreOffice.

The first two are the libraries themselves. LibreOffice is too slow to start thousands of times, so its conventions are written here: the
parts of an empty document as LibreOffice 7.4 saved them stand in `libreoffice/`, and cells, rows and strings follow the same document.
"""

import datetime
import io
import pathlib
import zipfile
from xml.sax.saxutils import escape

import openpyxl
import xlsxwriter
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

FONT = "Times New Roman"
CREATED = datetime.datetime(2023, 12, 1, 8, 0, 0)
# Bold, italic, size, fill, border, centred, wrapped, number format.
STYLES = {
    "title": (True, False, 14, None, False, True, False, None),
    "note": (False, True, 12, None, False, False, False, None),
    "header": (True, False, 12, "DDEBF7", True, True, True, None),
    "section": (True, False, 12, "F2F2F2", True, False, True, None),
    "text": (False, False, 12, None, True, False, True, None),
    "centre": (False, False, 12, None, True, True, False, None),
    "count": (False, False, 12, None, True, False, False, "#,##0"),
    "money": (False, False, 12, None, True, False, False, "#,##0.0"),
    "share": (False, False, 12, None, True, False, False, "0.0%"),
    "date": (False, False, 12, None, True, False, False, "dd/mm/yyyy"),
}
LIBREOFFICE = pathlib.Path(__file__).with_name("libreoffice")
LIBREOFFICE_STYLES = {name: index for index, name in enumerate(STYLES, start=1)}


def xlsxwriter_file(sheets):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": CREATED, "author": "Ban Thường vụ"})
    formats = {name: book.add_format(xlsxwriter_format(*style)) for name, style in STYLES.items()}
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for column, width in sheet.widths.items():
            page.set_column(column, column, width)
        for first_row, first, last_row, last in sheet.merges:
            page.merge_range(first_row, first, last_row, last, "", formats["title"])
        for row, cells in sheet.rows.items():
            for column, style, value in cells:
                if isinstance(value, tuple):
                    page.write_formula(row, column, "=" + value[1], formats[style], value[2])
                elif isinstance(value, str):
                    page.write_string(row, column, value, formats[style])
                else:
                    page.write(row, column, value, formats[style])
    book.close()
    return out.getvalue()


def xlsxwriter_format(bold, italic, size, fill, border, centred, wrapped, number_format):
    wanted = {"font_name": FONT, "font_size": size, "bold": bold, "italic": italic, "text_wrap": wrapped}
    wanted |= {"bg_color": f"#{fill}"} if fill else {}
    wanted |= {"border": 1} if border else {}
    wanted |= {"align": "center"} if centred else {}
    return wanted | ({"num_format": number_format} if number_format else {})


def openpyxl_file(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.created, book.properties.creator = CREATED, "Ban Thường vụ"
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        formats = openpyxl_styles(page)
        for column, width in sheet.widths.items():
            page.column_dimensions[get_column_letter(column + 1)].width = width
        for row, cells in sheet.rows.items():
            for column, style, value in cells:
                # openpyxl calculates nothing: its users write results.
                cell = page.cell(row + 1, column + 1, value[2] if isinstance(value, tuple) else value)
                cell._style = formats[style]  # noqa: SLF001, ten times faster than setting font, fill, border and format again
        for first_row, first, last_row, last in sheet.merges:
            page.merge_cells(start_row=first_row + 1, start_column=first + 1, end_row=last_row + 1, end_column=last + 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def openpyxl_styles(page):
    """The style of each name, set once on a cell that is taken away again."""
    formats, thin = {}, Side(style="thin")
    for name, (bold, italic, size, fill, border, centred, wrapped, number_format) in STYLES.items():
        cell = page.cell(1, 1)
        cell.style = "Normal"
        cell.font = Font(name=FONT, size=size, bold=bold, italic=italic)
        cell.fill = PatternFill("solid", fgColor=fill) if fill else PatternFill()
        cell.border = Border(thin, thin, thin, thin) if border else Border()
        cell.alignment = Alignment(horizontal="center" if centred else None, wrap_text=wrapped)
        cell.number_format = number_format or "General"
        formats[name] = cell._style  # noqa: SLF001
        del page._cells[1, 1]  # noqa: SLF001
    return formats


class Strings:
    """The shared strings of a workbook."""

    def __init__(self):
        self.indexes, self.uses = {}, 0

    def index(self, text):
        self.uses += 1
        return self.indexes.setdefault(text, len(self.indexes))

    def part(self):
        items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self.indexes)
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        return f'{head} count="{self.uses}" uniqueCount="{len(self.indexes)}">{items}</sst>'


def libreoffice_row(row, cells, strings, letters):
    """One row; `cells` are (column, style, value)."""
    out = [f'<row r="{row + 1}" customFormat="false" ht="15.75" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">']
    for column, style, value in cells:
        start = f'<c r="{letters[column]}{row + 1}" s="{LIBREOFFICE_STYLES[style]}"'
        if value is None:
            out.append(f"{start}/>")
        elif isinstance(value, str):
            out.append(f'{start} t="s"><v>{strings.index(value)}</v></c>')
        elif isinstance(value, tuple):
            out.append(f'{start} t="n"><f aca="false">{value[1]}</f><v>{value[2]:.15g}</v></c>')
        else:
            out.append(f'{start} t="n"><v>{value:.15g}</v></c>')
    out.append("</row>")
    return "".join(out)


class LibreOfficeFile:
    """A package that is written sheet after sheet, row after row."""

    def __init__(self, target, names):
        self.zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self.names, self.strings = names, Strings()
        self.letters = [get_column_letter(column + 1) for column in range(32)]
        self.model = {name: (LIBREOFFICE / name).read_text(encoding="utf-8") for name in ("head.xml", "tail.xml", "styles.xml")}
        for path in ("_rels/.rels", "docProps/app.xml", "docProps/core.xml", "docProps/custom.xml"):
            self.part(path, (LIBREOFFICE / path.replace("/", "-")).read_text(encoding="utf-8"))
        self.sheets = 0

    def part(self, path, text):
        self.zip.writestr(self.entry(path), text)

    @staticmethod
    def entry(path):
        entry = zipfile.ZipInfo(path, CREATED.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        return entry

    def sheet(self, rows, widths, merges, dimension):
        """`rows` are (row, cells)."""
        self.sheets += 1
        columns = "".join(
            f'<col collapsed="false" customWidth="true" hidden="false" outlineLevel="0" max="{at + 1}" min="{at + 1}" style="0" width="{width}.71"/>'
            for at, width in widths.items()
        )
        merged = "".join(f'<mergeCell ref="{self.letters[b]}{a + 1}:{self.letters[d]}{c + 1}"/>' for a, b, c, d in merges)
        merged = f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else ""
        selected = "true" if self.sheets == 1 else "false"
        head = self.model["head.xml"].replace("@DIMENSION@", dimension).replace("@SELECTED@", selected)
        with self.zip.open(self.entry(f"xl/worksheets/sheet{self.sheets}.xml"), "w") as part:
            part.write(f"{head}<cols>{columns}</cols><sheetData>".encode())
            for row, cells in rows:
                part.write(libreoffice_row(row, cells, self.strings, self.letters).encode())
            part.write(f"</sheetData>{merged}{self.model['tail.xml']}".encode())

    def close(self):
        self.part("xl/sharedStrings.xml", self.strings.part())
        self.part("xl/styles.xml", self.model["styles.xml"])
        self.listed("xl/workbook.xml", "workbook.xml", '<sheet name="{name}" sheetId="{at}" state="visible" r:id="rId{id}"/>')
        target = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        self.listed("xl/_rels/workbook.xml.rels", "workbook.xml.rels", f'<Relationship Id="rId{{id}}" Type="{target}" Target="worksheets/sheet{{at}}.xml"/>')
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        self.listed("[Content_Types].xml", "content-types.xml", f'<Override PartName="/xl/worksheets/sheet{{at}}.xml" ContentType="{kind}"/>')
        self.zip.close()

    def listed(self, path, model, line):
        """A part that names every sheet."""
        lines = "".join(line.format(name=escape(name), at=at, id=at + 2) for at, name in enumerate(self.names, start=1))
        self.part(path, (LIBREOFFICE / model).read_text(encoding="utf-8").replace("@SHEETS@", lines))


def libreoffice_file(sheets):
    out = io.BytesIO()
    book = LibreOfficeFile(out, [sheet.name for sheet in sheets])
    for sheet in sheets:
        last = max(column for cells in sheet.rows.values() for column, _, _ in cells)
        book.sheet(sheet.rows.items(), sheet.widths, sheet.merges, f"A1:{get_column_letter(last + 1)}{max(sheet.rows) + 1}")
    book.close()
    return out.getvalue()


WRITERS = [xlsxwriter_file, openpyxl_file, libreoffice_file]

"""Writes the sheets of a report as an Excel 97 workbook, by xlwt. Formulas become their values: xlwt does not write what one has calculated."""

import xlwt

import writers


def write(path, sheets):
    book = xlwt.Workbook(encoding="utf-8")
    styles = {name: style(*parts) for name, parts in writers.STYLES.items()}
    for sheet in sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        for column, width in sheet.widths.items():
            page.col(column).width = width * 256
        for first_row, first, last_row, last in sheet.merges:
            page.merge(first_row, last_row, first, last)
        for row, cells in sheet.rows.items():
            for column, name, value in cells:
                page.write(row, column, value[2] if isinstance(value, tuple) else value, styles[name])
    book.save(str(path))


def style(bold, italic, size, _fill, border, centred, wrapped, number_format):
    made = xlwt.XFStyle()
    made.font.name, made.font.bold, made.font.italic, made.font.height = writers.FONT, bold, italic, size * 20
    if border:
        made.borders.left = made.borders.right = made.borders.top = made.borders.bottom = xlwt.Borders.THIN
    made.alignment.horz = xlwt.Alignment.HORZ_CENTER if centred else xlwt.Alignment.HORZ_GENERAL
    made.alignment.wrap = wrapped
    if number_format:
        made.num_format_str = number_format
    return made

"""A table of the document in WordprocessingML: a real one, with its head repeated on every page."""

from publish.report.document import DocumentTable, Orientation, TableCell, TableRow
from publish.report.table_fitting import TEXT_WIDTH_MM, FittedTable, fitted
from publish.report.word.markup import KEEP_WITH_NEXT, FigureMarker, attribute, cell, justification, paragraph, run

TWIPS_PER_MM = 1440 / 25.4
_SHADED = '<w:shd w:val="clear" w:color="auto" w:fill="EFEFEF"/>'
_MIDDLE = '<w:vAlign w:val="center"/>'
_SPACE_BELOW = '<w:spacing w:before="0" w:after="140"/>'
_INDENTED = '<w:ind w:left="140" w:firstLine="0"/>'


def text_width(orientation: Orientation) -> int:
    """Width of the text of a page in twentieths of a point."""
    return round(TEXT_WIDTH_MM[orientation] * TWIPS_PER_MM)


def table(data: DocumentTable, orientation: Orientation, marker: FigureMarker) -> str:
    """Caption, table and remarks."""
    fit = fitted(data, orientation)
    widths = [round(width * 20) for width in fit.widths]
    layout = _Layout(data, widths, f"TableText{round(fit.type_size * 2)}", marker, fit)
    loose = len(data.rows) - fit.rows_kept_together(data.rows)
    rows = (layout.row(row, is_kept=loose <= place < len(data.rows) - 1) for place, row in enumerate(data.rows))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    caption = paragraph("Caption", run(data.caption)) if data.caption else ""
    remarks = "".join(paragraph("Remark", run(remark)) for remark in data.remarks)
    # Without a paragraph between them two tables would be one.
    return (
        f'{caption}<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={attribute(data.caption)}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{layout.head()}{''.join(rows)}</w:tbl>"
        f"{remarks or paragraph('EndOfPart', '', _SPACE_BELOW)}"
    )


class _Layout:
    """The rows of one table."""

    def __init__(
        self, data: DocumentTable, widths: list[int], style: str, marker: FigureMarker, fit: FittedTable
    ) -> None:
        self._data, self._widths, self._style, self._marker, self._fit = data, widths, style, marker, fit
        self._sides = [justification(column.alignment) for column in data.columns]
        self._label = next((place for place, column in enumerate(data.columns) if column.alignment == "left"), None)

    def head(self) -> str:
        cells = (
            cell(width, paragraph(self._style, run(column.head), f'{KEEP_WITH_NEXT}<w:jc w:val="center"/>'), _MIDDLE)
            for width, column in zip(self._widths, self._data.columns, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"

    def row(self, row: TableRow, *, is_kept: bool) -> str:
        """The row; one that `is_kept` stands on the page of the next one."""
        if row.kind == "title":
            span = f'<w:gridSpan w:val="{len(self._widths)}"/>{_SHADED}'
            text = " ".join(title.text for title in row.cells)
            title = paragraph(self._style, run(text, style="Strong"), KEEP_WITH_NEXT)
            return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell(sum(self._widths), title, span)}</w:tr>"
        cells = "".join(self._cell(place, each, row, is_kept=is_kept) for place, each in enumerate(row.cells))
        return f"<w:tr>{'<w:trPr><w:cantSplit/></w:trPr>' if self._fit.is_whole(row) else ''}{cells}</w:tr>"

    def _cell(self, place: int, printed: TableCell, row: TableRow, *, is_kept: bool) -> str:
        style = "Strong" if row.kind == "total" else None
        if printed.figure_id is not None and printed.value is None:
            style = "NotKnown"
        indent = _INDENTED if row.kind == "detail" and place == self._label else ""
        content = self._marker.marked(printed.figure_id, run(printed.text, style=style)) if printed.text else ""
        properties = f"{KEEP_WITH_NEXT if is_kept else ''}{indent}{self._sides[place]}"
        return cell(self._widths[place], paragraph(self._style, content, properties), _MIDDLE)

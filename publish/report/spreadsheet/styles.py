"""The looks of cells in a workbook, each entered once and named by its number."""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from publish.report.document import Alignment

_BUILT_IN_FORMATS = {"General": 0}
_FIRST_OWN_FORMAT = 164
_FONT_NAME = '<name val="Times New Roman"/><family val="1"/><charset val="163"/>'
_RULE = '<{0} style="thin"><color rgb="FFBFBFBF"/></{0}>'
_FILLS = {"": '<patternFill patternType="none"/>'} | {
    colour: f'<patternFill patternType="solid"><fgColor rgb="FF{colour}"/><bgColor indexed="64"/></patternFill>'
    for colour in ("E7EEF4", "F2F2F2")
}
HEAD_FILL, TITLE_FILL = "E7EEF4", "F2F2F2"


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks. `number_format` as Excel writes it; `fill` one of the house's two colours."""

    number_format: str = "General"
    alignment: Alignment = "left"
    indent: int = 0
    is_bold: bool = False
    is_italic: bool = False
    has_rules: bool = True
    wraps: bool = True
    fill: str = ""
    font_size: int = 11


class StyleSheet:
    """The styles that a workbook uses, in the order of their first use; number 0 is the plain one."""

    def __init__(self) -> None:
        self._numbers: dict[CellStyle, int] = {}
        self.number(CellStyle(has_rules=False, wraps=False))

    def number(self, style: CellStyle) -> int:
        """The number by which a cell names the style."""
        return self._numbers.setdefault(style, len(self._numbers))

    def markup(self) -> str:
        """The part ``xl/styles.xml``."""
        fonts = list(dict.fromkeys(map(_font, self._numbers)))
        formats = {
            text: _FIRST_OWN_FORMAT + place
            for place, text in enumerate(
                dict.fromkeys(style.number_format for style in self._numbers if style.number_format != "General")
            )
        }
        fills = [
            '<patternFill patternType="none"/>',
            '<patternFill patternType="gray125"/>',
            *list(_FILLS.values())[1:],
        ]
        borders = ["<border><left/><right/><top/><bottom/><diagonal/></border>", _ruled()]
        numbers = _BUILT_IN_FORMATS | formats
        looks = "".join(
            _look(style, numbers[style.number_format], fonts.index(_font(style)), fills.index(_FILLS[style.fill]))
            for style in self._numbers
        )
        own = "".join(f'<numFmt numFmtId="{key}" formatCode={quoteattr(text)}/>' for text, key in formats.items())
        return (
            '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            + (f'<numFmts count="{len(formats)}">{own}</numFmts>' if formats else "")
            + _counted("fonts", fonts)
            + _counted("fills", [f"<fill>{fill}</fill>" for fill in fills])
            + _counted("borders", borders)
            + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            + f'<cellXfs count="{len(self._numbers)}">{looks}</cellXfs>'
            + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


def _font(style: CellStyle) -> str:
    marks = ("<b/>" if style.is_bold else "") + ("<i/>" if style.is_italic else "")
    return f'<font>{marks}<sz val="{style.font_size}"/>{_FONT_NAME}</font>'


def _ruled() -> str:
    sides = "".join(_RULE.format(side) for side in ("left", "right", "top", "bottom"))
    return f"<border>{sides}<diagonal/></border>"


def _counted(name: str, items: list[str]) -> str:
    return f'<{name} count="{len(items)}">{"".join(items)}</{name}>'


def _look(style: CellStyle, number_format: int, font: int, fill: int) -> str:
    wrap = ' wrapText="1"' if style.wraps else ""
    indent = f' indent="{style.indent}"' if style.indent else ""
    horizontal = "" if style.alignment == "left" and not style.indent else f' horizontal="{style.alignment}"'
    return (
        f'<xf numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="{int(style.has_rules)}" xfId="0" '
        'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment{horizontal} vertical="top"{wrap}{indent}/></xf>'
    )

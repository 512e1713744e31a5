"""Pictures of the demo's report for README and docs: its first page, that of the reporters' chart, one of the form.

    make demo && .venv/bin/python -m tools.make_pictures

Reads the newest publication of TP.HCM's first half of 2024; the same publication gives the same pictures.
"""

import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
from pdfplumber.page import Page
from PIL import Image

from htx.errors import HtxError
from htx.runtime.warehouse import read_settings, running_warehouse
from htx.settings import REPOSITORY, Settings
from ingest.raw.database import connect
from publish.formats import WRITERS, Draft
from publish.publications import newest_publication

FOLDER = REPOSITORY / "docs" / "pictures"
AREA_CODE, PERIOD_KEY = "79", "2024-H1"
WIDTH_PIXELS = 900
_POINTS_PER_INCH = 72
_COLOURS = 48
_CHART_FONT = "LiberationSans"


def make_pictures(settings: Settings, folder: Path) -> list[Path]:
    """Write the pictures into the folder; `LookupError` where the demo has not been played."""
    engine = connect(settings)
    with engine.connect() as connection:
        publication = newest_publication(connection, AREA_CODE, PERIOD_KEY)
    engine.dispose()
    if publication is None:
        raise LookupError(f"no publication of {AREA_CODE}, {PERIOD_KEY} in this warehouse: run `make demo` first")
    with pdfplumber.open(io.BytesIO(WRITERS["pdf"](Draft(publication, "vi")))) as pdf:
        pages = pdf.pages
        chosen = {
            "report.png": pages[0],
            "report-charts.png": [page for page in pages if _has_chart(page)][-1],
            "report-form.png": _first(pages, lambda page: "Phụ lục I" in page.extract_text().splitlines()),
        }
        return [_picture(page, folder / name) for name, page in chosen.items()]


def _has_chart(page: Page) -> bool:
    return any(_CHART_FONT in letter["fontname"] for letter in page.chars)


def _first(pages: Sequence[Page], is_wanted: Callable[[Page], bool]) -> Page:
    return next(page for page in pages if is_wanted(page))


def _picture(page: Page, path: Path) -> Path:
    """The page in few colours: text and bars keep theirs, the file is small."""
    drawn = page.to_image(resolution=WIDTH_PIXELS / float(page.width) * _POINTS_PER_INCH, antialias=True).original
    few = drawn.convert("RGB").quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    return path


if __name__ == "__main__":
    try:
        for made in make_pictures(running_warehouse(read_settings()).settings, FOLDER):
            print(made)
    except (LookupError, HtxError) as error:
        sys.exit(str(error))

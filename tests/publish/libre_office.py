"""DOCX files as LibreOffice prints them with the fonts of the project."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from publish.report.typeface import FONT_FOLDER
from tests.publish.printed_pages import PrintedPage, printed_pages

_OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_FONT_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer></alias>
</fontconfig>
"""


def pages_in_libre_office(files: Mapping[str, bytes], folder: Path) -> dict[str, tuple[PrintedPage, ...]]:
    """The pages of each DOCX by its name, all made by one start of the program; skips the test where it is absent."""
    if _OFFICE is None:
        pytest.skip("LibreOffice is not installed (apt install libreoffice-writer)")
    config = folder / "fonts.conf"
    config.write_text(_FONT_CONFIG.format(fonts=FONT_FOLDER, cache=folder / "cache"), encoding="utf-8")
    paths = {name: folder / f"{name}.docx" for name in files}
    for name, path in paths.items():
        path.write_bytes(files[name])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [_OFFICE, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths.values())],
        check=True,
        capture_output=True,
        timeout=240,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )
    return {name: tuple(printed_pages(path.with_suffix(".pdf").read_bytes())) for name, path in paths.items()}

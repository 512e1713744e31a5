"""LibreOffice without a window: how an office's own program opens and saves what we write."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_libre_office = [
    pytest.mark.integration,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (apt install libreoffice-calc)"),
]


def reopen(workbooks: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Workbooks by name as LibreOffice opened, calculated and saved them; one that it did not open is absent."""
    assert OFFICE is not None
    for name, content in workbooks.items():
        (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    paths = [str(folder / name) for name in workbooks]
    subprocess.run([*command, *paths], check=True, capture_output=True, timeout=240)
    return {name: (folder / "out" / name).read_bytes() for name in workbooks if (folder / "out" / name).exists()}

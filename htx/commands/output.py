"""How verbs speak: JSON lines for programs, plain lines for people."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from htx.errors import UsageError
from htx.settings import LOCAL_ZONE


def print_json(value: Any) -> None:
    """One JSON object on one line, Vietnamese as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def marks_of_evidence() -> tuple[str, str]:
    """What stands around the words that hold a number: colour on a terminal that takes it, else » and «."""
    from publish.explain_press import PLAIN_MARKS

    if sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb":
        return ("\x1b[1;30;43m", "\x1b[0m")
    return PLAIN_MARKS


def moment(text: str | None, option: str = "--now") -> datetime:
    """The moment a verb acts at: as given (ISO 8601; without a zone it is Viet Nam's), else the clock's.

    Raises `UsageError` that names the option.
    """
    if text is None:
        return datetime.now(LOCAL_ZONE)
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{option} {text}: write a moment such as 2024-05-28T09:00:00+07:00") from error
    return given if given.tzinfo else given.replace(tzinfo=LOCAL_ZONE)


def period_key(text: str, option: str) -> str:
    """The key of a period, as given; raises `UsageError` that names the option."""
    from ingest.submissions.period import parse_period

    try:
        return parse_period(text).key
    except ValueError as error:
        raise UsageError(f"{option} {text}: write 2024-H1 or 2024") from error


def unreadable(path: Path) -> str | None:
    """Why a file that was named cannot be read, and what to do; None where it can."""
    try:
        if path.exists() and not path.is_file():
            return f"{path}: not a file; name the workbook itself"
        with path.open("rb"):
            return None
    except OSError as error:
        return f"{path}: {error.strerror or error}; name a file that can be read"

"""How verbs speak: JSON lines for programs, plain lines for people."""

import json
import sys
from datetime import datetime
from typing import Any

from htx.errors import UsageError
from htx.settings import LOCAL_ZONE


def print_json(value: Any) -> None:
    """One JSON object on one line, Vietnamese as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def moment(text: str | None) -> datetime:
    """The moment a verb acts at: as given (ISO 8601; without a zone it is Viet Nam's), else the clock's."""
    if text is None:
        return datetime.now(LOCAL_ZONE)
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--now {text}: write a moment such as 2024-05-28T09:00:00+07:00") from error
    return given if given.tzinfo else given.replace(tzinfo=LOCAL_ZONE)

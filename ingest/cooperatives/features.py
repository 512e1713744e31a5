"""A line with its particulars in comparable form."""

import re
from dataclasses import dataclass

from ingest.cooperatives.lines import RegisterLine
from ingest.cooperatives.names import CooperativeName, name_of
from ingest.cooperatives.particulars import commune_of, is_whole_day, person_key
from ingest.submissions.register.tax_code import read_tax_code

_FEWEST_DIGITS = 8
_HEAD_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Features:
    """What a line says, folded and taken apart."""

    line: RegisterLine
    name: CooperativeName
    code: str | None
    """The ten digits of a right tax code; a branch has its head's."""
    is_branch: bool
    wrong_code: str | None
    """The digits of a code that cannot be right."""
    founding_day: str | None
    """Where the whole day is printed."""
    person: str
    commune: str
    neighbourhood: frozenset[str]


def features_of(line: RegisterLine, *, trusts_code: bool = True) -> Features:
    """The particulars of a line. A code that is not to be trusted is left out, as if none stood there."""
    code, is_branch, wrong = _codes(line.tax_code)
    return Features(
        line=line,
        name=name_of(line.name),
        code=code if trusts_code else None,
        is_branch=is_branch,
        wrong_code=wrong,
        founding_day=line.founded_on if is_whole_day(line.founded_on) else None,
        person=person_key(line.chairperson),
        commune=commune_of(line.address),
        neighbourhood=line.neighbourhood,
    )


def _codes(printed: str | None) -> tuple[str | None, bool, str | None]:
    """The right code's ten digits, whether it is a branch's, and the digits of a wrong one."""
    if not printed:
        return None, False, None
    code = read_tax_code(printed, stored_as_number=False)
    if code.text and code.is_valid:
        return code.text[:_HEAD_DIGITS], len(code.text) > _HEAD_DIGITS, None
    digits = re.sub(r"\D", "", printed)
    return None, False, digits if len(digits) >= _FEWEST_DIGITS and len(set(digits)) > 1 else None

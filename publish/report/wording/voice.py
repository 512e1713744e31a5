"""How a language writes numbers, units, dates and names. Missing is words, never a zero."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from htx.settings import LOCAL_ZONE
from publish.report.wording.phrases import Speech, filled, template, text_of

Language = Literal["vi", "en"]
NOT_APPLICABLE = "–"
MONEY = "VND"
PERCENT = "percent"
_MOST_DECIMALS = 6
_MARKS: dict[Language, tuple[str, str]] = {"vi": (".", ","), "en": (",", ".")}
_MONEY_SCALES = ((Decimal(10**9), "billion"), (Decimal(10**6), "million"))
_WHOLE = Decimal(100)
_INCLUSIVE = re.compile(r"trở lên|ít nhất|tối thiểu|không dưới|không quá|tối đa", re.IGNORECASE)
_HALF_NAMES = {
    "": "period.year",
    "H1": "period.first_half",
    "H2": "period.second_half",
    **{f"Q{quarter}": f"period.quarter_{quarter}" for quarter in range(1, 5)},
}
_SHORT_HALF_NAMES = {"H1": "period.short_half", "H2": "period.short_second_half"}


@dataclass(frozen=True, slots=True)
class Measure:
    """In what unit an indicator is printed, and how many canonical units that is: "triệu đồng/năm", 1,000,000."""

    canonical_unit: str
    unit: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Voice:
    """One language: the same number, date or list in its own way of writing."""

    language: Language

    def say(self, key: str, /, **slots: Speech) -> str:
        """The phrase of that name as plain text, its slots filled."""
        return text_of(filled(template(key, self.language), slots))

    def pick(self, vietnamese: str, english: str) -> str:
        """Of a name that the content holds in both languages, ours; the Vietnamese where no English one was given."""
        return english if self.language == "en" and english else vietnamese

    def number(self, value: Decimal, decimals: int = 0, *, trim: bool = False) -> str:
        """1450 → "1.450" or "1,450"; halves are rounded away from zero.

        A number that is not zero is never printed as one: it gets as many decimals as it takes. `trim` drops
        zeros at the end of the decimals.
        """
        while decimals < _MOST_DECIMALS and value and not _rounded(value, decimals):
            decimals += 1
        digits = f"{_rounded(value, decimals):,.{decimals}f}"
        if trim and "." in digits:
            digits = digits.rstrip("0").rstrip(".")
        thousands, decimal = _MARKS[self.language]
        return digits.translate(str.maketrans(",.-", f"{thousands}{decimal}−"))

    def cell(self, value: Decimal | None, canonical_unit: str, unit_factor: Decimal) -> str:
        """A value in the unit that the row names: money with one decimal, shares with up to two, counts whole."""
        if value is None:
            return self.say("missing")
        if canonical_unit == MONEY:
            return self.number(value / unit_factor, 1)
        if canonical_unit == PERCENT:
            return self.number(value, 2, trim=True)
        return self.number(value, 0 if value == value.to_integral_value() else 2)

    def quantity(self, value: Decimal | None, canonical_unit: str) -> str:
        """A value in a sentence: "663 HTX", "2,5 tỷ đồng", "55,3%"."""
        if value is None:
            return self.say("missing")
        if canonical_unit == PERCENT:
            return self.say("quantity.percent", number=self.number(value, 2, trim=True))
        if canonical_unit != MONEY:
            return f"{self.number(value, 0 if value == value.to_integral_value() else 2)} {self.unit(canonical_unit)}"
        return self.money(value, decimals=3)

    def money(self, value: Decimal, decimals: int) -> str:
        """VND in tỷ or triệu đồng, whichever leaves a number above one, with up to that many decimals."""
        for factor, scale in _MONEY_SCALES:
            if abs(value) >= factor:
                return self.say(f"quantity.{scale}", number=self.number(value / factor, decimals, trim=True))
        return self.say("quantity.dong", number=self.number(value))

    def amount(self, value: Decimal, measure: Measure) -> str:
        """A value in a sentence, the number as the table prints it: "611 hợp tác xã", "1.640,5 triệu đồng/năm".

        Money that no row of the form names is told in tỷ or triệu đồng with two decimals: with three, "1,284 tỷ" is too
        easily read as 1284.
        """
        if measure.canonical_unit == MONEY and measure.factor == 1:
            return self.money(value, decimals=2)
        number = self.cell(value, measure.canonical_unit, measure.factor)
        one = template(f"amount.one.{measure.unit}", self.language, missing="") if abs(value) == 1 else ""
        form = one or template(f"amount.{measure.unit}", self.language, missing="{number} {unit}")
        return text_of(filled(form, {"number": number, "unit": measure.unit}))

    def share(self, value: Decimal) -> str:
        """A share in percent with one decimal; what is not whole is never printed as 100%."""
        decimals = 1
        while decimals < _MOST_DECIMALS and value != _WHOLE and _rounded(value, decimals) == _WHOLE:
            decimals += 1
        return self.say("quantity.percent", number=self.number(value, decimals))

    def bounds(
        self,
        low: Decimal | None,
        high: Decimal | None,
        qualifier: str | None,
        canonical_unit: str,
        evidence: str | None = None,
    ) -> str:
        """A stated value with its qualifier: "trên 55%", "10–15 HTX", "khoảng 28.000 người".

        The evidence tells whether a bound is itself allowed ("từ 30 HTX trở lên" is "ít nhất 30 HTX").
        """
        if low is not None and high is not None and low != high:
            is_money = canonical_unit == MONEY
            begin = self.quantity(low, MONEY) if is_money else self.cell(low, canonical_unit, Decimal(1))
            return f"{begin}{' – ' if is_money else '–'}{self.quantity(high, canonical_unit)}"
        return self._bound(self.quantity(low if low is not None else high, canonical_unit), qualifier, evidence)

    def bounds_in(
        self,
        low: Decimal | None,
        high: Decimal | None,
        qualifier: str | None,
        measure: Measure,
        evidence: str | None = None,
    ) -> str:
        """The same as a number in a column whose unit stands beside it: "trên 55", "10–15", "khoảng 28.000"."""
        texts = [self.cell(one, measure.canonical_unit, measure.factor) for one in (low, high) if one is not None]
        if len(texts) == 2 and low != high:
            return "–".join(texts)
        return self._bound(texts[0] if texts else self.say("missing"), qualifier, evidence)

    def _bound(self, quantity: str, qualifier: str | None, evidence: str | None) -> str:
        inclusive = {"over": "at_least", "under": "at_most"} if _INCLUSIVE.search(evidence or "") else {}
        kind = inclusive.get(qualifier or "", qualifier or "")
        return self.say(f"bound.{kind}", quantity=quantity) if kind in _BOUNDS else quantity

    def percent(self, value: Decimal | None) -> str:
        """A share in percent points with one decimal: 92.2 → "92,2%"."""
        return NOT_APPLICABLE if value is None else self.say("quantity.percent", number=self.number(value, 1))

    def unit(self, canonical_unit: str) -> str:
        """The unit as a column head names it."""
        known = template(f"unit.{canonical_unit}", self.language, missing=canonical_unit)
        return text_of(filled(known, {}))

    def date(self, day: date | None) -> str:
        """20/5/2024 → "20/05/2024", in English "20 May 2024"."""
        if day is None:
            return NOT_APPLICABLE
        return f"{day:%d/%m/%Y}" if self.language == "vi" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def moment(self, moment: datetime | None) -> str:
        """A moment in Viet Nam: "08:30 ngày 21/05/2024"."""
        if moment is None:
            return NOT_APPLICABLE
        there = moment.astimezone(LOCAL_ZONE)
        return self.say("moment", time=f"{there:%H:%M}", date=self.date(there.date()))

    def period(self, period_key: str) -> str:
        """2024-H1 → "6 tháng đầu năm 2024", 2024 → "năm 2024", 2021..2025 → "giai đoạn 2021–2025"."""
        first, is_span, last = period_key.partition("..")
        if is_span:
            return self.say("period.span", first=first, last=last)
        year, _, half = period_key.partition("-")
        return self.say(_HALF_NAMES[half], year=year) if half in _HALF_NAMES else period_key

    def short_period(self, period_key: str) -> str:
        """2024-H1 → "6T/2024", 2024 → "2024": the name on an axis."""
        year, _, half = period_key.partition("-")
        return self.say(_SHORT_HALF_NAMES[half], year=year) if half in _SHORT_HALF_NAMES else period_key

    def coverage(self, reporting: int | None, expected: int | None) -> str:
        """How many of the expected reporters are in a total: "20/22"."""
        return NOT_APPLICABLE if reporting is None or expected is None else f"{reporting}/{expected}"

    def names(self, names: Sequence[str]) -> str:
        """ "Quận 3, Quận 5 và Huyện Cần Giờ"; empty for no names."""
        if len(names) < 2:
            return "".join(names)
        return self.say("list.and", first=", ".join(names[:-1]), last=names[-1])


_BOUNDS = frozenset({"over", "at_least", "under", "at_most", "about"})
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


VIETNAMESE = Voice("vi")
ENGLISH = Voice("en")

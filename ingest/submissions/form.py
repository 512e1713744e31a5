"""Forms as data: the rows and columns of `form_rows.csv` and `form_columns.csv`."""

from dataclasses import dataclass

from ingest.submissions.period import Period, ValueColumnName


@dataclass(frozen=True, slots=True)
class FormRow:
    """A printed row. Section titles and "Trong đó:" have no indicator and take no figures."""

    order: int
    outline: str
    label_vi: str
    label_en: str
    indicator_code: str | None
    entity: str
    sector_code: str
    printed_unit: str
    is_required: bool

    @property
    def is_section_title(self) -> bool:
        return self.indicator_code is None and bool(self.outline)


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A value column; its label names the year that lies `period_offset_years` from the round's."""

    order: int
    value_column: ValueColumnName
    label_vi: str
    label_en: str
    value_status: str
    period_offset_years: int
    period_part: str

    def printed_label(self, period: Period) -> str:
        return self.label_vi.format(year=period.year + self.period_offset_years)


@dataclass(frozen=True, slots=True)
class Form:
    """A form in one version."""

    code: str
    version: str
    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]

    def indicator_rows(self) -> tuple[FormRow, ...]:
        return tuple(row for row in self.rows if row.indicator_code is not None)

    def required_rows(self) -> tuple[FormRow, ...]:
        return tuple(row for row in self.rows if row.is_required)

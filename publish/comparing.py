"""What a publication is held against before it goes out: the one before it, and that of the period before."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from ingest.raw.ops import delivery, publication
from publish.content import Figure, ReportContent
from publish.publications import NEWEST_FIRST, Publication, load_publication


@dataclass(frozen=True, slots=True)
class PeriodDifference:
    """An indicator of the main column in two periods; None is "not known"."""

    indicator_key: str
    indicator_name: str
    canonical_unit: str
    old: Figure | None
    new: Figure | None

    @property
    def difference(self) -> Decimal | None:
        """None where one of the two is not known."""
        if self.old is None or self.new is None or self.old.value is None or self.new.value is None:
            return None
        return self.new.value - self.old.value


def publication_before(connection: Connection, subject: Publication) -> Publication | None:
    """The publication of the same area and period that was frozen last before this one, sent or not."""
    publication_id = connection.scalar(
        select(publication.c.publication_id)
        .where(
            publication.c.area_code == subject.area_code,
            publication.c.period_key == subject.period_key,
            publication.c.publication_id != subject.publication_id,
            publication.c.edition <= subject.edition,
            publication.c.frozen_at <= subject.frozen_at,
        )
        .order_by(*NEWEST_FIRST)
        .limit(1)
    )
    return None if publication_id is None else load_publication(connection, publication_id)


def publication_of_period_before(connection: Connection, subject: Publication) -> Publication | None:
    """The last publication that was sent of the area's last period of the same kind: half-years with half-years."""
    of_kind = publication.c.period_key.like("%-H%") if "-H" in subject.period_key else (
        publication.c.period_key.not_like("%-H%")
    )  # fmt: skip
    publication_id = connection.scalar(
        select(publication.c.publication_id)
        .join(delivery, delivery.c.publication_id == publication.c.publication_id)
        .where(
            publication.c.area_code == subject.area_code,
            publication.c.period_key < subject.period_key,
            of_kind,
            delivery.c.status == "delivered",
        )
        .order_by(publication.c.period_key.desc(), publication.c.edition.desc(), publication.c.frozen_at.desc())
        .limit(1)
    )
    return None if publication_id is None else load_publication(connection, publication_id)


def period_differences(old: ReportContent, new: ReportContent) -> tuple[PeriodDifference, ...]:
    """The main columns of two periods beside each other, in the form's order: what one of them knows at least."""
    found: list[PeriodDifference] = []
    for row in new.rows:
        if row.indicator_key is None:
            continue
        before = old.figure(row.indicator_key, old.main_column)
        after = new.figure(row.indicator_key, new.main_column)
        known = [figure for figure in (after, before) if figure is not None and figure.value is not None]
        if known:
            found.append(
                PeriodDifference(row.indicator_key, row.label_vi, known[0].canonical_unit, before, after)
            )  # fmt: skip
    return tuple(found)

"""Why a number differs between two editions: whose claim is another, and what became of that reporter between them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publish.content import Claim, Reporter
from publish.content.correction import ChangeReason, ReasonKind

_NEWLY_COUNTED: Mapping[str, ReasonKind] = {
    "missing": "submitted",
    "late_pending": "accepted_late",
    "rejected": "accepted_after_refusal",
}
UNEXPLAINED = ChangeReason("unexplained", "", None, None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class ReportersOfBoth:
    """The reporters of both editions by name."""

    old: Mapping[str, Reporter]
    new: Mapping[str, Reporter]

    def fate(self, claimant: str) -> ReasonKind | None:
        """What became of a reporter that counts in one of the editions alone; None where it counts in both or is
        no reporter of the round."""
        old, new = self.old.get(claimant), self.new.get(claimant)
        if new is not None and new.is_accepted:
            status = "missing" if old is None else old.status
            return _NEWLY_COUNTED.get(status)
        return "withdrawn" if old is not None and old.is_accepted else None


def reporters_of_both(old: Sequence[Reporter], new: Sequence[Reporter]) -> ReportersOfBoth:
    return ReportersOfBoth({one.name: one for one in old}, {one.name: one for one in new})


def reasons_of_claims(
    old: Sequence[Claim], new: Sequence[Claim], reporters: ReportersOfBoth
) -> tuple[ChangeReason, ...]:
    """One reason a claimant and role (value, weight), in the order of the claims; `UNEXPLAINED` where none differs."""
    before, after = _by_claimant(old), _by_claimant(new)
    found = [
        reason
        for place in dict.fromkeys([*after, *before])
        if (reason := _reason(before.get(place, []), after.get(place, []), reporters)) is not None
    ]
    return tuple(dict.fromkeys(found)) or (UNEXPLAINED,)


def reason_of_reporter(old: Reporter | None, new: Reporter | None, reporters: ReportersOfBoth) -> ChangeReason:
    """Why the number of one reporter differs, as far as its submission tells."""
    named = new or old
    assert named is not None, "a number of a reporter is of one of the editions"
    kind = reporters.fate(named.name)
    if kind is None:
        is_same_file = old is not None and new is not None and old.file_name == new.file_name
        kind = "reread" if is_same_file and old.current_version == new.current_version else "corrected"  # type: ignore[union-attr]
    return ChangeReason(kind, named.name, None, None, named.file_name, None, None, named.received_at)


def _by_claimant(claims: Sequence[Claim]) -> dict[tuple[str, bool], list[Claim]]:
    found: defaultdict[tuple[str, bool], list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.claimant, claim.weight is None].append(claim)
    return found


def _reason(old: Sequence[Claim], new: Sequence[Claim], reporters: ReportersOfBoth) -> ChangeReason | None:
    """None where both editions heard the same of the claimant, wherever it stood."""
    if {claim.claim_id for claim in old} == {claim.claim_id for claim in new}:
        return None
    if old and new and sorted(map(_said, old)) == sorted(map(_said, new)):
        return None
    shown = _first_of_other(new, old) or _first_of_other(old, new) or (new or old)[0]
    kind = _kind(shown, old, new, reporters)
    return ChangeReason(
        kind, shown.claimant, _printed(old, new), _printed(new, old), shown.file_name, shown.sheet, shown.cell,
        shown.received_at,
    )  # fmt: skip


def _kind(shown: Claim, old: Sequence[Claim], new: Sequence[Claim], reporters: ReportersOfBoth) -> ReasonKind:
    if shown.evidence_kind == "sentence":
        return "restated" if new else "withdrawn"
    if (not old or not new) and (fate := reporters.fate(shown.claimant)) is not None:
        return fate
    files = {claim.file_sha256 for claim in old}, {claim.file_sha256 for claim in new}
    if not old or not new:  # the reporter counts in both: the file that says nothing here is not known by its claims
        return _kind_by_version(shown.claimant, reporters)
    return "reread" if files[0] == files[1] else "corrected"


def _kind_by_version(claimant: str, reporters: ReportersOfBoth) -> ReasonKind:
    old, new = reporters.old.get(claimant), reporters.new.get(claimant)
    is_same = old is not None and new is not None and old.received_at == new.received_at
    return "reread" if is_same else "corrected"


def _said(claim: Claim) -> tuple[str, str]:
    return str(claim.value), claim.value_reading


def _first_of_other(claims: Sequence[Claim], others: Sequence[Claim]) -> Claim | None:
    """The first claim that the other edition does not have."""
    known = {claim.claim_id for claim in others}
    return next((claim for claim in claims if claim.claim_id not in known), None)


def _printed(claims: Sequence[Claim], others: Sequence[Claim]) -> str | None:
    shown = _first_of_other(claims, others) or (claims[0] if claims else None)
    return None if shown is None else shown.printed_value

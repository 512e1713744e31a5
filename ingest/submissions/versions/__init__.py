"""Two versions of a submission: which cells changed, and whether that changes what is reported."""

from ingest.submissions.versions.compare import Change, ChangeClass, ChangeKind, Version, compare, version_of

__all__ = ["Change", "ChangeClass", "ChangeKind", "Version", "compare", "version_of"]

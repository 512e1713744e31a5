"""From frozen content to the document: one module a section, in the order of a provincial report (DOMAIN §4.3)."""

from publish.report.sections.build import build_document

__all__ = ["build_document"]

"""Workbooks (XLSX) with the same bytes for the same sheets."""

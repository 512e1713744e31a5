"""Workbooks of reporters to addressed raw rows, findings and a marked copy; the template they fill."""

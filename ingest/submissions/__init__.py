"""Workbooks of reporters: read, judged cell by cell, answered with a marked copy."""

"""Where the tables of a sheet are: headers, the columns of labels, units and values. Knows no form."""

from ingest.submissions.layout.columns import UsedColumn
from ingest.submissions.layout.grid import Grid
from ingest.submissions.layout.tables import Table, find_tables
from ingest.submissions.layout.titles import ColumnTitle, read_title

__all__ = ["ColumnTitle", "Grid", "Table", "UsedColumn", "find_tables", "read_title"]

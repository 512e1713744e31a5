"""Reading the marts for a publication: one module a part of the report."""

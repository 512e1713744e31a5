"""The raw tables, the content-addressed store and the loader. Append only."""

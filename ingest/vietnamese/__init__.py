"""Vietnamese numbers, dates and names, by the standard library alone."""

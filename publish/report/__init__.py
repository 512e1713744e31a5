"""The look of the half-year report: wording, charts, PDF and workbook."""

"""Who is who among cooperatives: rows of registers in, a lasting cooperative id for each row out.

The tax code decides first; without one the name, the founding day, the chairperson and the place are weighed
against how common they are. What stays doubtful becomes a cooperative of its own and a line for a person to review:
two cooperatives made one by a guess are worse than one counted as two that says so.
"""

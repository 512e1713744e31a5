"""The verbs of the command line, by room. Heavy imports stay inside the verbs."""

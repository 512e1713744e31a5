"""Rules over the facts of a submission: one rule, one function; findings come back, nothing is raised.

A rule yields violations at coordinates; the engine knows the addresses. A rule with a side missing yields
nothing: it is not evaluable, not failed.
"""

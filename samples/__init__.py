"""Samples: a round of submissions and pages of articles, with what must come out of them."""

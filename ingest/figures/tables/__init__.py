"""Tables in articles: found by their shape, read by what their heads and labels say.

Tables arrive flattened, every cell on a line of its own (`flattened`), or with a row on each line (`separated`).
`find` looks for both; `labels` reads the words of heads and labels with the vocabulary of prose; `reader` gives each
number what its column, its row and the section above it say together. What they do not settle gives nothing.
"""

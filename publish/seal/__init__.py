"""The edited and signed paper, read back: what it says otherwise than the frozen publication, and kept beside it."""

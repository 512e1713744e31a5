"""In: bytes of submissions and articles become addressed raw rows."""

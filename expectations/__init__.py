"""The gate: what a candidate of the marts must pass, and the swap that follows a pass."""

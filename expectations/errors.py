"""What can go wrong between a build and the marts; each message is one line that says what to do."""


class WarehouseBusyError(Exception):
    """Somebody else holds the warehouse lock."""


class SwapRefusedError(Exception):
    """The candidate may not become the marts: no passed gate, or not the build it claims to be."""


class BuildFailedError(Exception):
    """The candidate could not be built; the marts stand as they were."""


class ReaderRefusedError(Exception):
    """A reader of the marts could not be added or dropped as asked."""

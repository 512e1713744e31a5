"""What can go wrong between a build and the marts; each message is one line that says what to do."""


class WarehouseBusyError(Exception):
    """Somebody else holds the warehouse lock."""


class SwapRefusedError(Exception):
    """The candidate may not become the marts: no passed gate, or not the build it claims to be."""


class BuildFailedError(Exception):
    """The candidate could not be built; the marts stand as they were."""


class ReaderRefusedError(Exception):
    """A reader of the marts could not be added or dropped as asked."""


class WaiverRefusedError(ValueError):
    """A waiver could not be granted as asked: no such critical expectation, nobody's name, a day that is over."""

    exit_code = 2
    """Of ``htx``: the command was called in a way that cannot work."""

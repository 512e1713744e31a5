"""Errors that a person can act on: one line, and what to do."""


class HtxError(Exception):
    """Our own failure or an environment that is not fit; ends the command with ``exit_code``."""

    exit_code = 3


class UsageError(HtxError):
    """The command was called in a way that cannot work."""

    exit_code = 2


class InputRefusedError(HtxError):
    """The input was read and refused; the findings say why."""

    exit_code = 1

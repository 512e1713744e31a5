"""What can go wrong on the way out, each in one line that says what to do."""


class PublishError(Exception):
    """A publication cannot go on; the message says why and what to do."""

    exit_code = 1
    """Of ``htx``: what was asked for is refused. Of what we did wrong ourselves it is 3."""


class NotReadyError(PublishError):
    """The marts or the reference data lack what a publication needs."""


class UnknownPublicationError(PublishError):
    """No publication, or no figure, has that id."""


class NotApprovedError(PublishError):
    """Delivery was asked for without the approval of a person."""


class DecidedError(PublishError):
    """Somebody else decided first; the decision that stands is recorded, this one is not."""


class SupersededError(PublishError):
    """A newer freezing of the same report exists; this one must not go out any more."""


class NotReproducibleError(PublishError):
    """Rendering or arithmetic gave something else than what was published."""

    exit_code = 3


class LayoutError(PublishError):
    """The report cannot be laid out as the decree asks; nothing half-right goes out."""

    exit_code = 3


class AnotherPaperError(PublishError):
    """A paper that was handed back bears another publication at its foot."""


class UnreadableFileError(PublishError):
    """A file that somebody gave cannot be read as what it says it is."""

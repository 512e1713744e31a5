"""dbt on a leash: a process of its own that ends with the one that started it.

Run by path, with a pipe on standard input: when the pipe closes, however its owner died, dbt ends at
once. Left alone it would go on writing into the candidate of the next build.
"""

import os
import threading

_STANDARD_INPUT = 0


def _end_with_owner() -> None:
    while os.read(_STANDARD_INPUT, 1):  # not sys.stdin: its buffer must not be in use when Python ends
        pass
    os._exit(130)


if __name__ == "__main__":
    threading.Thread(target=_end_with_owner, daemon=True).start()
    from dbt.cli.main import cli

    cli()

"""Object stores (S3 and its like), reached through fsspec: for the inbox, and for reports that go out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import fsspec

from htx.settings import Settings


def store_options(address: str, settings: Settings) -> dict[str, Any]:
    """What fsspec needs to reach a store. Keys that are not set come from where AWS programs look for them."""
    options: dict[str, Any] = {"use_listings_cache": False}
    if address.startswith(("s3://", "s3a://")):
        secret = settings.object_store_secret
        given = {
            "endpoint_url": settings.object_store_endpoint,
            "key": settings.object_store_key,
            "secret": secret.get_secret_value() if secret else None,
        }
        options |= {name: value for name, value in given.items() if value is not None}
    return options


@contextmanager
def told_as_os_error(address: str) -> Iterator[None]:
    """Whatever the store's library raises becomes an ``OSError`` that names the address."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:  # libraries of stores have exceptions of their own for lost connections and bad keys
        raise OSError(f"{address}: {type(error).__name__}: {error}") from error


def read_object(address: str, settings: Settings) -> bytes:
    """The bytes of an object as it stands now. Raises ``OSError``."""
    with told_as_os_error(address):
        files, path = fsspec.core.url_to_fs(address, **store_options(address, settings))
        content: bytes = files.cat_file(path)
    return content


def put_object(address: str, content: bytes, settings: Settings) -> None:
    """Put an object, whole or not at all, as such stores do; the same bytes are left alone. Raises ``OSError``."""
    with told_as_os_error(address):
        files, path = fsspec.core.url_to_fs(address, **store_options(address, settings))
        try:
            if files.cat_file(path) == content:
                return
        except FileNotFoundError:
            pass
        files.pipe_file(path, content)

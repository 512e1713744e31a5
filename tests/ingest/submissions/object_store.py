"""An object store on loopback (moto's server) for the tests of inboxes and stores in buckets."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import s3fs
from pydantic import SecretStr

from htx.settings import Settings

BUCKET = "bao-cao"


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """A running store with one empty bucket."""

    endpoint: str
    files: Any
    """An s3fs file system of its own, as whoever delivers has one."""

    def settings(self, home: Path, **others: Any) -> Settings:
        return Settings(
            home=home,
            object_store_endpoint=self.endpoint,
            object_store_key="nguoi-doc",
            object_store_secret=SecretStr("mat-khau"),
            _env_file=None,
            **others,
        )


@contextmanager
def object_store() -> Iterator[ObjectStore]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        # what an earlier server of this process held is still there
        urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST"), timeout=10).close()
        files = s3fs.S3FileSystem(
            key="nguoi-gui",
            secret="mat-khau",
            endpoint_url=endpoint,
            use_listings_cache=False,
            skip_instance_cache=True,
        )
        files.mkdir(BUCKET)
        yield ObjectStore(endpoint, files)
    finally:
        server.stop()

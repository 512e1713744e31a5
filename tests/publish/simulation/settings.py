"""The settings of the simulated years: reference data of their own, recipients that change."""

from datetime import datetime
from pathlib import Path
from random import Random

from pydantic import SecretStr

from htx.settings import Settings
from tests.publish.simulation.calendar_rows import OWNER

APPROVER = "lanhdao@lmhtx.example"
OFFICES = ("vanthu@ubnd.example", "tonghop@sotaichinh.example", "kinhte@bokehoach.example", "thongke@cuc.example")


class SimulatedSettings(Settings):
    """Settings whose reference data have the simulated years."""

    seeds_folder: Path

    @property
    def seeds_dir(self) -> Path:
        return self.seeds_folder


class SettingsInTime:
    """What the settings say at a moment."""

    def __init__(self, settings: Settings, seeds: Path, smtp_port: int, seed: int) -> None:
        self._seed = seed
        self.lasting: Settings = SimulatedSettings(
            home=settings.home,
            database_url=settings.database_url,
            owner_agency=OWNER,
            approver=APPROVER,
            smtp_url=SecretStr(f"smtp://127.0.0.1:{smtp_port}"),
            seeds_folder=seeds,
            _env_file=None,  # type: ignore[call-arg]
        )

    def at(self, now: datetime) -> Settings:
        """The recipients of the reports change from time to time."""
        return self.lasting.model_copy(update={"report_recipients": ", ".join(self.recipients_at(now))})

    def recipients_at(self, now: datetime) -> tuple[str, ...]:
        """The offices that the settings of a quarter name."""
        offices = Random(f"{self._seed}:offices:{(now.year, now.month // 3)}").sample(OFFICES, 2)
        return tuple(sorted(offices))

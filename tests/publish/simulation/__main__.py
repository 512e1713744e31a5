"""Run the simulation by hand: `python -m tests.publish.simulation --seed 7 --years 10`."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from htx.migrations import migrate
from htx.runtime.postgres import EmbeddedPostgres
from ingest.raw.database import connect
from tests.conftest import copied_warehouse, warehouse_settings
from tests.publish.simulation.calendar_rows import PROVINCES
from tests.publish.simulation.checks import check
from tests.publish.simulation.drive import Simulation

OWNER_ROLE = "warehouse_owner"
TEMPLATE = "warehouse_template"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--provinces", type=int, default=len(PROVINCES))
    parser.add_argument("--calm", action="store_true", help="nothing fails, nobody is away")
    arguments = parser.parse_args()
    is_fine = True
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedPostgres(Path(folder) / "postgres", durable=False)
        address = server.ensure_running()
        try:
            with psycopg.connect(address.superuser_url, autocommit=True) as connection:
                connection.execute(f"create role {OWNER_ROLE} login createrole password '{OWNER_ROLE}'")
                connection.execute(f"create database {TEMPLATE} owner {OWNER_ROLE}")
            engine = connect(warehouse_settings(address, OWNER_ROLE, TEMPLATE, Path(folder)))
            migrate(engine)
            engine.dispose()
            for seed in arguments.seed:
                home = Path(folder) / str(seed)
                home.mkdir()
                with copied_warehouse(address, OWNER_ROLE, TEMPLATE, home) as settings:
                    simulation = Simulation(
                        settings,
                        address,
                        seed=seed,
                        years=arguments.years,
                        provinces=PROVINCES[: arguments.provinces],
                        is_calm=arguments.calm,
                    )
                    started = time.process_time()
                    try:
                        simulation.run()
                        report = check(simulation)
                    finally:
                        simulation.close()
                    print(f"seed {seed}: {report.summary}; {time.process_time() - started:.0f} s of CPU", flush=True)
                    for complaint in report.complaints:
                        print(f"  {complaint}")
                    is_fine = is_fine and not report.complaints
        finally:
            server.remove()
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main())

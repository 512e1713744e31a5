"""Whether a component of Airflow is healthy, as the API server of the stack says: exit 0 or 1.

``python3 healthcheck.py metadatabase|scheduler|dag_processor|triggerer``. Standard library only, so that a check
costs no more than one request.
"""

import json
import os
import sys
from urllib.request import urlopen

TIMEOUT_SECONDS = 8


def health_url() -> str:
    """The health page of the API server, beside the execution API that the components talk to."""
    execution_api = os.environ.get("AIRFLOW__CORE__EXECUTION_API_SERVER_URL", "http://127.0.0.1:8080/execution/")
    return execution_api.removesuffix("/").removesuffix("/execution") + "/api/v2/monitor/health"


def status_of(component: str, url: str) -> str:
    """What the page says of a component: "healthy", "unhealthy", or "unknown" where it has not reported yet."""
    with urlopen(url, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310 - http, from our own settings
        health: dict[str, dict[str, str | None]] = json.load(response)
    return health.get(component, {}).get("status") or "unknown"


def main(component: str) -> int:
    """Print the status of a component; 0 if it is healthy."""
    try:
        status = status_of(component, health_url())
    except OSError as error:
        status = f"the API server does not answer: {error}"
    print(f"{component}: {status}")
    return 0 if status == "healthy" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

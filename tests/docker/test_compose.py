"""docker-compose.yaml keeps to the Compose specification and to our own rules."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

Value: TypeAlias = str | int | bool | list["Value"] | dict[str, "Value"] | None
Service: TypeAlias = dict[str, Value]

VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<operator>:?[-?+])?(?P<word>[^}]*)\}")
COMPONENTS = ("api-server", "scheduler", "dag-processor", "triggerer")


@pytest.fixture(scope="module")
def text(repository: Path) -> str:
    return (repository / "docker-compose.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose(text: str) -> dict[str, dict[str, Service]]:
    parsed: dict[str, dict[str, Service]] = yaml.safe_load(text)
    return parsed


@pytest.fixture(scope="module")
def services(compose: dict[str, dict[str, Service]]) -> dict[str, Service]:
    return compose["services"]


@pytest.fixture(scope="module")
def documented(repository: Path) -> dict[str, str]:
    """The variables of .env.example, and the values shown; optional ones are commented out."""
    lines = (repository / ".env.example").read_text(encoding="utf-8").splitlines()
    settings = (re.match(r"(?:# )?(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>.*)$", line) for line in lines)
    return {found["name"]: found["value"] for found in settings if found}


def environment_of(service: Service) -> dict[str, str]:
    environment = service.get("environment", {})
    assert isinstance(environment, dict)
    return {name: str(value) for name, value in environment.items()}


def entries(service: Service, key: str) -> list[str]:
    listed = service.get(key, [])
    assert isinstance(listed, list)
    return [str(entry) for entry in listed]


def test_it_is_valid_by_the_compose_specification(compose: dict[str, Value]) -> None:
    schema = json.loads(
        files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_text(encoding="utf-8")
    )
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(compose)] == []


def test_every_image_is_pinned_by_a_tag_that_is_not_latest(services: dict[str, Service]) -> None:
    for name, service in services.items():
        tag = re.fullmatch(r"[a-z0-9./-]+:(?P<tag>[\w.-]+)", str(service["image"]))
        assert tag, name
        assert tag["tag"] != "latest", name


def test_our_image_bears_the_version_of_the_project(services: dict[str, Service], repository: Path) -> None:
    version = re.search(
        r'^version = "(.+)"$', (repository / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert version
    ours = {name: service["image"] for name, service in services.items() if "build" in service}
    assert ours == dict.fromkeys(["migrate", *COMPONENTS], f"htx-warehouse:{version[1]}")


def test_every_published_port_is_on_the_loopback_address(services: dict[str, Service]) -> None:
    published = {name: entries(service, "ports") for name, service in services.items() if "ports" in service}
    assert set(published) == {"postgres", "mail", "api-server"}
    for ports in published.values():
        for port in ports:
            assert re.fullmatch(r"127\.0\.0\.1:\$\{\w+:-\d+\}:\d+", port), port
    assert not any("network_mode" in service for service in services.values())


def test_passwords_are_required_and_have_no_default(text: str, documented: dict[str, str]) -> None:
    uses = [found for found in VARIABLE.finditer(text) if "PASSWORD" in found["name"]]
    assert {found["name"] for found in uses} == {
        "POSTGRES_PASSWORD",
        "HTX_DATABASE_PASSWORD",
        "AIRFLOW_DATABASE_PASSWORD",
    }
    for found in uses:
        assert found["operator"] == ":?", found[0]
        assert documented[found["name"]] == "", f".env.example gives {found['name']} a value"


def test_no_secret_is_written_into_the_file(services: dict[str, Service]) -> None:
    for name, service in services.items():
        for variable, value in environment_of(service).items():
            if re.search(r"PASSWORD|SECRET|KEY|TOKEN", variable):
                assert re.fullmatch(r"\$\{\w+:\?[^}]*\}", value), f"{name}: {variable}"
            credentials = re.search(r"://[^/@]*:(?P<password>[^@/]*)@", VARIABLE.sub("VARIABLE", value))
            assert not credentials or credentials["password"] == "VARIABLE", f"{name}: {variable}"


def test_every_variable_is_documented_with_the_default_it_has(text: str, documented: dict[str, str]) -> None:
    used = {
        found["name"]: found["word"] if found["operator"] == ":-" else ""
        for found in VARIABLE.finditer(re.sub(r"(?m)^\s*#.*$", "", text))
    }
    assert documented == used


def test_every_lasting_service_is_watched_and_restarted(services: dict[str, Service]) -> None:
    lasting = {name: service for name, service in services.items() if name != "migrate"}
    assert set(lasting) == {"postgres", "mail", *COMPONENTS}
    for name, service in lasting.items():
        assert "healthcheck" in service, name
        assert service["restart"] == "unless-stopped", name


def test_components_start_after_the_migration_and_know_each_other(services: dict[str, Service]) -> None:
    environment = environment_of(services["api-server"])
    assert environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == (
        f"http://api-server:{environment['AIRFLOW__API__PORT']}/execution/"
    )
    for name in COMPONENTS:
        service = services[name]
        assert environment_of(service) == environment, name
        command = service["command"]
        assert isinstance(command, list)
        assert command[:3] == ["htx", "airflow", name]
        waits_for = service["depends_on"]
        assert isinstance(waits_for, dict)
        assert waits_for["migrate"] == {"condition": "service_completed_successfully"}, name
        assert ("api-server" in waits_for) == (name != "api-server")


def test_our_services_have_no_privileges(services: dict[str, Service]) -> None:
    for name in ("migrate", *COMPONENTS):
        assert services[name]["cap_drop"] == ["ALL"], name
        assert services[name]["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in services[name]


def test_every_volume_is_declared_and_every_mounted_folder_is_there(
    compose: dict[str, dict[str, Service]], services: dict[str, Service], repository: Path
) -> None:
    sources = {entry.split(":")[0] for service in services.values() for entry in entries(service, "volumes")}
    folders = {source for source in sources if source.startswith(".")}
    assert sources - folders == set(compose["volumes"])
    assert folders
    assert all((repository / folder).is_dir() for folder in folders)

"""The command line: its exit codes, its one-line errors, its lightness."""

import logging
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from expectations.errors import WaiverRefusedError, WarehouseBusyError
from htx import cli
from htx.commands import output
from publish.errors import LayoutError, UnknownPublicationError

pytestmark = pytest.mark.integration

HTX = Path(sys.executable).parent / "htx"


def run(*arguments: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HTX_")}
    environment |= {"HTX_HOME": str(home), **variables}
    return subprocess.run(
        [str(HTX), *arguments], env=environment, capture_output=True, text=True, check=False, cwd=home
    )


def test_help_names_every_verb_and_the_exit_codes(tmp_path: Path) -> None:
    done = run("--help", home=tmp_path)
    assert done.returncode == 0
    for verb in (
        "demo",
        "up",
        "down",
        "status",
        "submission",
        "figures",
        "build",
        "gate",
        "reader",
        "publish",
        "approve",
        "explain",
        "receipts",
        "address",
        "round",
    ):
        assert verb in done.stdout
    assert "Exit codes" in done.stdout


def test_the_version_is_that_of_the_installed_package(tmp_path: Path) -> None:
    done = run("--version", home=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"htx {version('htx-warehouse')}\n")


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys, htx.cli\n"
        "heavy = {'sqlalchemy', 'airflow', 'great_expectations', 'pandas', 'openpyxl', 'matplotlib', 'scrapy', 'dbt'}\n"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_verb_is_wrong_usage(tmp_path: Path) -> None:
    assert run("pubblish", home=tmp_path).returncode == 2


@pytest.mark.parametrize("verb", [["build"], ["gate"], ["explain", "0" * 32], ["airflow", "version"]])
def test_a_verb_that_needs_the_stack_says_how_to_start_it(tmp_path: Path, verb: list[str]) -> None:
    done = run(*verb, home=tmp_path)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "htx up" in done.stderr


def test_a_monitor_is_told_in_one_line_that_nothing_runs_or_nothing_is_reached(tmp_path: Path) -> None:
    stopped = run("status", "--check", home=tmp_path)
    assert (stopped.returncode, stopped.stdout) == (1, "the stack does not run: `htx up`\n")
    url = "postgresql://htx:secret@127.0.0.1:9/htx"
    away = run("status", "--check", home=tmp_path, HTX_DATABASE_URL=url, HTX_AIRFLOW_DATABASE_URL=url)
    assert (away.returncode, away.stdout, away.stderr.count("\n")) == (3, "", 1)
    assert "cannot reach the warehouse" in away.stderr


def test_an_unreachable_database_is_one_line(tmp_path: Path) -> None:
    url = "postgresql://htx:secret@127.0.0.1:9/htx"
    done = run("build", home=tmp_path, HTX_DATABASE_URL=url, HTX_AIRFLOW_DATABASE_URL=url)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "cannot reach the warehouse" in done.stderr
    assert "secret" not in done.stderr


def test_an_owner_that_nobody_knows_is_said_since_it_would_owe_nothing(tmp_path: Path) -> None:
    done = run("status", home=tmp_path, HTX_OWNER_AGENCY="lmhtx-97")
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "HTX_OWNER_AGENCY: no agency has the code lmhtx-97" in done.stderr


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    done = run("submission", "check", "không có.xlsx", home=tmp_path)
    assert done.returncode == 1
    assert "không có.xlsx" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_unreadable_workbook_is_refused_with_a_finding(tmp_path: Path) -> None:
    broken = tmp_path / "Bao cao Quan 5.xlsx"
    broken.write_bytes(b"PK\x03\x04 truncated")
    done = run("submission", "check", str(broken), "--round", "2024-H1", "--json", home=tmp_path)
    assert done.returncode == 1
    assert '"unreadable_file"' in done.stdout


def test_nothing_runs_and_down_says_so(tmp_path: Path) -> None:
    done = run("down", home=tmp_path)
    assert done.returncode == 0
    assert "nothing was running" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["pubblish"],
        ["up", "--nope"],
        ["explain"],
        ["explain", "abc"],
        ["approve", "abc", "--by", "Lan", "--role", "Chủ tịch", "--reason", "đã đối chiếu"],
        ["approve", "0" * 32, "--by", "Lan", "--role", "Chủ tịch", "--reason", " "],
        ["publish", "--period", "2024-H1"],
        ["publish", "diff", "không phải mã"],
        ["receipts", "không phải mã"],
        ["gate", "--schema", "public"],
        ["waiver", "add", "fct_figure", "x", "--by", "Lan", "--reason", "lỗi", "--until", "30/06/2024"],
        ["waiver", "add", "fct_figure", "x", "--by", "Lan", "--reason", "lỗi", "--until", "2027-06-30", "--area", "99"],
        [
            "waiver",
            "add",
            "fct_figure",
            "x",
            "--by",
            "Lan",
            "--reason",
            "lỗi",
            "--until",
            "2027-06-30",
            "--period",
            "Q9",
        ],
        ["build", "--now", "hôm qua"],
        ["publish", "--period", "quý 2", "--area", "79"],
        ["submission", "template", "-o", "x.xlsx", "--period", "2024-H1"],
        ["submission", "template", "-o", "x.xlsx", "--area", "99999", "--period", "2024-H1"],
        ["submission", "template", "-o", "x.xlsx", "--area", "783", "--period", "2024-H3"],
        ["submission", "template", "-o", "x.xlsx", "--area", "783", "--period", "2024-H1", "--form", "Z-9"],
        ["submission", "template", "-o", "không có/x.xlsx", "--area", "783", "--period", "2024-H1"],
        ["submission", "check", "x.xlsx", "--round", "2024-H9"],
        ["submission", "load", "x.xlsx", "--received-at", "hôm qua"],
        ["submission", "accept", "x.xlsx", "--by", " ", "--reason", "chờ quyết toán"],
        ["figures", "decide", "abc", "accept", "--by", "Lan", "--reason", "đã hỏi tòa soạn"],
        ["figures", "decide", "0" * 32, "accept", "--by", "Lan", "--reason", " "],
        ["figures", "decide", "0" * 32, "correct", "--by", "Lan", "--reason", "in nhầm", "--value", "1.300"],
        ["figures", "decide", "0" * 32, "correct", "--by", "Lan", "--reason", "in nhầm", "--value", "9", "--low", "8"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_without_the_stack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(arguments) == 2
    told = capsys.readouterr().err
    assert told.startswith("htx: ")
    assert told.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "empty.xlsx").touch()
    done = run("submission", "check", "pipe.xlsx", ".", "empty.xlsx", "--json", home=tmp_path)
    assert done.returncode == 1
    assert [line.partition(": ")[2].partition(":")[0] for line in done.stderr.splitlines()] == ["pipe.xlsx", "."]
    assert '"unreadable_file"' in done.stdout


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (UnknownPublicationError("no publication 5f3c9a"), 1),
        (LayoutError("a line does not fit"), 3),
        (WaiverRefusedError("there is no expectation fct_figure.x"), 2),
        (WarehouseBusyError("the warehouse is in use"), 3),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_refused_is_no_failure_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, exit_code: int
) -> None:
    def refusing(text: str | None, option: str = "--now") -> None:
        raise error

    monkeypatch.delenv(cli.TRACE_VARIABLE, raising=False)
    monkeypatch.setattr(output, "moment", refusing)
    assert cli.run(["status"]) == exit_code
    assert capsys.readouterr().err == f"htx: {error}\n"


def test_a_defect_is_one_line_and_our_own_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(text: str | None, option: str = "--now") -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.delenv(cli.TRACE_VARIABLE, raising=False)
    monkeypatch.setattr(output, "moment", broken)
    assert cli.run(["status"]) == 3
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "ZeroDivisionError" in told
    assert cli.TRACE_VARIABLE in told
    monkeypatch.setenv(cli.TRACE_VARIABLE, "1")
    with pytest.raises(ZeroDivisionError):
        cli.run(["status"])


@pytest.mark.parametrize(
    ("district", "told"),
    [
        ("HUYỆN CỦ CHI", "accepted_with_warnings, Huyện Củ Chi, 2024-H1"),
        ("HUYỆN CHÂU THÀNH", "“Huyện Châu Thành” is no known reporter: counts for nobody, 2024-H1"),
    ],
)
def test_a_check_says_whose_figures_it_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], district: str, told: str
) -> None:
    """Several provinces have a district Châu Thành: which of them it is nobody guesses."""
    lines = [
        f"ỦY BAN NHÂN DÂN {district},,,",
        "6 THÁNG ĐẦU NĂM 2024,,,",
        "STT,Chỉ tiêu,Đơn vị tính,Thực hiện 6 tháng đầu năm 2024",
        "1,Tổng số hợp tác xã,HTX,12",
        "2,Tổng số thành viên HTX,thành viên,300",
        "3,Tổng số tổ hợp tác,THT,4",
    ]
    (tmp_path / "bieu.csv").write_text("\n".join(lines), encoding="utf-8")
    assert cli.run(["submission", "check", str(tmp_path / "bieu.csv")]) == 0
    assert told in capsys.readouterr().out.splitlines()[0]


def test_what_the_rooms_log_is_a_line_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        raise FileNotFoundError(2, "No such file or directory", "store/b9")
    except FileNotFoundError as error:
        record = logging.LogRecord("ingest", logging.ERROR, "", 1, "%s could not be compared", ("cu-chi.xlsx",), None)
        record.exc_info = (type(error), error, error.__traceback__)
    monkeypatch.delenv(cli.TRACE_VARIABLE, raising=False)
    told = cli.OneLine("htx: %(message)s").format(record)
    assert told == "htx: cu-chi.xlsx could not be compared ([Errno 2] No such file or directory: 'store/b9')"
    monkeypatch.setenv(cli.TRACE_VARIABLE, "1")
    record.exc_text = None
    assert "Traceback" in cli.OneLine("htx: %(message)s").format(record)

"""What officers note about findings: the reporter's reply, held to a finding that the submission has."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.ops import submission_decision
from ingest.submissions.decisions import UnknownFindingError, UnknownReceiptError, accept_explained
from ingest.submissions.intake import load_files
from ingest.submissions.replies import FindingName, Reply, parse_reply

NOW = datetime(2024, 5, 24, 6, 0, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("written", "reply"),
    [
        (
            "revenue_out_of_range@PL1!E27=HTX Tân Lập chiếm 60 %",
            Reply(FindingName("revenue_out_of_range", "PL1", "E27"), "HTX Tân Lập chiếm 60 %"),
        ),
        (
            'negative@Biểu 01!f8 = "Lãi âm vì  dịch bệnh"',
            Reply(FindingName("negative", "Biểu 01", "F8"), "Lãi âm vì dịch bệnh"),
        ),
        (
            "negative@Phụ lục 1! sửa!F8=a=b",
            Reply(FindingName("negative", "Phụ lục 1! sửa", "F8"), "a=b"),
        ),
        ("negative@!C9=sheet của tệp CSV", Reply(FindingName("negative", "", "C9"), "sheet của tệp CSV")),
        ("missing_required=Chưa thống kê", Reply(FindingName("missing_required"), "Chưa thống kê")),
    ],
)
def test_a_reply_names_its_finding(written: str, reply: Reply) -> None:
    assert parse_reply(written) == reply


@pytest.mark.parametrize("written", ["", "negative", "negative=", "negative@PL1=thiếu ô", "=chữ", "negative=“”"])
def test_what_is_no_reply_is_refused_with_a_hint(written: str) -> None:
    with pytest.raises(ValueError, match="write"):
        parse_reply(written)


@pytest.mark.integration
def test_a_reply_is_kept_with_the_decision_and_must_answer_a_finding(
    fresh_warehouse: Settings, sample_inbox: Path
) -> None:
    path = next((sample_inbox / "2024-H1").glob("*Binh Tan*"))
    report = load_files(fresh_warehouse, [path], "2024-H1", "", "folder", NOW)
    (taken,) = report.files
    reply = Reply(FindingName("missing_coop_total"), "Chưa có quyết định phê duyệt số liệu")
    said: dict[str, Any] = {"reason": "Đã gọi điện xác minh", "decided_by": "Nguyễn Thị Lan", "decided_at": NOW}
    for _ in range(2):
        accept_explained(fresh_warehouse, [reply], receipt_id=taken.receipt_id, **said)
    wrong = Reply(FindingName("formula_error"), "…")
    with pytest.raises(UnknownFindingError, match=r"no finding formula_error; there are: .*missing_coop_total"):
        accept_explained(fresh_warehouse, [wrong], receipt_id=taken.receipt_id, **said)
    with pytest.raises(UnknownReceiptError):
        accept_explained(fresh_warehouse, [reply], file_name="khong-co.xlsx", **said)
    engine = connect(fresh_warehouse)
    with engine.connect() as connection:
        rows = connection.execute(select(submission_decision)).all()
    engine.dispose()
    assert [(row.receipt_id, row.decision, row.reason) for row in rows] == [
        (
            taken.receipt_id,
            "accept_explained",
            "Đã gọi điện xác minh\n[missing_coop_total] Chưa có quyết định phê duyệt số liệu",
        )
    ]

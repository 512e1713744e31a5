"""The sweep: what is due on which day, who is reminded, once; nothing before the first build."""

import uuid
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pydantic import SecretStr

from htx.settings import Settings
from ingest.raw.ids import content_id
from ingest.submissions.reference import load_reference
from ingest.submissions.template import build_template
from publish.approval import record_decision
from publish.chase import look, send_outbox, sweep
from publish.due import may_ask_people
from publish.freeze import freeze
from publish.outbox import SendReport
from publish.publications import Publication
from publish.render import render
from publish.working_days import working_calendar
from tests.publish.conftest import MailServer
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, local, the_round

OWNER, BINH_THANH, QUAN_10 = (
    "tonghop@lienminhhtx.tphcm.example",
    "kinhte.binhthanh@tphcm.example",
    "kinhte.quan10@tphcm.example",
)


@pytest.fixture(autouse=True)
def _small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a report looks like is another test's matter."""
    monkeypatch.setattr("publish.render._BUILDERS", {"pdf": lambda _: b"%PDF-1.7", "xlsx": lambda _: b"PK"})


def drafted(marts: Marts, now: datetime) -> Publication:
    frozen = freeze(marts.settings, CITY_CODE, PERIOD_KEY, now)
    render(marts.settings, frozen.publication_id)
    return frozen


@pytest.mark.integration
def test_nothing_is_due_before_the_first_build(fresh_warehouse: Settings) -> None:
    report = sweep(fresh_warehouse, local("2024-06-01 08:00"))
    assert report.due_publications == ()
    assert report.messages_added == 0


@pytest.mark.integration
@pytest.mark.parametrize(
    ("now", "due", "state", "days"),
    [
        ("2024-04-30 23:00", False, None, None),
        ("2024-05-19 23:59", False, "not_yet_due", 12),
        ("2024-05-20 00:00", True, "not_yet_due", 11),
        ("2024-05-31 23:59", True, "not_yet_due", 0),
        ("2024-06-01 00:00", False, "overdue", 1),  # a Saturday
        ("2024-06-03 00:00", True, "overdue", 3),
    ],
)
def test_the_half_year_report_is_due_from_the_close_of_the_round(
    marts: Marts, now: str, due: bool, state: str | None, days: int | None
) -> None:
    report = sweep(marts.settings, local(now))
    assert [one.run_id for one in report.due_publications] == (["publish_79_2024-H1"] if due else [])
    owner = [(one.state, one.days) for one in report.owner_reports if one.period_key == PERIOD_KEY]
    assert owner == ([(state, days)] if state else [])


@pytest.mark.integration
@pytest.mark.parametrize(
    ("now", "due", "state", "days"),
    [
        ("2024-11-19 23:59", False, "not_yet_due", 11),
        ("2024-11-29 23:59", True, "not_yet_due", 1),
        ("2024-11-30 23:59", False, "not_yet_due", 0),  # a Saturday
        ("2024-12-02 00:00", True, "overdue", 2),
    ],
)
def test_the_annual_report_is_due_before_december(marts: Marts, now: str, due: bool, state: str, days: int) -> None:
    marts.open_annual_round(reported=True)
    report = sweep(marts.settings, local(now))
    assert ((CITY_CODE, "2024") in [(one.area_code, one.period_key) for one in report.due_publications]) is due
    assert [(one.state, one.days) for one in report.owner_reports if one.period_key == "2024"] == [(state, days)]


@pytest.mark.integration
def test_a_report_of_the_country_is_drafted_once_it_is_open_and_somebody_has_reported(marts: Marts) -> None:
    with marts.connect() as connection:
        connection.execute(
            "update reference.obligations set opens_on = '2024-06-01', due_before = '2024-06-15' where area_code = 'VN'"
        )
        connection.execute(
            "insert into reference.obligations (obligation_code, obligation_kind, debtor_kind, debtor_code,"
            " creditor_agency_code, period_key, area_code, opens_on, due_before) values ('vn-2025-H1', 'owner_report',"
            " 'agency', 'lmhtx-vn', 'bkhdt', '2025-H1', 'VN', '2024-06-01', '2024-06-15')"
        )
    settings = marts.settings.model_copy(update={"owner_agency": "lmhtx-vn"})
    assert look(settings, local("2024-05-31 08:00")).due_publications == ()
    found = look(settings, local("2024-06-03 08:00"))
    assert [one.run_id for one in found.due_publications] == ["publish_VN_2024-H1"]
    assert found.due_without_data == (("VN", "2025-H1"),)


@pytest.mark.integration
def test_from_2024_to_2027_nobody_is_asked_or_written_to_on_a_day_off(marts: Marts) -> None:
    """A round is open and nothing drafted, so that every working day would have something to ask."""
    calendar = working_calendar(marts.settings)
    first, last = date(2024, 1, 1), date(2027, 12, 31)
    every_day = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    days_off = [day for day in every_day if not calendar.is_working_day(day)]
    assert [day for day in days_off if may_ask_people(calendar, local(f"{day} 12:00"))] == []
    assert all(may_ask_people(calendar, local(f"{day} 12:00")) for day in set(every_day) - set(days_off))
    on_weekdays = [day for day in days_off if day.weekday() < 5]
    for day in [*on_weekdays[::2], *(day for day in days_off if day.day in {1, 20})]:
        found = look(marts.settings, local(f"{day} 00:00"))
        assert (found.due_publications, found.messages) == ((), ()), day
    assert look(marts.settings, local("2027-12-31 08:00")).due_publications


@pytest.mark.integration
def test_a_round_in_which_nobody_reported_is_not_drafted_but_told(marts: Marts) -> None:
    marts.open_annual_round(reported=False)
    report = sweep(marts.settings, local("2024-11-21 08:00"))
    assert (CITY_CODE, "2024") in report.due_without_data
    assert [one.period_key for one in report.due_publications] == [PERIOD_KEY]


@pytest.mark.integration
def test_a_round_in_which_all_reported_is_due_before_it_closes(marts: Marts) -> None:
    everyone = [
        replace(reporter, status="accepted", is_on_time=True, versions=1, received_at=local("2024-05-10 08:00"))
        for reporter in the_round()
    ]
    marts.build(everyone)
    report = sweep(marts.settings, local("2024-05-14 08:00"))
    assert [one.period_key for one in report.due_publications] == [PERIOD_KEY]
    assert report.messages == ()


@pytest.mark.integration
def test_only_those_whose_report_is_missing_or_refused_are_reminded_once(marts: Marts) -> None:
    report = sweep(marts.settings, local("2024-05-17 08:00"))
    reminders = {message.recipient: message for message in report.messages if message.kind == "reminder"}
    assert set(reminders) == {BINH_THANH, QUAN_10}, "as the address book knows them"
    assert "còn 1 ngày làm việc" in reminders[BINH_THANH].body
    assert "chưa nhận được báo cáo" in reminders[BINH_THANH].body
    assert "đã bị trả lại" in reminders[QUAN_10].body
    assert report.messages_added == 2
    assert sweep(marts.settings, local("2024-05-17 20:00")).messages_added == 0


@pytest.mark.integration
def test_a_department_that_is_missing_is_reminded_too(marts: Marts) -> None:
    with marts.connect() as connection:
        connection.execute(
            "insert into reference.obligations (obligation_kind, debtor_kind, debtor_code, creditor_agency_code,"
            " form_code, period_key, area_code, due_before) values"
            " ('reporter_round', 'agency', 'sct-79', 'lmhtx-79', 'A-1', '2024-H1', '79', '2024-05-20')"
        )
        connection.execute(
            "insert into reference.agencies (agency_code, name_vi) values ('sct-79', 'Sở Công Thương TP.HCM')"
        )
        connection.execute(
            "insert into marts.fct_submission (submission_id, reporter_agency_code, province_key, form_code,"
            " period_key, due_before, status, is_reported, build_id) select gen_random_uuid(), 'sct-79', province_key,"
            " form_code, period_key, due_before, 'missing', false, build_id from marts.fct_submission limit 1"
        )
    reminders = {message.recipient: message for message in sweep(marts.settings, local("2024-05-17 08:00")).messages}
    assert reminders.keys() == {BINH_THANH, QUAN_10, "agency:sct-79"}
    assert reminders["agency:sct-79"].body.startswith("Kính gửi Sở Công Thương TP.HCM,")


@pytest.mark.integration
def test_from_the_opening_to_the_deadline_every_message_has_its_working_day(marts: Marts) -> None:
    """One sweep a day at eight; on 13 and 14 May the machine stood still, and on 29 and 30 May."""
    outages = {date(2024, 5, 13), date(2024, 5, 14), date(2024, 5, 29), date(2024, 5, 30)}
    written: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for day in (date(2024, 5, 1) + timedelta(days=offset) for offset in range(40)):
        if day not in outages:
            known = set(_outbox(marts))
            sweep(marts.settings, local(f"{day} 08:00"))
            for message_id, kind, recipient in set(_outbox(marts)) - known:
                assert message_id not in {one for one, *_ in known}
                written[(kind, recipient)].append(f"{day:%d/%m}")
    steps = ["06/05", "15/05", "17/05"]
    assert dict(written) == {
        ("reminder", BINH_THANH): steps,
        ("reminder", QUAN_10): steps,
        ("late_list", OWNER): ["20/05"],
        ("escalation", "leader"): ["31/05", "03/06"],
        ("escalation", OWNER): ["31/05", "03/06"],
    }


def _outbox(marts: Marts) -> list[tuple[object, ...]]:
    with marts.connect() as connection:
        return connection.execute("select message_id, kind, recipient from ops.outbox_message").fetchall()


@pytest.mark.integration
def test_who_has_sent_is_not_reminded_although_the_marts_do_not_know_it_yet(
    marts: Marts, mail_server: MailServer
) -> None:
    marts.receipt(area_code="765", sender="kinhte.binhthanh@tphcm.example", name="2023.xlsx")
    settings = marts.settings.model_copy(update={"smtp_url": SecretStr(mail_server.url)})
    assert sweep(settings, local("2024-05-13 08:00")).messages_added == 2
    arrived = {"round_period": PERIOD_KEY, "received_at": local("2024-05-13 08:30")}
    marts.receipt(area_code="765", sender="kinhte.binhthanh@tphcm.example", name="2024.xlsx", **arrived)  # type: ignore[arg-type]
    report = sweep(settings, local("2024-05-13 09:00"))
    assert [message.recipient for message in report.messages] == [QUAN_10]
    due = [message.message_id for message in report.messages]
    assert send_outbox(settings, local("2024-05-13 09:01"), still_due=due).sent == 1
    (late,) = sweep(settings, local("2024-05-20 08:00")).messages
    assert "Quận Bình Thạnh" not in late.body
    assert [message["To"] for message in mail_server.mailbox.messages] == [QUAN_10]
    _built_since(marts)
    assert "Quận Bình Thạnh" in sweep(settings, local("2024-05-20 09:00")).messages[0].body


def _built_since(marts: Marts) -> None:
    """The marts now are of a build that began after everything was read, and did not take it."""
    with marts.connect() as connection:
        connection.execute(
            "insert into ops.build (build_id, started_at, status, code_version, input_hash)"
            " select distinct build_id, now(), 'swapped', 'x', 'x' from marts.fct_submission"
        )


@pytest.mark.integration
def test_an_escalation_says_where_the_report_hangs(marts: Marts) -> None:
    def bodies(now: str) -> set[str]:
        return {message.body for message in sweep(marts.settings, local(now)).messages if message.kind == "escalation"}

    (undrafted,) = bodies("2024-05-29 08:00")
    assert "còn 3 ngày làm việc, kể cả hôm nay. Chưa có dự thảo." in undrafted
    frozen = drafted(marts, local("2024-05-29 09:00"))
    (undecided,) = bodies("2024-05-31 08:00")
    assert f"còn 1 ngày làm việc, kể cả hôm nay. Dự thảo {frozen.publication_id} chưa được phê duyệt." in undecided
    at = local("2024-05-31 10:00")
    record_decision(marts.settings, frozen.publication_id, "rejected", "Trần Văn Minh", at, "Sai số HTX ngừng.")
    (refused,) = bodies("2024-06-03 08:00")
    assert "đã quá hạn 3 ngày" in refused
    assert "bị Trần Văn Minh trả lại lúc 10:00 ngày 31/05/2024: Sai số HTX ngừng. Đề nghị" in refused


@pytest.mark.integration
def test_the_late_list_is_written_when_the_round_closes_and_when_it_changes(marts: Marts) -> None:
    closed = sweep(marts.settings, local("2024-05-20 00:00"))
    (late,) = [message for message in closed.messages if message.kind == "late_list"]
    assert "Chưa báo cáo (1): Quận Bình Thạnh." in late.body
    assert "Nộp trễ, chờ xem xét (1): Quận Phú Nhuận." in late.body
    assert "Bị trả lại (1): Quận 10." in late.body
    assert sweep(marts.settings, local("2024-05-20 09:00")).messages_added == 0
    marts.build([replace(r, status="accepted") if r.status == "late_pending" else r for r in the_round()])
    assert sweep(marts.settings, local("2024-05-20 10:00")).messages_added == 1


@pytest.mark.integration
def test_a_late_list_that_comes_back_is_told_again_but_not_one_of_which_nothing_else_was_told(
    marts: Marts, mail_server: MailServer
) -> None:
    """Phú Nhuận's late report is taken, refused again, taken again; then once more while no mail goes out."""
    taken = [replace(one, status="accepted") if one.status == "late_pending" else one for one in the_round()]
    settings = marts.settings.model_copy(update={"smtp_url": SecretStr(mail_server.url)})

    def lists(now: str, *, goes_out: bool = True) -> int:
        due = [message.message_id for message in sweep(settings, local(now)).messages]
        return send_outbox(settings, local(now), still_due=due).sent if goes_out else 0

    told: list[int] = []
    for hour, states in enumerate((the_round(), taken, the_round(), taken)):
        marts.build(states, uuid.UUID(int=hour + 2))
        told += [lists(f"2024-05-20 {hour + 8:02}:00"), lists(f"2024-05-20 {hour + 8:02}:30")]
    assert told == [1, 0] * 4
    marts.build(the_round(), uuid.UUID(int=7))
    lists("2024-05-20 12:00", goes_out=False)
    marts.build(taken, uuid.UUID(int=8))
    assert lists("2024-05-20 13:00") == 0, "the owner has this list"
    marts.build(the_round(), uuid.UUID(int=9))
    assert [lists("2024-05-20 14:00"), lists("2024-05-20 15:00")] == [1, 0]
    sizes = [message["Subject"].rpartition(" ")[2] for message in mail_server.mailbox.messages]
    assert sizes == ["3", "2", "3", "2", "3"]


@pytest.mark.integration
def test_a_report_that_was_frozen_but_never_rendered_is_drafted_again_by_the_run_that_died(marts: Marts) -> None:
    def due(now: str) -> list[tuple[str, str]]:
        return [(one.reason, one.run_id) for one in sweep(marts.settings, local(now)).due_publications]

    (first,) = due("2024-05-21 08:00")
    freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-21 08:01"))
    assert due("2024-05-21 09:00") == [("not_rendered", first[1])]
    former = drafted(marts, local("2024-05-21 09:01"))
    assert due("2024-05-21 10:00") == []
    one, *others = the_round()
    marts.build([replace(one, values={**one.values, "HTX.coop_total": Decimal(40)}), *others], uuid.UUID(int=3))
    (renewed,) = due("2024-05-21 11:00")
    newer = freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-21 11:01"))
    assert newer.publication_id != former.publication_id
    assert due("2024-05-21 12:00") == [("not_rendered", renewed[1])]
    assert due("2024-05-25 12:00") == [], "a Saturday"
    drafted(marts, local("2024-05-27 08:00"))
    assert due("2024-05-27 09:00") == []


@pytest.mark.integration
def test_a_drafted_report_is_not_due_again_and_its_approval_is_asked_for_once_a_day(marts: Marts) -> None:
    frozen = drafted(marts, local("2024-05-27 09:00"))
    soon = sweep(marts.settings, local("2024-05-28 08:59"))
    assert (soon.due_publications, soon.waiting) == ((), ())
    later = sweep(marts.settings, local("2024-05-28 10:00"))
    assert [one.publication_id for one in later.waiting] == [frozen.publication_id]
    assert later.messages_added == 1
    assert sweep(marts.settings, local("2024-05-28 11:00")).messages_added == 0
    assert sweep(marts.settings, local("2024-05-29 11:00")).messages_added == 3  # and two escalations
    record_decision(marts.settings, frozen.publication_id, "approved", "Trần Văn Minh", local("2024-05-29 12:00"))
    assert sweep(marts.settings, local("2024-05-30 11:00")).waiting == ()


@pytest.mark.integration
def test_marts_that_say_something_else_ask_for_a_new_publication(marts: Marts) -> None:
    frozen = drafted(marts, local("2024-05-21 09:00"))
    marts.build(the_round(), build_id=uuid.UUID(int=2))
    assert sweep(marts.settings, local("2024-05-21 10:00")).due_publications == ()
    first, *others = the_round()
    marts.build([replace(first, values={**first.values, "HTX.coop_total": Decimal(40)}), *others], uuid.UUID(int=3))
    (due,) = sweep(marts.settings, local("2024-05-21 11:00")).due_publications
    assert (due.reason, due.area_code, due.period_key) == ("changed", CITY_CODE, PERIOD_KEY)
    assert frozen.publication_id.hex[:8] in due.run_id
    drafted(marts, local("2024-05-21 11:05"))
    assert sweep(marts.settings, local("2024-05-21 12:00")).due_publications == ()


@pytest.mark.integration
def test_a_publication_is_compared_with_each_build_once(marts: Marts) -> None:
    frozen = drafted(marts, local("2024-05-21 09:00"))
    for build in (2, 3):
        marts.build(the_round(), build_id=uuid.UUID(int=build))
        compared = [sweep(marts.settings, local(f"2024-05-21 1{hour}:00")).standing for hour in range(2)]
        assert compared == [(frozen.publication_id,), ()]
    first, *others = the_round()
    marts.build([replace(first, values={**first.values, "HTX.coop_total": Decimal(40)}), *others], uuid.UUID(int=4))
    for _ in range(2):
        report = sweep(marts.settings, local("2024-05-21 12:00"))
        assert report.standing == ()
        assert [due.reason for due in report.due_publications] == ["changed"], "until it is frozen anew"


@pytest.mark.integration
def test_a_message_that_waited_says_what_is_true_when_it_goes_and_goes_where_it_can(
    marts: Marts, mail_server: MailServer
) -> None:
    """Written on Monday, when the mail server was away; sent on Wednesday, to a reporter that writes from elsewhere."""
    settings = marts.settings.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:1")})
    assert sweep(settings, local("2024-05-13 08:00"), _form).messages_added == 2
    assert send_outbox(settings, local("2024-05-13 08:01")).sent == 0
    marts.receipt(area_code="765", sender="phongkinhte@binhthanh.example", name="2023.xlsx")
    settings = marts.settings.model_copy(update={"smtp_url": SecretStr(mail_server.url)})
    for day, sent in ((15, 2), (16, 0)):
        assert sweep(settings, local(f"2024-05-{day} 08:00"), _form).messages_added == 0
        assert send_outbox(settings, local(f"2024-05-{day} 08:01")).sent == sent
    (message,) = (one for one in mail_server.mailbox.messages if one["To"] == "phongkinhte@binhthanh.example")
    body = message.get_body()
    assert body is not None
    assert "còn 3 ngày làm việc" in body.get_content()
    assert [form.get_filename() for form in message.iter_attachments()] == ["A-1_765_2024-H1.xlsx"]


def _form(area_code: str, _period_key: str) -> bytes:
    return f"form of {area_code}".encode()


@pytest.mark.integration
def test_messages_go_to_those_with_an_address_once(marts: Marts, mail_server: MailServer) -> None:
    marts.receipt(area_code="765", sender="vanthu.binhthanh@tphcm.example", name="2023.xlsx")
    made: list[tuple[str, str]] = []

    def template(area_code: str, period_key: str) -> bytes:
        made.append((area_code, period_key))
        return build_template("A-1", area_code, period_key, load_reference(marts.settings.seeds_dir))

    for hour in ("08:00", "08:01"):
        sweep(marts.settings, local(f"2024-05-17 {hour}"), template)
    assert made == [("765", PERIOD_KEY), ("771", PERIOD_KEY)], "made once"
    assert send_outbox(marts.settings, local("2024-05-17 08:05")).without_address == 2
    settings = marts.settings.model_copy(update={"smtp_url": SecretStr(mail_server.url)})
    assert send_outbox(settings, local("2024-05-18 08:00")) == SendReport(0, 0, 0)  # a Saturday
    first = send_outbox(settings, local("2024-05-17 08:10"))
    assert (first.sent, first.failed, first.without_address) == (2, 0, 0)
    assert send_outbox(settings, local("2024-05-17 08:20")).sent == 0
    (message,) = [one for one in mail_server.mailbox.messages if one["To"] != QUAN_10]
    assert message["To"] == "vanthu.binhthanh@tphcm.example", "whence its last report came, not the address book's"
    assert message["Message-ID"] == (
        f"<{content_id('reminder', CITY_CODE, '765', PERIOD_KEY, date(2024, 5, 20), 1)}@htx.example>"
    )
    body = message.get_body()
    assert body is not None
    assert "Quận Bình Thạnh" in body.get_content()
    (form,) = message.iter_attachments()
    assert form.get_filename() == "A-1_765_2024-H1.xlsx"
    sheets = load_workbook(BytesIO(form.get_content())).worksheets
    assert any(
        "Bình Thạnh" in str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row
    )

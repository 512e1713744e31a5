"""The drafted letter to those whose round is closed: whom it names, what stays open, the same bytes again."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pydantic import SecretStr

from htx import cli
from htx.settings import get_settings
from publish.chase import send_outbox, sweep
from publish.notices import urging_letter_of
from publish.urging_letter import bare_name, urging_letter_docx
from tests.publish.conftest import MailServer
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, local, the_round

pytestmark = pytest.mark.integration


def paragraphs(content: bytes) -> list[str]:
    """Every paragraph of a DOCX in its order, those of tables too."""
    body = Document(BytesIO(content)).element.body
    texts = ("".join(node.text or "" for node in one.iter() if node.tag.endswith("}t")) for one in body.iter())
    return [
        text.replace("\N{NO-BREAK SPACE}", " ")
        for one, text in zip(body.iter(), texts, strict=True)
        if one.tag.endswith("}p") and text
    ]


def test_a_late_list_brings_the_letter_and_the_same_list_brings_the_same_bytes(
    marts: Marts, mail_server: MailServer
) -> None:
    settings = marts.settings.model_copy(update={"smtp_url": SecretStr(mail_server.url)})
    found = sweep(settings, local("2024-05-20 08:00"))
    send_outbox(settings, local("2024-05-20 08:01"), still_due=[message.message_id for message in found.messages])
    (message,) = mail_server.mailbox.messages
    assert message["To"] == "tonghop@lienminhhtx.tphcm.example"
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "cong-van-don-doc_79_2024-H1.docx"
    assert attached.get_content_type().endswith("wordprocessingml.document")
    content = attached.get_content()
    later = urging_letter_of(settings, CITY_CODE, PERIOD_KEY, local("2024-05-27 17:00"))
    assert urging_letter_docx(later) == content
    written = paragraphs(content)
    assert written[:2] == ["LIÊN MINH HỢP TÁC XÃ THÀNH PHỐ HỒ CHÍ MINH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert written[3].split() == ["Số:", "/LMHTX"], "the number is the registry's"
    assert written[4] == "V/v đôn đốc gửi báo cáo kinh tế tập thể, hợp tác xã 6 tháng đầu năm 2024"
    assert " ".join(written[5].split()) == "Thành phố Hồ Chí Minh, ngày tháng năm 2024"
    assert written[6] == "Kính gửi: Các đơn vị có tên trong danh sách dưới đây"
    text = "\n".join(written)
    assert "Thực hiện Kế hoạch phát triển kinh tế tập thể, hợp tác xã năm 2024" in text
    assert "trước ngày 20/05/2024. Hết thời hạn nêu trên, 2 đơn vị sau đây" in text
    assert "báo cáo Sở Kế hoạch và Đầu tư Thành phố Hồ Chí Minh trước ngày 01/06/2024" in text
    assert "2\nQuận 10\ntrước 20/05/2024\nBị trả lại (nhận ngày 14/05/2024)\n" in text
    assert "1\nQuận Bình Thạnh\ntrước 20/05/2024\nChưa gửi\n" in text
    assert "Phú Nhuận" not in text, "what came late is looked at, not urged"
    assert text.endswith("Lưu: VT.\nTHỦ TRƯỞNG ĐƠN VỊ")


def test_a_round_that_is_open_or_whole_has_no_letter(
    marts: Marts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert marts.settings.database_url is not None
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HTX_HOME", str(marts.settings.home))
    monkeypatch.setenv("HTX_DATABASE_URL", marts.settings.database_url)
    monkeypatch.setenv("HTX_AIRFLOW_DATABASE_URL", marts.settings.database_url)
    get_settings.cache_clear()
    asked = ["round", "letter", "--period", PERIOD_KEY, "--area", CITY_CODE, "--now"]
    assert cli.run([*asked, "2024-05-19T10:00"]) != 0
    assert "the round is open, or all have sent" in capsys.readouterr().err
    assert cli.run([*asked, "2024-05-20T10:00"]) == 0
    assert (tmp_path / "cong-van-don-doc_79_2024-H1.docx").read_bytes().startswith(b"PK")
    marts.build([one for one in the_round() if one.counts])
    assert cli.run([*asked, "2024-05-20T10:00"]) != 0
    assert cli.run(["round", "letter", "--period", "2023", "--area", CITY_CODE]) != 0
    assert "no round 2023 of 79" in capsys.readouterr().err
    get_settings.cache_clear()


@pytest.mark.parametrize(
    ("province", "place"),
    [
        ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Thành phố Huế", "Huế"),
        ("Tỉnh Hà Tĩnh", "Hà Tĩnh"),
    ],
)
def test_the_place_before_the_date_is_without_its_kind(province: str, place: str) -> None:
    assert bare_name(province) == place

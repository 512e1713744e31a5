"""The words that every official paper of Viet Nam has in the same place (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from dataclasses import dataclass

from publish.report.document import Language


@dataclass(frozen=True, slots=True)
class OfficialWords:
    """National heading and motto, and what stands before the number, the addressees and the recipients of copies."""

    nation: str
    motto: str
    number: str
    addressees: str
    recipients: str


OFFICIAL_WORDS: dict[Language, OfficialWords] = {
    "vi": OfficialWords(
        nation="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        motto="Độc lập - Tự do - Hạnh phúc",
        number="Số:",
        addressees="Kính gửi:",
        recipients="Nơi nhận:",
    ),
    "en": OfficialWords(
        nation="SOCIALIST REPUBLIC OF VIET NAM",
        motto="Independence - Freedom - Happiness",
        number="No.:",
        addressees="To:",
        recipients="Recipients:",
    ),
}

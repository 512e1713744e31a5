"""Names of cooperatives and persons as they are given in Viet Nam: many of them more than once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

KINDS: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "agri": (46, ("nông nghiệp", "dịch vụ nông nghiệp", "dịch vụ nông nghiệp tổng hợp", "nông nghiệp tổng hợp",
                  "sản xuất kinh doanh dịch vụ nông nghiệp", "nông nghiệp hữu cơ", "nông sản")),
    "crop": (12, ("rau an toàn", "cây ăn quả", "chè", "trồng trọt", "bưởi", "dược liệu")),
    "livestock": (5, ("chăn nuôi", "bò sữa", "gia cầm")),
    "fishery": (5, ("thủy sản", "nuôi trồng thủy sản", "nuôi tôm")),
    "transport": (7, ("vận tải", "dịch vụ vận tải", "vận tải và xây dựng")),
    "credit_fund": (5, ("",)),
    "trade_service": (8, ("thương mại dịch vụ", "thương mại", "dịch vụ tổng hợp")),
    "construction": (3, ("xây dựng",)),
    "handicraft": (5, ("tiểu thủ công nghiệp", "mây tre đan", "dệt thổ cẩm", "cơ khí")),
    "environment": (2, ("vệ sinh môi trường", "môi trường")),
    "electricity": (2, ("dịch vụ điện", "điện")),
}  # fmt: skip
"""Sector, how many in a hundred, and the words for what such a cooperative does."""
GOOD_WORDS = (
    "Bình Minh", "Đồng Tâm", "Quyết Thắng", "Thắng Lợi", "Tiến Phát", "Đoàn Kết", "Thành Công", "Phát Đạt", "Hợp Lực",
    "Tân Tiến", "Hưng Thịnh", "Đại Thành", "Toàn Thắng", "Quyết Tiến", "Hồng Phong", "Rạng Đông", "Phú Cường",
    "Tiền Phong", "Thống Nhất", "Hòa Bình", "Minh Tâm", "An Phát", "Thịnh Vượng", "Đồng Tiến", "Ánh Dương", "Sao Mai",
    "Thiên Phú", "Trường Sơn", "Hoàng Long", "Tân Thành", "Việt Tiến", "Sơn Hà", "Xuân Mai", "Phương Đông", "Hợp Nhất",
)  # fmt: skip
SYLLABLES = (
    "Tân", "Bình", "An", "Phú", "Long", "Hòa", "Thạnh", "Mỹ", "Đông", "Tây", "Vĩnh", "Hưng", "Thành", "Lợi", "Phước",
    "Sơn", "Hải", "Xuân", "Yên", "Ninh", "Trung", "Hiệp", "Lộc", "Đức", "Quang", "Minh", "Thái", "Thịnh", "Kim", "Cát",
)  # fmt: skip
FAMILIES = (("Nguyễn", 38), ("Trần", 11), ("Lê", 9), ("Phạm", 7), ("Huỳnh", 5), ("Phan", 4), ("Vũ", 4), ("Đặng", 3),
            ("Bùi", 3), ("Đỗ", 3), ("Hồ", 2), ("Ngô", 2), ("Dương", 2), ("Lý", 1), ("Nông", 1), ("Hoàng", 3),
            ("Triệu", 1), ("Lò", 1))  # fmt: skip
MIDDLES = ("Văn", "Văn", "Văn", "Thị", "Thị", "Đình", "Hữu", "Xuân", "Minh", "Quang", "Ngọc", "Công", "Đức", "Thanh")
GIVEN = (
    "Hùng", "Dũng", "Thành", "Hoa", "Lan", "Tuấn", "Minh", "Sơn", "Hải", "Long", "Bình", "Thắng", "Hương", "Nam", "Tâm",
    "Đức", "Phúc", "Quân", "Trung", "Hà", "Mai", "Nga", "Cường", "Tiến", "Toàn", "Lợi", "Khánh", "Hiền", "Chiến",
    "Phương", "Vinh", "Thủy", "Hạnh", "Đạt", "Giang", "Kiên", "Lâm", "Nhung", "Oanh", "Thảo", "Tùng", "Việt", "Yến",
)  # fmt: skip
_SHORT = (
    ("dịch vụ nông nghiệp", "DVNN"), ("nông nghiệp", "NN"), ("thương mại dịch vụ", "TMDV"), ("dịch vụ", "DV"),
    ("sản xuất kinh doanh", "SXKD"), ("tiểu thủ công nghiệp", "TTCN"), ("thương mại", "TM"), ("vận tải", "VT"),
)  # fmt: skip
_LETTERS = "abcdeghiklmnopqrstuvxy"
_PLAIN = {"à": "a", "á": "a", "ạ": "a", "ì": "i", "í": "i", "ị": "i", "ò": "o", "ó": "o", "ọ": "o", "ư": "u", "ơ": "o"}


@dataclass(frozen=True, slots=True)
class Name:
    """A true name, before an office writes it."""

    sector: str
    doing: str
    proper: str
    number: int = 0

    def renumbered(self, number: int) -> "Name":
        return replace(self, number=number)


@dataclass(frozen=True, slots=True)
class Habit:
    """How one office writes names in one round."""

    writes_short: bool
    spells_form_out: bool
    case: str
    number_sign: str


def draw_name(chance: Random, commune: str, neighbours: Sequence[str]) -> Name:
    """A name: most after the commune or with good words, so that many cooperatives bear the same."""
    sectors = list(KINDS)
    sector = chance.choices(sectors, [KINDS[one][0] for one in sectors])[0]
    doing = chance.choice(KINDS[sector][1])
    drawn = chance.random()
    if sector == "credit_fund" or drawn < 0.33:
        proper = commune
    elif drawn < 0.43:
        proper = chance.choice(neighbours)
    elif drawn < 0.68:
        proper = chance.choice(GOOD_WORDS)
    else:
        proper = " ".join(chance.sample(SYLLABLES, 2))
    number = chance.choice((1, 2, 3)) if sector != "credit_fund" and chance.random() < 0.06 else 0
    return Name(sector, doing, proper, number)


def draw_habit(chance: Random) -> Habit:
    return Habit(
        writes_short=chance.random() < 0.5,
        spells_form_out=chance.random() < 0.3,
        case=chance.choices(("mixed", "upper", "title"), (80, 12, 8))[0],
        number_sign=chance.choice(("số {}", "{}", "roman")),
    )


def written(name: Name, habit: Habit) -> str:
    """The name as an office writes it."""
    doing = name.doing
    if name.sector == "credit_fund":
        text = f"{'Quỹ TDND' if habit.writes_short else 'Quỹ tín dụng nhân dân'} {name.proper}"
    else:
        for long, short in _SHORT if habit.writes_short else ():
            doing = doing.replace(long, short)
        text = f"{'Hợp tác xã' if habit.spells_form_out else 'HTX'} {doing} {name.proper}"
    if name.number:
        roman = ("", "I", "II", "III", "IV")[name.number]
        text += " " + (roman if habit.number_sign == "roman" else habit.number_sign.format(name.number))
    return text.upper() if habit.case == "upper" else text.title() if habit.case == "title" else text


def draw_person(chance: Random) -> str:
    family = chance.choices([name for name, _ in FAMILIES], [share for _, share in FAMILIES])[0]
    return f"{family} {chance.choice(MIDDLES)} {chance.choice(GIVEN)}"


def mistyped(chance: Random, text: str) -> str:
    """One slip of the keyboard in a word after the first: a letter lost, doubled, changed, swapped, or a lost tone."""
    place = chance.randrange(min(4, len(text) - 2), len(text) - 1)
    match chance.randrange(5):
        case 0:
            return text[:place] + text[place + 1 :]
        case 1:
            return text[:place] + text[place] + text[place:]
        case 2:
            return text[:place] + chance.choice(_LETTERS) + text[place + 1 :]
        case 3:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        case _:
            return "".join(_PLAIN.get(letter, letter) for letter in text)

"""Charts as reports print them, and charts that try to break the layout."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from publish.report.chart_data import (
    ChartData,
    StackedBar,
    StackedChart,
    TargetBullet,
    TargetChart,
    Tile,
    TileMap,
    TimelinessChart,
    TrendChart,
    TrendLine,
    TrendPoint,
)
from publish.report.charts import province_tiles
from publish.report.wording import number_text

LONG_NAME = (
    "Liên hiệp hợp tác xã nông nghiệp, tiểu thủ công nghiệp, thương mại và dịch vụ tổng hợp đa ngành nghề khu vực "
    "phường Thới An – Hiệp Thành – Tân Thới Hiệp (Nguyễnthịhồngnhungquỳnhhươngthảoliênminhhợptácxã)"
)
UNKNOWN = "chưa có số liệu"
SECTORS = ("Nông, lâm, ngư nghiệp", "Công nghiệp – xây dựng", "Thương mại", "Vận tải", "Môi trường", "Dịch vụ khác")
DISTRICTS = (
    *("Quận 1", "Quận 3", "Quận 4", "Quận 5", "Quận 6", "Quận 7", "Quận 8", "Quận 10", "Quận 11", "Quận 12"),
    *("Bình Tân", "Bình Thạnh", "Gò Vấp", "Phú Nhuận", "Tân Bình", "Tân Phú", "TP. Thủ Đức"),
    *("Bình Chánh", "Cần Giờ", "Củ Chi", "Hóc Môn", "Nhà Bè"),
)


def trend() -> TrendChart:
    """Three kinds of entities over six rounds; one round is not known for unions, the newest lacks reporters."""
    periods = ("6T/2022", "2022", "6T/2023", "2023", "6T/2024", "2024")
    rows = {
        "Hợp tác xã": (622, 640, 655, 671, 663, 702),
        "Tổ hợp tác": (5120, 4980, 4890, 4760, 4368, 4311),
        "Liên hiệp HTX": (9, 9, None, 8, 8, 7),
    }
    return TrendChart(
        "đơn vị",
        tuple(
            TrendLine(name, tuple(_point(p, v, p == "2024") for p, v in zip(periods, values, strict=True)))
            for name, values in rows.items()
        ),
    )


def targets() -> TargetChart:
    """Met, on track, behind, a range, one that reporters are missing from, one far over, one not known."""
    rows = (
        ("Số hợp tác xã thành lập mới", "101.4", None, False, False),
        ("Số thành viên hợp tác xã tăng thêm", "62.5", None, True, False),
        ("Tỷ lệ hợp tác xã hoạt động hiệu quả", "88.0", "66.7", False, False),
        ("Doanh thu bình quân một hợp tác xã", "92.2", None, False, True),
        ("Số lượt cán bộ được đào tạo, bồi dưỡng", "640.0", None, False, False),
        ("Số hợp tác xã ứng dụng công nghệ cao vào sản xuất và tiêu thụ nông sản", None, None, False, False),
    )
    return TargetChart(
        tuple(
            TargetBullet(
                name,
                Decimal(percent) if percent else None,
                Decimal(low) if low else None,
                f"{number_text(Decimal(percent), 1)} %" if percent else UNKNOWN,
                is_behind,
                is_partial,
            )
            for name, percent, low, is_behind, is_partial in rows
        )
    )


def reporters() -> StackedChart:
    """The 22 districts of TP.HCM: one missing, one refused, one nil, one whose part exceeds its whole."""
    bars = []
    for place, name in enumerate(DISTRICTS):
        total = 20 + place * 37 % 91
        bars.append(_bar(name, total * 3 // 4, total))
    bars[3] = _bar("Quận 5", 0, 0)
    bars[4] = _bar("Quận 6", None, 31)
    bars[7] = StackedBar("Quận 10", None, None, "bị trả lại")
    bars[11] = StackedBar("Bình Thạnh", None, None, "chưa báo cáo")
    bars[12] = _bar("Gò Vấp", 58, 52)
    return StackedChart("Số hợp tác xã", "Đang hoạt động", "Không hoạt động hoặc chưa rõ", tuple(bars))


def sectors() -> StackedChart:
    """Sectors, two of which not all reporters split."""
    totals = (412, 96, 74, 51, 23, 7)
    bars = [_bar(name, total * 2 // 3, total) for name, total in zip(SECTORS, totals, strict=True)]
    bars[1:3] = [replace(bar, is_partial=True) for bar in bars[1:3]]
    return StackedChart("Số hợp tác xã", "Đang hoạt động", "Không hoạt động hoặc chưa rõ", tuple(bars))


def timeliness() -> TimelinessChart:
    """From districts to communes: the number of reporters grows eightfold."""
    return TimelinessChart(
        ("Đúng hạn", "Nộp trễ", "Bị trả lại", "Chưa báo cáo"),
        (
            ("6T/2023", (17, 3, 0, 2)),
            ("2023", (19, 1, 1, 1)),
            ("6T/2024", (18, 1, 1, 2)),
            ("2024", (22, 0, 0, 0)),
            ("2025", (131, 22, 4, 11)),
        ),
    )


def tile_map(area_code: str = "79") -> TileMap:
    """Cooperatives by province; two are not known, three are partial."""
    tiles = []
    for place, (code, tile) in enumerate(province_tiles().items()):
        value = None if code in {"12", "96"} else Decimal(180 + place * 7919 % 1460)
        tiles.append(
            Tile(
                code,
                tile.short_name,
                tile.column,
                tile.row,
                value,
                "chưa có" if value is None else number_text(value),
                code == area_code,
                code in {"79", "22", "46"},
            )
        )
    return TileMap("hợp tác xã", tuple(tiles))


def usual() -> Iterator[tuple[str, ChartData]]:
    """One of each kind, as a report of TP.HCM prints them."""
    yield "trend", trend()
    yield "targets", targets()
    yield "reporters", reporters()
    yield "sectors", sectors()
    yield "timeliness", timeliness()
    yield "tile_map", tile_map()


def hostile() -> Iterator[tuple[str, ChartData]]:
    """Nothing, one, many, very long, zero, huge, not known."""
    for count in (0, 1, 34, 60):
        names = [f"{number}. {LONG_NAME if number % 9 == 0 else 'Xã Vĩnh Lộc'}" for number in range(count)]
        bars = tuple(_bar(name, place * 31 % 50, place * 31 % 50 + place % 7) for place, name in enumerate(names))
        yield f"stacked_{count}", StackedChart("Số hợp tác xã", "Đang hoạt động", "Còn lại", bars)
        yield f"targets_{count}", TargetChart(tuple(_bullet(name, 3 * place) for place, name in enumerate(names)))
        points = tuple(_point(f"6T/{1990 + place}", place * 7919 % 983, place % 5 == 0) for place in range(count))
        yield f"trend_{count}", TrendChart("HTX", (TrendLine("Hợp tác xã", points), TrendLine(LONG_NAME, points[::-1])))
        rounds = tuple((name, (place, 0, 7, 168)) for place, name in enumerate(names[:12]))
        yield f"timeliness_{count}", TimelinessChart(("Đúng hạn", "Trễ", LONG_NAME, "Chưa báo cáo"), rounds)
    for name, value in (("zero", Decimal(0)), ("huge", Decimal("123456789012345.5")), ("unknown", None)):
        label = UNKNOWN if value is None else number_text(value, 1, trim=True)
        bars = tuple(StackedBar(sector, value, value, label) for sector in SECTORS)
        yield f"stacked_{name}", StackedChart("Doanh thu (đồng)", "Có lãi", "Còn lại", bars)
        yield f"targets_{name}", TargetChart(tuple(TargetBullet(s, value, None, label, True) for s in SECTORS))
        points = tuple(TrendPoint(period, value, label) for period in ("6T/2023", "2023", "6T/2024"))
        yield f"trend_{name}", TrendChart("đồng", tuple(TrendLine(sector, points) for sector in SECTORS))
        tiles = tuple(replace(tile, value=value, label=label) for tile in tile_map().tiles)
        yield f"tile_map_{name}", TileMap("đồng", tiles)
    yield "one_huge", StackedChart("đồng", "Có", "Còn", (_bar("A", 1, 2), _bar(LONG_NAME, 3, 10**15)))
    yield "timeliness_none", TimelinessChart(("Đúng hạn", "Trễ"), (("2024", (0, 0)),))
    yield "trend_below_zero", TrendChart("%", (TrendLine("Tăng, giảm", (_point("2023", -12), _point("2024", 30))),))
    yield "no_tiles", TileMap("HTX", ())
    long_tiles = tuple(replace(tile, short_name=LONG_NAME, is_partial=True) for tile in tile_map().tiles[:9])
    yield "tile_map_long", TileMap(LONG_NAME, long_tiles)


def _point(period: str, value: int | None, is_partial: bool = False) -> TrendPoint:
    label = UNKNOWN if value is None else number_text(Decimal(value))
    return TrendPoint(period, None if value is None else Decimal(value), label, is_partial)


def _bar(name: str, part: int | None, total: int) -> StackedBar:
    return StackedBar(name, None if part is None else Decimal(part), Decimal(total), number_text(Decimal(total)))


def _bullet(name: str, percent: int) -> TargetBullet:
    return TargetBullet(name, Decimal(percent), None, f"{percent} %", percent < 80, percent % 2 == 0)

"""One cooperative stays one through rounds; two that look alike stay two."""

from ingest.cooperatives.resolve import Resolver
from tests.ingest.cooperatives.listed import (
    CODE,
    CU_CHI,
    HOC_MON,
    OTHER_CODE,
    THIRD_CODE,
    listed,
    register,
    resolutions,
    resolve,
)

PHUOC_AN = listed("HTX nông nghiệp Phước An", CODE, "2012-05-20", "Nguyễn Văn Hùng", "Ấp 3, xã Tân An")


def test_a_tax_code_carries_a_cooperative_through_a_new_name_and_a_new_chairperson() -> None:
    resolver = Resolver()
    before = resolve(resolver, register(CU_CHI, "2024-H1", PHUOC_AN))
    renamed = listed("HTX thương mại dịch vụ Hưng Thịnh", CODE, "2012-05-20", "Trần Thị Hoa")
    assert resolve(resolver, register(CU_CHI, "2024", renamed)) == before


def test_a_tax_code_finds_a_cooperative_that_moved_to_another_district() -> None:
    resolver = Resolver()
    before = resolve(resolver, register(CU_CHI, "2024-H1", PHUOC_AN))
    assert resolve(resolver, register(HOC_MON, "2024", PHUOC_AN)) == before


def test_a_branch_belongs_to_its_head() -> None:
    resolver = Resolver()
    head, branch = resolve(
        resolver,
        register(CU_CHI, "2024-H1", PHUOC_AN, listed("Chi nhánh HTX Phước An tại Quận 1", f"{CODE}-001")),
    )
    assert branch == head


def test_without_a_code_the_name_in_its_area_and_the_founding_day_are_enough() -> None:
    resolver = Resolver()
    before = resolve(resolver, register(CU_CHI, "2024-H1", PHUOC_AN))
    (found,) = resolutions(
        resolver, register(CU_CHI, "2024", listed("Hợp tác xã DVNN Phước An", founded_on="2012-05-20"))
    )
    assert ([found.cooperative_id], found.method) == (before, "evidence")
    assert 0.99 <= found.confidence < 1
    assert "founded: same" in found.evidence


def test_a_slip_in_name_or_chairperson_is_forgiven_where_the_rest_agrees() -> None:
    resolver = Resolver()
    before = resolve(resolver, register(CU_CHI, "2024-H1", PHUOC_AN))
    mistyped = listed("HTX nông nghiệp Phước Ann", None, "2012-05-20", "Nguyễn Văn Hung", "Ấp 3, xã Tân An")
    assert resolve(resolver, register(CU_CHI, "2024", mistyped)) == before


def test_a_code_with_one_wrong_digit_is_not_trusted_and_speaks_for_its_neighbour() -> None:
    resolver = Resolver()
    before = resolve(resolver, register(CU_CHI, "2024-H1", PHUOC_AN))
    wrong = CODE[:4] + str((int(CODE[4]) + 1) % 10) + CODE[5:]
    (found,) = resolutions(resolver, register(CU_CHI, "2024", listed("HTX nông nghiệp Phước An", wrong)))
    assert (found.cooperative_id, found.trusts_tax_code) == (before[0], False)
    assert "a slip apart" in found.evidence


def test_a_neighbours_code_copied_down_makes_no_one_of_two() -> None:
    resolver = Resolver()
    neighbour = listed("HTX vận tải Rạng Đông", OTHER_CODE, "2018-09-03", "Lê Thị Mai")
    first, second = resolve(resolver, register(CU_CHI, "2024-H1", PHUOC_AN, neighbour))
    copied = listed("HTX vận tải Rạng Đông", CODE, "2018-09-03", "Lê Thị Mai")
    assert resolve(resolver, register(CU_CHI, "2024", PHUOC_AN, copied)) == [first, second]


def test_namesakes_in_neighbouring_communes_stay_two_with_codes_and_without() -> None:
    resolver = Resolver()
    one = listed("HTX nông nghiệp Bình Minh", None, "2015-03-15", "Trần Văn Sơn", "Ấp 1, xã An Phú")
    other = listed("HTX nông nghiệp Bình Minh", None, "2019-07-01", "Phạm Quốc Dũng", "Ấp 2, xã Phú Hòa Đông")
    before = resolve(resolver, register(CU_CHI, "2024-H1", one, other))
    assert before[0] != before[1]
    assert resolve(resolver, register(CU_CHI, "2024", other, one)) == before[::-1]


def test_a_number_in_the_name_keeps_sisters_apart() -> None:
    resolver = Resolver()
    sisters = [
        listed("HTX nông nghiệp Tân Lập 1", None, "2013-07-01", "Ngô Văn Tâm", "xã Tân Lập"),
        listed("HTX nông nghiệp Tân Lập II", None, "2013-07-01", "Ngô Văn Tâm", "xã Tân Lập"),
    ]
    before = resolve(resolver, register(CU_CHI, "2024-H1", *sisters))
    after = [
        listed("HTX NN Tân Lập số 2", None, "2013-07-01", "Ngô Văn Tâm", "xã Tân Lập"),
        listed("HTX NN Tân Lập I", None, "2013-07-01", "Ngô Văn Tâm", "xã Tân Lập"),
    ]
    assert resolve(resolver, register(CU_CHI, "2024", *after)) == before[::-1]
    assert before[0] != before[1]


def test_a_second_copy_is_the_cooperative_of_the_first() -> None:
    plain = listed("HTX rau an toàn Nhuận Đức", None, "2017-02-08", "Hồ Thị Nga")
    copy = listed("HTX rau an toàn Nhuận Đức", None, "2017-02-08", "Hồ Thị Nga", is_second_copy=True)
    first, second = resolve(Resolver(), register(CU_CHI, "2024-H1", plain, copy))
    assert second == first


def test_two_lines_of_one_register_that_are_no_copies_are_two() -> None:
    plain = listed("HTX rau an toàn Nhuận Đức", None, "2017-02-08", "Hồ Thị Nga")
    first, second = resolve(Resolver(), register(CU_CHI, "2024-H1", plain, plain))
    assert second != first


def test_what_another_district_lists_in_the_same_round_is_another_cooperative() -> None:
    resolver = Resolver()
    plain = listed("HTX nông nghiệp Tân Hiệp", None, "2017-02-08", "Hồ Thị Nga")
    (here,) = resolve(resolver, register(CU_CHI, "2024-H1", plain))
    (there,) = resolve(resolver, register(HOC_MON, "2024-H1", plain))
    assert here != there


def test_two_that_became_a_new_one_are_not_it() -> None:
    resolver = Resolver()
    (before,) = resolve(resolver, register(CU_CHI, "2023", PHUOC_AN))
    heir = listed("HTX nông nghiệp Phước An", THIRD_CODE, "2024-02-01", "Nguyễn Văn Hùng", "Ấp 3, xã Tân An")
    (after,) = resolve(resolver, register(CU_CHI, "2024-H1", heir))
    assert after != before
    nameless = listed("HTX nông nghiệp Phước An", None, "2024-02-01", "Nguyễn Văn Hùng", "Ấp 3, xã Tân An")
    assert resolve(resolver, register(CU_CHI, "2024", nameless)) == [after]


def test_what_is_doubtful_is_its_own_cooperative_and_a_line_to_review() -> None:
    resolver = Resolver()
    known = listed("HTX nông nghiệp Tân Hiệp", None, "2017-02-08", "Hồ Thị Nga")
    (before,) = resolve(resolver, register(CU_CHI, "2024-H1", known))
    resolved = resolver.resolve(
        register(CU_CHI, "2024", listed("HTX nông nghiệp Tân Hiệp", None, "2021-11-30", "Đỗ Minh Quân"))
    )
    (doubt,) = resolved.doubts
    assert resolved.resolutions[0].cooperative_id == doubt.cooperative_id != before
    assert doubt.candidate_id == before
    assert "founded: other; chairperson: other" in doubt.evidence


def test_a_commune_of_the_new_map_finds_the_cooperatives_of_its_old_district() -> None:
    resolver = Resolver()
    others = [listed(f"HTX dịch vụ {word}", code) for word, code in (("Đồng Tâm", OTHER_CODE), ("Sao Mai", THIRD_CODE))]
    plain = listed("HTX nông nghiệp Thái Mỹ", None, None, "Hồ Thị Nga")
    before = resolve(resolver, register(CU_CHI, "2025-H1", *others, plain))
    assert resolve(resolver, register("27496", "2025", *others, plain)) == before

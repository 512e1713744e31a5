"""The relevance step on whole texts: what is about the collective economy, and what only mentions it."""

import pytest

from ingest.articles.relevance import judge, load_vocabulary

ON_TOPIC = {
    "a half-year review": (
        "Sáu tháng đầu năm, toàn tỉnh có 975 HTX, thành lập mới 21 HTX. Liên minh HTX tỉnh đã tư vấn cho 40 "
        "hợp tác xã nông nghiệp."
    ),
    "a report of the party": (
        "Khu vực kinh tế tập thể của thành phố tăng trưởng khá; kinh tế tập thể, kinh tế hợp tác thu hút "
        "65.000 thành viên."
    ),
    "credit funds": (
        "Cả tỉnh có 25 quỹ tín dụng nhân dân, 3 quỹ tín dụng nhân dân mới; hợp tác xã tín dụng huy động vốn "
        "tăng, Liên minh Hợp tác xã đánh giá ổn định."
    ),
    "cooperative groups": (
        "Đến cuối tháng 6, huyện có 1.320 tổ hợp tác (THT) với 18.000 tổ viên; các THT và HTX ký hợp đồng "
        "tiêu thụ lúa, mỗi tổ hợp tác có 14 tổ viên, kinh tế hợp tác khởi sắc."
    ),
    "unions of cooperatives": "Hai liên hiệp hợp tác xã được thành lập, nâng tổng số lên 7 liên hiệp HTX.",
    "a law comes into force": (
        "Luật Hợp tác xã năm 2023 có hiệu lực từ 1/7/2024; các HTX phải rà soát điều lệ, Luật HTX mới mở rộng"
        " đối tượng thành viên."
    ),
    "support money": (
        "Quỹ hỗ trợ phát triển HTX cho 32 hợp tác xã vay 18 tỷ đồng. Các HTX trả nợ đúng hạn, hợp tác xã nào "
        "cũng có phương án; Liên minh HTX giám sát."
    ),
    "typed without marks": (
        "Lien minh hop tac xa tinh to chuc hoi nghi tong ket, bieu duong 20 HTX tieu bieu trong khu vuc kinh "
        "te tap the."
    ),
    "capitals": "HỢP TÁC XÃ KIỂU MỚI: KINH TẾ TẬP THỂ LÀ NỀN TẢNG, 120 HTX ĐƯỢC HỖ TRỢ, LIÊN MINH HTX TỔNG KẾT",
    "decomposed marks": (
        "Kinh te\u0302\u0301 ta\u0323\u0302p the\u0302\u0309 là trụ cột; HTX nông nghiệp, HTX vận tải, HTX dịch vụ."
    ),
    "one cooperative at length": (
        "HTX Mường Động bán cam theo hợp đồng. Hợp tác xã có 45 thành viên; HTX trả lương 6 triệu. Hợp tác xã"
        " vừa mở kho lạnh, HTX dự định xuất khẩu. Là hợp tác xã điển hình của huyện."
    ),
}
OFF_TOPIC = {
    "an election": (
        "Cử tri cả nước đi bầu cử đại biểu Quốc hội khóa XVI và hội đồng nhân dân các cấp. Tại khu vực bỏ "
        "phiếu số 3, nhiều xã viên hợp tác xã Tân Tiến đến sớm."
    ),
    "football": ("Đội tuyển thắng 2-0. Tác giả bàn mở tỷ số từng làm ở một HTX vận tải trước khi đá chuyên nghiệp."),
    "a road accident": "Xe tải của HTX vận tải Đoàn Kết va chạm xe máy; công an đang điều tra, chủ HTX phối hợp.",
    "the weather": "Không khí lạnh tăng cường, các xã vùng cao rét đậm; hợp tác xã Sín Chéng che chắn rau màu.",
    "companies and the stock market": (
        "VN-Index tăng 12 điểm; tập thể lãnh đạo doanh nghiệp nhất trí kinh tế còn khó khăn."
    ),
    "a trade union": (
        "Thỏa ước lao động tập thể được ký tại 120 công ty; tập thể người lao động hợp tác cùng chủ sử dụng."
    ),
    "international cooperation": (
        "Hai nước nâng quan hệ lên đối tác chiến lược, ký 14 văn kiện hợp tác về kinh tế và giáo dục."
    ),
    "joint work of offices": ("Tổ công tác liên ngành hợp tác xử lý vi phạm ở các xã ven biển, xã hội hóa nguồn lực."),
    "a festival": (
        "Lễ hội vải thiều đón 10.000 khách; gian hàng của hợp tác xã Hồng Xuân bán hết 2 tấn trong một buổi sáng."
    ),
    "an agenda of the assembly": (
        "Quốc hội thảo luận Luật Đất đai, Luật Hợp tác xã và Luật Giao thông đường bộ trong tuần này."
    ),
    "words that look like it": "HTXYZ là mã hiệu; trường THTT tuyển sinh lớp 10; bệnh THT phải mổ sớm.",
    "rice prices with a passing quote": (
        "Giá lúa hè thu tăng 200 đồng/kg, theo giám đốc một HTX ở Tháp Mười. Thương lái đặt cọc sớm, doanh "
        "nghiệp xuất khẩu gom hàng; hợp tác xã này bán giá 7.800 đồng."
    ),
}


@pytest.mark.parametrize("text", ON_TOPIC.values(), ids=ON_TOPIC)
def test_an_article_of_the_field_is_kept_with_its_words_as_the_reason(text):
    verdict = judge(text, load_vocabulary())
    assert verdict.is_relevant, verdict.reason
    assert "×" in verdict.reason


@pytest.mark.parametrize("text", OFF_TOPIC.values(), ids=OFF_TOPIC)
def test_an_article_of_something_else_is_set_aside_with_a_reason(text):
    verdict = judge(text, load_vocabulary())
    assert not verdict.is_relevant, verdict.reason
    assert f"of {load_vocabulary().required_points} points: " in verdict.reason

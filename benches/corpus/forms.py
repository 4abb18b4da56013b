"""What the corpora ask and answer: the forms, the branches, and the sheets of one branch's workbook.

Everything follows from a seed and the number of a branch, so that processes may make workbooks in any order. Amounts are kept in tenths,
as whole numbers: the sums that every program has to arrive at are exact.
"""

import math
import random
from dataclasses import dataclass, field

SEED = "tonghop-bench-2"
YEAR = 2023
ACTIONS = [("Số buổi tuyên truyền về", "buổi"), ("Số lượt người tham gia", "lượt"), ("Số suất quà trao tặng trong", "suất"), ("Kinh phí dành cho", "triệu đồng")]
TOPICS = [
    "an toàn giao thông", "hiến máu tình nguyện", "bảo vệ môi trường", "xây dựng nông thôn mới", "chuyển đổi số", "khởi nghiệp sáng tạo", "chăm sóc thiếu nhi",
    "đền ơn đáp nghĩa", "phòng chống ma túy", "cải cách hành chính", "văn hóa thể thao", "học tập và làm theo lời Bác", "tiếp sức mùa thi", "mùa hè xanh",
]
SECTIONS = ["I. CÔNG TÁC GIÁO DỤC", "II. PHONG TRÀO HÀNH ĐỘNG", "III. CHĂM LO THIẾU NHI", "IV. XÂY DỰNG TỔ CHỨC"]
SOURCES = ["Báo cáo của chi đoàn", "Sổ theo dõi", "Xác nhận của cấp ủy", "Số liệu của ban tổ chức"]
SECTORS = ["Sở, ban, ngành", "Ngân hàng", "Doanh nghiệp", "Đoàn thể"]
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
MIDDLE = ["Văn", "Thị", "Đức", "Ngọc", "Minh", "Thanh", "Quốc", "Hữu", "Thu", "Kim", "Hồng", "Xuân"]
GIVEN = ["An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hùng", "Khánh", "Lan", "Linh", "Mai", "Nam", "Nga", "Phúc", "Quân", "Sơn", "Thảo", "Trang", "Tuấn", "Yến"]

# Shares of the answers: numbers kept as text, blank cells, `-` for nothing; the rest are numbers.
AS_TEXT, BLANK, NIL = 0.12, 0.05, 0.03

# Standard deviations of logarithms, as organisations have them: of the figure that branches report for their size, and of a result against its plan.
OF_RATES, OF_RESULTS = 0.5, 0.3


@dataclass(frozen=True)
class Indicator:
    id: str
    code: str
    label: str
    unit: str

    @property
    def is_money(self):
        return self.unit == "triệu đồng"

    @property
    def scale(self):
        """Base units in one unit of the form."""
        return 1_000_000 if self.is_money else 1


@dataclass
class Sheet:
    """Cells by row: (column, style, value); a `("=", text, result)` is a formula."""

    name: str
    rows: dict = field(default_factory=dict)
    merges: list = field(default_factory=list)
    widths: dict = field(default_factory=dict)

    def put(self, row, column, style, value):
        self.rows.setdefault(row, []).append((column, style, value))


def indicators(number):
    """So many indicators: the 56 pairs of an action and a topic, then the same for one cluster of villages after another."""
    found = []
    for at in range(number):
        cluster, pair = divmod(at, len(ACTIONS) * len(TOPICS))
        topic, action = divmod(pair, len(ACTIONS))
        text, unit = ACTIONS[action]
        place = f" tại cụm {cluster:03}" if number > len(ACTIONS) * len(TOPICS) else ""
        found.append(Indicator(f"i{at + 1:04}", f"{at + 1:04}", f"{text} {TOPICS[topic]}{place}", unit))
    return found


def branch(kind, number):
    """Code, name, sector and size of a branch."""
    chance = random.Random(f"{SEED}:{kind}:branch:{number}")
    letters = "ABCDEGHK"[number // 1000 % 8] + "LMNPRSTV"[number // 8000 % 8]
    code = f"{letters}{number:05}"
    return code, f"Chi đoàn cơ sở {code}", SECTORS[chance.randrange(len(SECTORS))], chance.randrange(20, 400)


def vietnamese(tenths):
    """1.250,5"""
    whole = f"{tenths // 10:,}".replace(",", ".")
    return f"{whole},{tenths % 10}" if tenths % 10 else whole


def rate(indicator):
    """What a branch reports of an indicator for each of its members, as a rule: from one in ten to ten."""
    return 10 ** random.Random(f"{SEED}:rate:{indicator.id}").uniform(-1, 1)


def usual(chance, indicator, size):
    """What one branch reports as a rule: the rate for its size, which it keeps in plan and result."""
    return size * rate(indicator) * math.exp(chance.gauss(0, OF_RATES))


def answer(chance, indicator, level):
    """Tenths that count, and what stands in the cell."""
    draw = chance.random()
    if draw < BLANK:
        return 0, None
    if draw < BLANK + NIL:
        return 0, "-"
    figure = level * math.exp(chance.gauss(0, OF_RESULTS))
    tenths = round(10 * figure) if indicator.is_money else 10 * round(figure)
    if draw < BLANK + NIL + AS_TEXT:
        return tenths, vietnamese(tenths)
    return tenths, tenths / 10 if tenths % 10 else tenths // 10


def style_of(indicator):
    return "money" if indicator.is_money else "count"


def small_report(asked, who, chance):
    """The report that most branches send: 9 columns, sections, a plan, a share; sums by column and indicator."""
    code, name, _, size = who
    sheet = Sheet("Báo cáo", widths={0: 6, 1: 9, 2: 58, 3: 12, 4: 12, 5: 12, 6: 10, 7: 26, 8: 22})
    sheet.put(0, 0, "title", f"BÁO CÁO KẾT QUẢ CÔNG TÁC ĐOÀN VÀ PHONG TRÀO THANH THIẾU NHI NĂM {YEAR}")
    sheet.merges.append((0, 0, 0, 8))
    top(sheet, code, name, chance)
    for column, text in enumerate(["TT", "Mã số", "Nội dung", "ĐVT", "Kế hoạch", "Kết quả", "Tỷ lệ (%)", "Nguồn số liệu", "Ghi chú"]):
        sheet.put(6, column, "header", text)
    row, sums = 7, []
    for order, indicator in enumerate(asked):
        if order % (len(asked) // len(SECTIONS)) == 0:
            sheet.put(row, 2, "section", SECTIONS[order * len(SECTIONS) // len(asked)])
            row += 1
        level = usual(chance, indicator, size)
        (plan, planned), (value, shown) = answer(chance, indicator, level), answer(chance, indicator, level)
        sheet.put(row, 0, "centre", order + 1)
        sheet.put(row, 1, "centre", indicator.code)
        sheet.put(row, 2, "text", indicator.label)
        sheet.put(row, 3, "centre", indicator.unit)
        sheet.put(row, 4, style_of(indicator), planned)
        sheet.put(row, 5, style_of(indicator), shown)
        is_share = isinstance(planned, (int, float)) and isinstance(shown, (int, float))
        sheet.put(row, 6, "share", ("=", f"F{row + 1}/E{row + 1}", value / plan) if is_share and plan else None)
        sheet.put(row, 7, "text", SOURCES[chance.randrange(len(SOURCES))])
        sheet.put(row, 8, "text", f"Đã kiểm tra ngày {chance.randrange(1, 29):02}/11" if chance.random() < 0.6 else None)
        sums.append((plan, value))
        row += 1
    sheet.put(row + 1, 2, "note", "Người lập biểu")
    sheet.put(row + 1, 7, "note", "Bí thư")
    return [sheet, guidance()], sums


def top(sheet, code, name, chance):
    """Whose report it is."""
    for row, (label, text) in enumerate([("Mã đơn vị", code), ("Đơn vị báo cáo", name), ("Kỳ báo cáo", f"Năm {YEAR}")], start=2):
        sheet.put(row, 2, "note", label)
        sheet.put(row, 3, "text", text)
    sheet.put(5, 2, "note", "Ngày báo cáo")
    sheet.put(5, 3, "date", 45261 + chance.randrange(9))  # from 2023-12-01


def guidance():
    sheet = Sheet("Hướng dẫn", widths={0: 90})
    lines = ["HƯỚNG DẪN GHI BIỂU", "Ghi số liệu phát sinh trong năm", "Không đổi tên và thứ tự các cột", "Gửi tệp trước ngày 10/12"]
    for row, text in enumerate(lines):
        sheet.put(row, 0, "note", text)
    return sheet


def tall_report(asked, who, chance):
    """A report of thousands of rows: 6 columns, one of values."""
    code, name, _, size = who
    sheet = Sheet("Báo cáo", widths={0: 9, 1: 70, 2: 12, 3: 12, 4: 26, 5: 22})
    sheet.put(0, 0, "title", f"BIỂU CHI TIẾT NĂM {YEAR}")
    sheet.merges.append((0, 0, 0, 5))
    top(sheet, code, name, chance)
    for column, text in enumerate(["Mã số", "Nội dung", "ĐVT", "Kết quả", "Nguồn số liệu", "Ghi chú"]):
        sheet.put(6, column, "header", text)
    sums = []
    for row, indicator in enumerate(asked, start=7):
        value, shown = answer(chance, indicator, usual(chance, indicator, size))
        sheet.put(row, 0, "centre", indicator.code)
        sheet.put(row, 1, "text", indicator.label)
        sheet.put(row, 2, "centre", indicator.unit)
        sheet.put(row, 3, style_of(indicator), shown)
        sheet.put(row, 4, "text", SOURCES[chance.randrange(len(SOURCES))])
        sheet.put(row, 5, "text", "Đã kiểm tra" if chance.random() < 0.3 else None)
        sums.append((0, value))
    return [sheet], sums


LIST_HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số thẻ", "Chi đoàn", "Địa chỉ", "Ngày vào Đoàn", "Chức vụ", "Số buổi", "Đoàn phí", "Xếp loại"]


def list_rows(number, chance):
    """The rows of a list of members, 12 columns each, header first."""
    yield [("header", text) for text in LIST_HEADER]
    for order in range(1, number + 1):
        name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"
        yield [
            ("centre", order),
            ("text", name),
            ("date", 32874 + chance.randrange(6000)),
            ("centre", "Nữ" if chance.random() < 0.5 else "Nam"),
            ("centre", f"{chance.randrange(10**11):012}"),
            ("text", f"Chi đoàn số {chance.randrange(400)}"),
            ("text", f"Tổ {chance.randrange(40)}, phường {chance.randrange(200)}"),
            ("date", 40179 + chance.randrange(4000)),
            ("text", "Bí thư" if chance.random() < 0.02 else "Đoàn viên"),
            ("count", chance.randrange(30)),
            ("money", chance.randrange(5000) / 10),
            ("centre", chance.choice(["Xuất sắc", "Khá", "Trung bình"])),
        ]

//! What each generation of the form calls each indicator, and the sections that it groups them in.

/// The five generations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Generation {
    Y2019,
    Y2020,
    Y2021,
    Y2022,
    Y2023,
}

impl Generation {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Y2019, Self::Y2020, Self::Y2021, Self::Y2022, Self::Y2023];

    /// The mark in the corner of the form.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Y2019 => "Mẫu 01-BC/2019",
            Self::Y2020 => "Mẫu 01-BC/2020",
            Self::Y2021 => "Mẫu 02-BC/2021",
            Self::Y2022 => "Mẫu 02-BC/2022",
            Self::Y2023 => "Mẫu 03-BC/2023",
        }
    }
}

/// An indicator on the form.
pub struct Entry {
    pub indicator: &'static str,
    pub code: &'static str,
    /// Unit of a count; empty for money, days and words.
    pub unit: &'static str,
    /// Labels of 2019 to 2023; empty where the form did not ask.
    labels: [&'static str; 5],
}

impl Entry {
    /// The label in a generation, where it asks.
    pub fn label(&self, generation: Generation) -> Option<&'static str> {
        Some(self.labels[generation as usize]).filter(|label| !label.is_empty())
    }

    /// Whether it is money.
    pub fn is_money(&self) -> bool {
        self.indicator.ends_with("_value")
    }
}

const fn entry(
    indicator: &'static str,
    code: &'static str,
    unit: &'static str,
    labels: [&'static str; 5],
) -> Entry {
    Entry { indicator, code, unit, labels }
}

/// Sections with their indicators, in the order of the form.
pub const SECTIONS: &[(&str, &[Entry])] = &[
    (
        "CÔNG TÁC XÂY DỰNG TỔ CHỨC ĐOÀN",
        &[
            entry(
                "members",
                "01",
                "người",
                [
                    "Tổng số đoàn viên",
                    "Số lượng đoàn viên",
                    "Số đoàn viên",
                    "Tổng số đoàn viên",
                    "Số đoàn viên",
                ],
            ),
            entry("members_male", "02", "người", ["Nam", "Nam", "Đoàn viên nam", "Đoàn viên nam", "Nam"]),
            entry("members_female", "03", "người", ["Nữ", "Nữ", "Đoàn viên nữ", "Đoàn viên nữ", "Nữ"]),
            entry(
                "launch_date",
                "04",
                "",
                ["", "", "Ngày ra quân Tháng Thanh niên", "Ngày ra quân", "Ngày ra quân Tháng Thanh niên"],
            ),
            entry(
                "review_date",
                "05",
                "",
                ["", "Ngày tổng kết", "Ngày tổ chức tổng kết", "Ngày tổng kết", "Ngày tổ chức tổng kết"],
            ),
        ],
    ),
    (
        "PHONG TRÀO XUNG KÍCH, SÁNG TẠO",
        &[
            entry(
                "youth_works",
                "06",
                "công trình",
                [
                    "Số công trình thanh niên",
                    "Công trình, phần việc thanh niên",
                    "Công trình thanh niên",
                    "Công trình thanh niên",
                    "Công trình thanh niên",
                ],
            ),
            entry(
                "youth_works_value",
                "07",
                "",
                [
                    "Kinh phí công trình thanh niên",
                    "Giá trị công trình thanh niên",
                    "Trị giá công trình thanh niên",
                    "Kinh phí công trình thanh niên",
                    "Trị giá công trình thanh niên",
                ],
            ),
        ],
    ),
    (
        "AN SINH XÃ HỘI, ĐỀN ƠN ĐÁP NGHĨA",
        &[
            entry(
                "gifts",
                "08",
                "suất",
                [
                    "Tặng quà gia đình chính sách",
                    "Quà tặng gia đình chính sách",
                    "Suất quà tặng gia đình chính sách",
                    "Số suất quà tặng gia đình chính sách",
                    "Suất quà tặng gia đình chính sách",
                ],
            ),
            entry(
                "medical_visits",
                "09",
                "lượt",
                [
                    "Khám bệnh, cấp thuốc miễn phí",
                    "Lượt khám chữa bệnh miễn phí",
                    "Lượt khám bệnh và cấp thuốc miễn phí",
                    "Lượt khám bệnh và cấp thuốc miễn phí",
                    "Lượt khám bệnh và cấp thuốc miễn phí",
                ],
            ),
            entry(
                "care_value",
                "10",
                "",
                [
                    "Kinh phí thăm hỏi, khám bệnh",
                    "Trị giá thăm hỏi, khám bệnh",
                    "Trị giá thăm hỏi và khám bệnh",
                    "Kinh phí thăm hỏi, khám bệnh",
                    "Trị giá thăm hỏi và khám bệnh",
                ],
            ),
        ],
    ),
    (
        "BẢO VỆ MÔI TRƯỜNG VÀ VÌ CỘNG ĐỒNG",
        &[
            entry(
                "cleanups",
                "11",
                "buổi",
                [
                    "Ra quân dọn dẹp môi trường",
                    "Số buổi dọn dẹp vệ sinh môi trường",
                    "Buổi dọn dẹp môi trường",
                    "Buổi dọn dẹp môi trường",
                    "Buổi dọn dẹp môi trường",
                ],
            ),
            entry(
                "trees",
                "12",
                "cây",
                [
                    "Trồng cây",
                    "Số cây xanh trồng",
                    "Cây xanh trồng mới",
                    "Số cây xanh trồng mới",
                    "Cây xanh trồng mới",
                ],
            ),
            entry(
                "blood_units",
                "13",
                "đơn vị",
                [
                    "Hiến máu tình nguyện",
                    "Số đơn vị máu",
                    "Đơn vị máu hiến tình nguyện",
                    "Số đơn vị máu hiến được",
                    "Đơn vị máu hiến tình nguyện",
                ],
            ),
        ],
    ),
    (
        "CHĂM SÓC, GIÁO DỤC THIẾU NIÊN, NHI ĐỒNG",
        &[
            entry(
                "children_programmes",
                "14",
                "chương trình",
                [
                    "Chương trình vì đàn em thân yêu",
                    "Số chương trình Vì đàn em thân yêu",
                    "Chương trình \"Vì đàn em thân yêu\"",
                    "Chương trình \"Vì đàn em thân yêu\"",
                    "Chương trình \"Vì đàn em thân yêu\"",
                ],
            ),
            entry(
                "children_gifts_value",
                "15",
                "",
                [
                    "Kinh phí tặng quà thiếu nhi",
                    "Giá trị quà tặng thiếu nhi",
                    "Trị giá quà tặng thiếu nhi",
                    "Kinh phí tặng quà thiếu nhi",
                    "Trị giá quà tặng thiếu nhi",
                ],
            ),
            entry(
                "model",
                "16",
                "",
                ["", "", "Mô hình tiêu biểu", "Mô hình, cách làm hay", "Mô hình tiêu biểu"],
            ),
        ],
    ),
];

/// Every entry, in the order of the form.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    SECTIONS.iter().flat_map(|(_, entries)| entries.iter())
}

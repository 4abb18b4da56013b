//! The words of forms in general, Vietnamese and English, as folded keys: what headers are called, what money is called, which categories
//! there are. Structure decides first; these tables decide what structure cannot.

/// Headers over numbering.
pub const NUMBERING: &[&str] = &["tt", "stt", "so tt", "so thu tu", "#", "s/n", "sn", "item no", "line no"];
/// Headers over codes.
pub const CODE: &[&str] =
    &["ma", "ma so", "ma chi tieu", "code", "indicator code", "item code", "ref", "ref."];
/// Headers over units.
pub const UNIT: &[&str] = &[
    "dvt",
    "don vi tinh",
    "dv tinh",
    "don vi do",
    "don vi",
    "unit",
    "units",
    "unit of measure",
    "uom",
    "measure",
];
/// Headers over remarks, and over what people sign.
pub const REMARK: &[&str] = &[
    "ghi chu",
    "giai trinh",
    "dien giai",
    "nhan xet",
    "y kien",
    "note",
    "notes",
    "remark",
    "remarks",
    "comment",
    "comments",
    "explanation",
];
/// Words within headers over planned values.
pub const PLAN: &[&str] = &[
    "ke hoach",
    "kh",
    "chi tieu giao",
    "du toan",
    "muc tieu",
    "plan",
    "planned",
    "target",
    "budget",
    "goal",
];
/// Words within headers over values of an earlier period.
pub const PREVIOUS: &[&str] = &[
    "nam truoc",
    "ky truoc",
    "thang truoc",
    "quy truoc",
    "cung ky",
    "previous",
    "prior",
    "last year",
    "last month",
    "last quarter",
    "previous year",
];
/// Words within headers over what there was at the beginning.
pub const OPENING: &[&str] =
    &["dau ky", "dau nam", "dau thang", "dau quy", "opening", "beginning", "brought forward", "start of"];
/// Words within headers and labels of what is counted since the beginning of the year, beside those the reader knows.
pub const CUMULATIVE: &[&str] =
    &["since", "to date", "ytd", "tu dau nam", "tinh den", "cumulative", "luy ke"];
/// Words of all categories together.
pub const ALL: &[&str] = &[
    "all",
    "both",
    "total",
    "totals",
    "tong",
    "tong so",
    "tong cong",
    "cong",
    "chung",
    "ca hai",
    "toan bo",
    "overall",
    "any",
];
/// Words within headers over shares and comparisons, which follow from other columns.
pub const DERIVED: &[&str] = &[
    "ty le",
    "ti le",
    "so sanh",
    "%",
    "phan tram",
    "dat",
    "tang giam",
    "tang",
    "giam",
    "change",
    "variance",
    "achieved",
    "percent",
    "difference",
];
/// Words within headers over actual values.
pub const ACTUAL: &[&str] = &[
    "thuc hien",
    "ket qua",
    "so lieu",
    "so luong",
    "gia tri",
    "so tien",
    "actual",
    "result",
    "value",
    "amount",
    "number",
    "total",
    "reported",
    "achievement",
];
/// Words within headers over labels.
pub const LABEL: &[&str] = &[
    "noi dung",
    "chi tieu",
    "khoan muc",
    "dien giai",
    "hang muc",
    "indicator",
    "item",
    "description",
    "particulars",
    "line item",
    "activity",
];
/// Words of money within labels and headers.
pub const MONEY: &[&str] = &[
    "so tien",
    "thanh tien",
    "kinh phi",
    "tri gia",
    "doanh thu",
    "chi phi",
    "loi nhuan",
    "du no",
    "so du",
    "von",
    "quy tien",
    "amount paid",
    "revenue",
    "cost",
    "expenditure",
    "income",
    "salary",
    "salaries",
    "costs",
    "expense",
    "expenses",
    "spending",
    "wages",
    "grants",
    "budget",
    "fee",
    "fees",
    "balance",
];
/// Words of states at the end of a period.
pub const STOCK: &[&str] = &[
    "so du",
    "du no",
    "cuoi ky",
    "cuoi thang",
    "cuoi nam",
    "hien co",
    "ton kho",
    "so huu",
    "bien che",
    "dan so",
    "closing",
    "at end",
    "end of",
    "balance",
    "headcount",
    "in stock",
    "on hand",
    "staff",
    "enrolled",
    "registered",
    "population",
    "beds",
    "doctors",
    "nurses",
    "teachers",
    "employees",
    "members",
];
/// Currencies by their codes, as they stand in brackets behind captions.
pub const CURRENCIES: &[&str] = &[
    "USD", "EUR", "GBP", "VND", "VNĐ", "JPY", "CNY", "INR", "AUD", "CAD", "CHF", "SEK", "NOK", "DKK", "PLN",
    "CZK", "BRL", "MXN", "ZAR", "KES", "NGN", "GHS", "UGX", "TZS", "ETB", "EGP", "PHP", "IDR", "MYR", "THB",
    "SGD", "BDT", "PKR", "LKR", "NPR", "TRY", "UAH",
];
/// Words of what is spent or earned over a period, whatever else a label says: `Staff costs`.
pub const SPENT: &[&str] = &[
    "cost",
    "costs",
    "expense",
    "expenses",
    "expenditure",
    "spending",
    "salary",
    "salaries",
    "wages",
    "revenue",
    "income",
    "chi phi",
    "doanh thu",
    "doanh so",
    "luong",
    "thu nhap",
    "phat sinh",
];
/// Words of means and rates within labels.
pub const MEAN: &[&str] = &[
    "average",
    "mean",
    "median",
    "rate",
    "ratio",
    "per capita",
    "per head",
    "price",
    "exchange rate",
    "binh quan",
    "trung binh",
    "ty gia",
    "don gia",
    "ty suat",
    "lai suat",
];
/// Words that say whose a report is.
pub const BRANCH: &[&str] = &[
    "don vi",
    "ten don vi",
    "ma don vi",
    "chi nhanh",
    "co so",
    "truong",
    "tram",
    "phong kham",
    "benh vien",
    "xa",
    "huyen",
    "tinh",
    "branch",
    "unit",
    "clinic",
    "office",
    "site",
    "facility",
    "school",
    "hospital",
    "county",
    "district",
    "department",
    "region",
    "reporting unit",
    "name",
    "organisation",
    "organization",
    "store",
    "station",
];
/// Words that say who a person is, not whose a report is.
pub const PERSON: &[&str] = &[
    "nguoi",
    "ho ten",
    "ho va ten",
    "dien thoai",
    "email",
    "ky ten",
    "giam doc",
    "ke toan",
    "thu truong",
    "noi nhan",
    "dia chi",
    "prepared",
    "approved",
    "contact",
    "phone",
    "tel",
    "signature",
    "signed",
    "manager",
    "address",
    "director",
    "reviewed",
    "checked",
];
/// Words of sums with which a label may begin.
pub const TOTAL_FIRST: &[&str] =
    &["tong cong", "cong", "tong", "total", "subtotal", "sub-total", "sub total", "grand total", "sum"];

/// A known dimension: its id, its labels, and its categories with the words for each.
pub struct Known {
    /// Its id.
    pub id: &'static str,
    /// In Vietnamese and English.
    pub label: (&'static str, &'static str),
    /// Id, words.
    pub categories: &'static [(&'static str, &'static [&'static str])],
}

/// Dimensions whose categories are the same everywhere.
pub const DIMENSIONS: &[Known] = &[
    Known {
        id: "sex",
        label: ("Giới tính", "Sex"),
        categories: &[
            ("female", &["nu", "nu gioi", "female", "f", "women", "girls", "females"]),
            ("male", &["nam", "nam gioi", "male", "m", "men", "boys", "males"]),
        ],
    },
    Known {
        id: "month",
        label: ("Tháng", "Month"),
        categories: &[
            ("01", &["thang 1", "thang 01", "t1", "jan", "january"]),
            ("02", &["thang 2", "thang 02", "t2", "feb", "february"]),
            ("03", &["thang 3", "thang 03", "t3", "mar", "march"]),
            ("04", &["thang 4", "thang 04", "t4", "apr", "april"]),
            ("05", &["thang 5", "thang 05", "t5", "may"]),
            ("06", &["thang 6", "thang 06", "t6", "jun", "june"]),
            ("07", &["thang 7", "thang 07", "t7", "jul", "july"]),
            ("08", &["thang 8", "thang 08", "t8", "aug", "august"]),
            ("09", &["thang 9", "thang 09", "t9", "sep", "sept", "september"]),
            ("10", &["thang 10", "t10", "oct", "october"]),
            ("11", &["thang 11", "t11", "nov", "november"]),
            ("12", &["thang 12", "t12", "dec", "december"]),
        ],
    },
    Known {
        id: "quarter",
        label: ("Quý", "Quarter"),
        categories: &[
            ("q1", &["quy i", "quy 1", "q1", "first quarter", "quarter 1"]),
            ("q2", &["quy ii", "quy 2", "q2", "second quarter", "quarter 2"]),
            ("q3", &["quy iii", "quy 3", "q3", "third quarter", "quarter 3"]),
            ("q4", &["quy iv", "quy 4", "q4", "fourth quarter", "quarter 4"]),
        ],
    },
];

/// Whether a key has one of the words, as whole words.
pub fn has(key: &str, words: &[&str]) -> bool {
    words.iter().any(|word| contains(key, word))
}

/// Whether a key is one of the words, apart from marks at its end.
pub fn is(key: &str, words: &[&str]) -> bool {
    let bare = key.trim_end_matches([':', '.', ' ']);
    words.contains(&key) || words.contains(&bare)
}

/// Whether words stand in a key as whole words.
fn contains(key: &str, word: &str) -> bool {
    key.match_indices(word).any(|(at, _)| {
        let before = key.get(..at).and_then(|text| text.chars().next_back());
        let after = key.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

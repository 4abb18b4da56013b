//! The keys of `[[rule]]`.

use super::super::choices::{self as choice, words};
use super::super::format::Shape::{ByColumn, Decimal, Either, Table, Text, Words, YesNo};
use super::super::format::{Key, may, must};
use super::{LABEL, TEXTS};

/// `[[rule]]`.
pub(super) static RULE: [Key; 8] = [
    must("id", Text, "Id of the rule, as flags and the manifest show it."),
    must("expr", Text, "What must hold, in SQL over the ids of indicators: members_female <= members."),
    may(
        "severity",
        Words(|| words(&choice::RULE_SEVERITIES)),
        "How bad it is when it does not hold. Default: error.",
    ),
    may(
        "on_missing",
        Words(|| words(&choice::ON_MISSING)),
        "What a figure means that the branch has not reported. Default: skip.",
    ),
    may(
        "tolerance",
        Either(&[Decimal, Table(&TOLERANCE)]),
        "Up to which difference two sides of a comparison count as equal. Default: 0.",
    ),
    may("message", LABEL, "What is said when it does not hold, in two languages."),
    may(
        "asked_of",
        ByColumn(&Either(&[Text, TEXTS])),
        "Branches that it is asked of, by columns of branches.csv. Left out: all.",
    ),
    may(
        "breakdowns",
        YesNo,
        "Whether it must also hold in each breakdown that all of its indicators have. Default: false.",
    ),
];

/// `tolerance`, as a table: the larger of both counts.
static TOLERANCE: [Key; 2] = [
    may("absolute", Decimal, "In the unit of the two sides. Default: 0."),
    may("percent", Decimal, "In percent of the side that is larger. Default: 0."),
];

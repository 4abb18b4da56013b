//! What a text on a side of a cross table says: which indicator, which category, all of them together, or nothing that is known.

use super::words::Member;
use crate::clean::text::slug;
use crate::clean::words;
use crate::locate::view::View;
use crate::locate::{Lexicon, labels};
use crate::model::{Address, Value};
use crate::pipeline::{Axis, Dimension};
use std::rc::Rc;
use std::sync::Arc;

/// What one level of a side says of a line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Said {
    /// Nothing: the line speaks of the whole.
    Nothing,
    /// One of these indicators.
    Indicators(Rc<[u32]>),
    /// A category, by its value in a breakdown.
    Category(Rc<str>),
    /// All together: a printed total.
    All,
    /// Something that nobody knows.
    Unknown(Arc<str>),
}

impl Said {
    /// Whether it speaks of the whole.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Nothing | Self::All)
    }
}

/// A column or row of a cross table.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The sheet's row or column.
    pub index: u32,
    /// What it says, outermost level first.
    pub said: Vec<Said>,
    /// Its texts, outermost first, joined.
    pub text: Arc<str>,
    /// The cell of its own text.
    pub at: Address,
    /// Whether a text says `Trong đó`: it is one part of several that are not all there.
    pub is_of_which: bool,
}

impl Line {
    /// The first level that says something unknown, with the text.
    pub fn unknown(&self) -> Option<(usize, &Arc<str>)> {
        self.said.iter().enumerate().find_map(|(level, said)| match said {
            Said::Unknown(text) => Some((level, text)),
            _ => None,
        })
    }
}

/// A text with what it may be.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text, tidied.
    pub tidy: Arc<str>,
    members: Vec<Member>,
    indicators: Option<Rc<[u32]>>,
    is_total: bool,
}

impl Text {
    /// The text or number of a cell; none where it holds neither, or nothing visible.
    pub fn of(view: &View, lexicon: &Lexicon, position: usize) -> Option<Self> {
        if let Some(Value::Number(number)) = view.cell(position).map(|cell| &cell.value) {
            let members = lexicon.crosstabs.of_number(*number);
            return Some(Self {
                tidy: number.to_string().into(),
                members,
                indicators: None,
                is_total: false,
            });
        }
        let meaning = view.meaning(position).filter(|meaning| !meaning.tidy.is_empty())?;
        Some(Self {
            tidy: meaning.tidy.clone(),
            members: meaning.members(lexicon).to_vec(),
            indicators: meaning.label(lexicon).map(|(_, found)| found.into()),
            is_total: meaning.row_words(lexicon).is_total,
        })
    }

    /// A text that was broken over several cells.
    pub fn joined(lexicon: &Lexicon, parts: &[&Self]) -> Self {
        let tidy = parts.iter().map(|part| &*part.tidy).collect::<Vec<_>>().join(" ");
        let found = lexicon.labels.find_row(&tidy);
        Self {
            members: lexicon.crosstabs.members(&tidy, &crate::clean::text::fold(&tidy)),
            indicators: found.map(|(_, found)| found.into()),
            is_total: words::is_total_row(labels::bare(&tidy), lexicon.reading.locale),
            tidy: tidy.into(),
        }
    }

    /// What it says on a level; none where it is nothing that the level knows.
    pub fn on(&self, axis: Axis, lexicon: &Lexicon) -> Option<Said> {
        match axis {
            Axis::Indicators => {
                let named = self.indicators.clone().map(Said::Indicators);
                named.or_else(|| self.is_total.then_some(Said::All))
            }
            Axis::Dimension(index) => {
                self.category(index, lexicon.reading.dimensions.get(usize::from(index))?)
            }
        }
    }

    fn category(&self, index: u16, dimension: &Dimension) -> Option<Said> {
        let named = self.members.iter().find_map(|member| match member {
            Member::Category { dimension: of, category, .. } if *of == index => {
                Some(Said::Category(dimension.categories.get(usize::from(*category))?.id.as_str().into()))
            }
            Member::Total(of) if *of == index => Some(Said::All),
            _ => None,
        });
        if named.is_some() || self.is_total {
            return named.or(Some(Said::All));
        }
        let is_open = dimension.categories.is_empty() && !self.is_header();
        let value = is_open.then(|| slug(&self.tidy)).filter(|value| !value.is_empty())?;
        Some(Said::Category(value.as_str().into()))
    }

    /// Whether it says on a level whose words are declared what only that level can say: no total, no free text.
    pub fn is_telling(&self, axis: Axis, lexicon: &Lexicon) -> bool {
        is_closed(axis, lexicon) && self.on(axis, lexicon).is_some_and(|said| said != Said::All)
    }

    /// Whether it is a word for all together, of any level.
    pub fn is_total(&self) -> bool {
        self.is_total || self.members.iter().any(|member| matches!(member, Member::Total(_)))
    }

    /// Whether it opens a part of what stands before it.
    pub fn is_of_which(&self) -> bool {
        self.members.iter().any(|member| matches!(member, Member::Category { is_of_which: true, .. }))
    }

    /// Whether it stands over the labels of a sheet form.
    pub fn is_over_labels(&self, form: u16) -> bool {
        self.members.contains(&Member::Label(form))
    }

    /// Whether it stands over the units of a sheet form.
    pub fn is_over_units(&self, form: u16) -> bool {
        self.members.contains(&Member::Unit(form))
    }

    fn is_header(&self) -> bool {
        self.members.iter().any(|member| matches!(member, Member::Label(_) | Member::Unit(_)))
    }
}

/// Whether a cell holds a word that is declared for a level, without reading all that it may be.
pub fn tells(view: &View, lexicon: &Lexicon, position: usize, axis: Axis) -> bool {
    let is_category = |members: &[Member], of: u16| {
        members.iter().any(|member| matches!(member, Member::Category { dimension, .. } if *dimension == of))
    };
    match (axis, view.meaning(position)) {
        (Axis::Indicators, Some(meaning)) => meaning.label(lexicon).is_some(),
        (Axis::Dimension(of), Some(meaning)) => is_category(meaning.members(lexicon), of),
        (Axis::Indicators, None) => false,
        (Axis::Dimension(of), None) => match view.cell(position).map(|cell| &cell.value) {
            Some(Value::Number(number)) => is_category(&lexicon.crosstabs.of_number(*number), of),
            _ => false,
        },
    }
}

/// Whether the words of a level are declared.
pub fn is_closed(axis: Axis, lexicon: &Lexicon) -> bool {
    match axis {
        Axis::Indicators => true,
        Axis::Dimension(index) => {
            let known = lexicon.reading.dimensions.get(usize::from(index));
            known.is_some_and(|known| !known.categories.is_empty())
        }
    }
}

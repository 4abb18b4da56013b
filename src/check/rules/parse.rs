//! An SQL expression becomes a [`Formula`], or a problem at its place in `pipeline.toml`.
//!
//! Polars reads the SQL (`sql_expr`), which knows its grammar, precedence and quoting; of the tree that it gives only what [`super::formula`] can decide
//! exactly is taken. So the tree is never run by Polars: its integers would wrap, its decimal quotients round, and its types fail in the
//! middle of a run. Before that [`guard`] measures the text, and a
//! panic is caught, since some texts make the reader panic.

use super::formula::{Comparison, Condition, Term};
use super::fraction::Fraction;
use super::{guard, slips};
use crate::model::Amount;
use crate::pipeline::{Definition, Indicator, Kind, Misnomer, Operand, Passage, Problem};
use polars::lazy::dsl::{BooleanFunction, Expr, FunctionExpr, Operator, StructFunction};
use polars::prelude::{AnyValue, DataType, LiteralValue};
use polars::sql::sql_expr;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A rule that was understood.
#[derive(Clone, Debug)]
pub(super) struct Formula {
    /// What must hold.
    pub condition: Condition,
    /// The figures that it speaks of, in the order in which they occur.
    pub operands: Vec<Operand>,
}

/// What is wrong with an expression: the word, what was found, what was expected, what to do.
pub(super) type Fault = Misnomer;

/// Understands an expression.
///
/// # Errors
/// With the problem at its place: too long, no SQL, no condition, a name that names nothing, or something that no rule can say.
pub(super) fn formula(expr: &Passage, definition: &Definition) -> Result<Formula, Vec<Problem>> {
    let read = || {
        guard::check(&expr.text, definition)?;
        let tree = sql_expr(&expr.text).map_err(|error| not_sql(&error.to_string()))?;
        let mut reader = Reader { definition, operands: Vec::new() };
        let condition = reader.condition(&tree)?;
        reader.check()?;
        Ok(Formula { condition, operands: reader.operands })
    };
    // The reader panics on some texts, such as `greatest()`.
    let outcome = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(not_sql("")));
    outcome.map_err(|fault| problems(expr, fault, definition))
}

/// An example of a condition, in which [`problems`] puts two figures of the definition at hand.
const EXAMPLE: &str = "members_female <= members";

/// What is told of an expression that was refused: first what other languages write in another way than SQL, since the rest may follow from it.
fn problems(expr: &Passage, fault: Fault, definition: &Definition) -> Vec<Problem> {
    if let Some(slip) = slips::first(&expr.text) {
        return expr.problem_at(slip.at, slip.found, slip.expected);
    }
    let expected = fault.expected.replace(EXAMPLE, &example(definition));
    expr.problem(&fault.word, fault.found, expected, fault.advice)
}

/// A condition over two figures of the form, of one unit where there are such.
fn example(definition: &Definition) -> String {
    let is_number = |of: &&Indicator| !matches!(of.kind, Kind::Text | Kind::Date);
    let numbers: Vec<&Indicator> = definition.reading.indicators.iter().filter(is_number).collect();
    let partner = |one: &Indicator| {
        numbers.iter().copied().find(|two| two.id != one.id && two.unit == one.unit).map(|two| &two.id)
    };
    let alike = numbers.iter().find_map(|one| Some((&one.id, partner(one)?)));
    match (alike, numbers.as_slice()) {
        (Some((one, two)), _) => format!("{} <= {}", quoted(two), quoted(one)),
        (None, [one, two, ..]) => format!("{} <= {}", quoted(&two.id), quoted(&one.id)),
        (None, [one]) => format!("{} >= 0", quoted(&one.id)),
        (None, []) => EXAMPLE.to_owned(),
    }
}

/// An id as SQL takes it.
fn quoted(id: &str) -> String {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_plain { id.to_owned() } else { format!("\"{id}\"") }
}

pub(super) fn fault(word: &str, found: impl Into<String>, expected: &str) -> Fault {
    Misnomer { word: word.to_owned(), found: found.into(), expected: expected.to_owned(), advice: None }
}

fn advised(word: &str, found: impl Into<String>, expected: &str, advice: &str) -> Fault {
    Misnomer { advice: Some(advice.to_owned()), ..fault(word, found, expected) }
}

fn not_sql(error: &str) -> Fault {
    // What follows a condition that is complete: `found unexpected token '3'`.
    let token = error.rsplit_once("token '").and_then(|(_, rest)| rest.split_once("')"));
    if let Some((token, _)) = token {
        return trailing(token);
    }
    let reason = error.split_once(": ").map_or("", |(_, reason)| reason);
    let reason = reason.lines().next().unwrap_or_default();
    let found = match reason {
        "" => "the expression cannot be read".to_owned(),
        reason => format!("the expression cannot be read: {reason}"),
    };
    let advice = "a name that is also a word of SQL, or has a `-` in it, stands between double quotes";
    advised("", found, &format!("a condition in SQL: {EXAMPLE}"), advice)
}

/// Something that follows a condition that is complete.
fn trailing(token: &str) -> Fault {
    let found = format!("the expression cannot be read from `{token}` on");
    fault(token, found, &format!("one condition in SQL: {EXAMPLE}"))
}

/// Takes what rules can say from a tree of Polars.
struct Reader<'a> {
    definition: &'a Definition,
    operands: Vec<Operand>,
}

impl Reader<'_> {
    /// A rule without a figure of the branch says nothing about it.
    fn check(&self) -> Result<(), Fault> {
        if self.operands.iter().any(|operand| !operand.is_previous) {
            return Ok(());
        }
        Err(fault(
            "",
            "the expression speaks of no figure of the period",
            &format!("an indicator: {EXAMPLE}"),
        ))
    }

    /// A tree that is true or false.
    fn condition(&mut self, tree: &Expr) -> Result<Condition, Fault> {
        match tree {
            Expr::BinaryExpr { left, op, right } => self.binary(left, *op, right),
            Expr::Function { input, function: FunctionExpr::Boolean(function) } => {
                let of = input.first().ok_or_else(|| not_sql(""))?;
                match function {
                    BooleanFunction::Not => Ok(Condition::Not(Box::new(self.condition(uncast(of))?))),
                    BooleanFunction::IsNull => Ok(Condition::IsMissing(self.term(of)?)),
                    BooleanFunction::IsNotNull => {
                        Ok(Condition::Not(Box::new(Condition::IsMissing(self.term(of)?))))
                    }
                    BooleanFunction::IsIn { .. } => {
                        Err(advised("IN", "a list of values", "comparisons", "write `a = 1 OR a = 2`"))
                    }
                    _ => Err(unsaid(tree)),
                }
            }
            Expr::Literal(LiteralValue::Scalar(scalar)) if matches!(scalar.value(), AnyValue::Boolean(_)) => {
                Ok(Condition::Always(scalar.value() == &AnyValue::Boolean(true)))
            }
            Expr::Column(_) | Expr::Literal(_) | Expr::Cast { .. } => Err(no_condition(tree)),
            _ => Err(self.term(tree).err().unwrap_or_else(|| no_condition(tree))),
        }
    }

    fn binary(&mut self, left: &Expr, op: Operator, right: &Expr) -> Result<Condition, Fault> {
        let comparison = match op {
            Operator::And | Operator::LogicalAnd => {
                return Ok(Condition::And(Box::new(self.condition(left)?), Box::new(self.condition(right)?)));
            }
            Operator::Or | Operator::LogicalOr => {
                return Ok(Condition::Or(Box::new(self.condition(left)?), Box::new(self.condition(right)?)));
            }
            Operator::Eq => Comparison::Equal,
            Operator::NotEq => {
                let equal = self.compare(left, Comparison::Equal, right)?;
                return Ok(Condition::Not(Box::new(equal)));
            }
            Operator::Lt => Comparison::Less,
            Operator::LtEq => Comparison::LessOrEqual,
            Operator::Gt => Comparison::Greater,
            Operator::GtEq => Comparison::GreaterOrEqual,
            Operator::Plus | Operator::Minus | Operator::Multiply | Operator::TrueDivide => {
                let found = "the expression gives a number";
                return Err(fault("", found, &format!("a condition, which holds or does not: {EXAMPLE}")));
            }
            _ => return Err(fault("", format!("`{op}` is nothing that a rule can say"), SAYABLE)),
        };
        self.compare(left, comparison, right)
    }

    fn compare(&mut self, left: &Expr, comparison: Comparison, right: &Expr) -> Result<Condition, Fault> {
        Ok(Condition::Compare(self.term(left)?, comparison, self.term(right)?))
    }

    /// A tree that is a number.
    fn term(&mut self, tree: &Expr) -> Result<Term, Fault> {
        match tree {
            Expr::Column(_) => self.operand(tree),
            Expr::Literal(value) => number(value).map(Term::Number),
            Expr::BinaryExpr { left, op, right } => self.arithmetic(left, *op, right),
            Expr::Cast { expr, dtype, .. } => match dtype.as_literal() {
                Some(DataType::Float64 | DataType::Float32 | DataType::Decimal(..)) => self.term(expr),
                _ => Err(fault("CAST", "a cast to what is no decimal", "CAST(visits AS DOUBLE)")),
            },
            Expr::Function { input, function } => self.function(tree, input, function),
            _ => Err(unsaid(tree)),
        }
    }

    fn arithmetic(&mut self, left: &Expr, op: Operator, right: &Expr) -> Result<Term, Fault> {
        if op == Operator::TrueDivide && !matches!(left, Expr::Cast { .. }) {
            return Err(advised(
                "/",
                "a quotient of decimals, which SQL rounds",
                "a product instead: `cost <= 1000 * visits` for `cost / visits <= 1000`",
                "where it must be a quotient, write CAST(cost AS DOUBLE) / visits, which is taken as an exact fraction",
            ));
        }
        let of = |one, two| (Box::new(one), Box::new(two));
        let (one, two) = of(self.term(left)?, self.term(right)?);
        match op {
            Operator::Plus => Ok(Term::Plus(one, two)),
            Operator::Minus => Ok(Term::Minus(one, two)),
            Operator::Multiply => Ok(Term::Times(one, two)),
            Operator::TrueDivide => Ok(Term::Over(one, two)),
            Operator::And | Operator::Or | Operator::Eq | Operator::NotEq => Err(no_number()),
            Operator::Lt | Operator::LtEq | Operator::Gt | Operator::GtEq => Err(no_number()),
            _ => Err(fault("", format!("`{op}` is nothing that a rule can say"), SAYABLE)),
        }
    }

    fn function(&mut self, tree: &Expr, input: &[Expr], function: &FunctionExpr) -> Result<Term, Fault> {
        let mut all = || input.iter().map(|of| self.term(of)).collect::<Result<Vec<Term>, Fault>>();
        match function {
            FunctionExpr::StructExpr(StructFunction::FieldByName(_)) => self.operand(tree),
            FunctionExpr::Abs => {
                let of = all()?.pop().ok_or_else(|| not_sql(""))?;
                Ok(Term::Abs(Box::new(of)))
            }
            FunctionExpr::Coalesce => Ok(Term::Coalesce(all()?)),
            FunctionExpr::MinHorizontal => Ok(Term::Least(all()?)),
            FunctionExpr::MaxHorizontal => Ok(Term::Greatest(all()?)),
            FunctionExpr::Boolean(_) => Err(no_number()),
            _ => Err(unsaid(tree)),
        }
    }

    /// A figure of the branch, by its name.
    fn operand(&mut self, tree: &Expr) -> Result<Term, Fault> {
        let name = name_of(tree).ok_or_else(|| unsaid(tree))?;
        let operand = self.definition.operand(&name)?;
        let known = self.operands.iter().position(|known| *known == operand);
        Ok(Term::Operand(known.unwrap_or_else(|| {
            self.operands.push(operand);
            self.operands.len() - 1
        })))
    }
}

/// What rules can say, for a message.
pub(super) const SAYABLE: &str = "+ - * = <> < <= > >= AND OR NOT BETWEEN, IS NULL, ABS, COALESCE, LEAST, GREATEST over figures of one branch";

/// `previous.visits.plan`, which Polars takes for fields of a structure.
fn name_of(tree: &Expr) -> Option<String> {
    match tree {
        Expr::Column(name) => Some(name.to_string()),
        Expr::Function { input, function: FunctionExpr::StructExpr(StructFunction::FieldByName(field)) } => {
            Some(format!("{}.{field}", name_of(input.first()?)?))
        }
        _ => None,
    }
}

/// What stands in a cast to a truth value, which the reader of SQL puts around whatever NOT is said of.
fn uncast(tree: &Expr) -> &Expr {
    match tree {
        Expr::Cast { expr, dtype, .. } if dtype.as_literal() == Some(&DataType::Boolean) => expr,
        _ => tree,
    }
}

/// A number as it was written. The reader of SQL holds decimals as doubles, whose shortest decimal is what was written up to fifteen digits.
fn number(value: &LiteralValue) -> Result<Fraction, Fault> {
    if matches!(value, LiteralValue::Series(_)) {
        return Err(advised("IN", "a list of values", "comparisons", "write `a = 1 OR a = 2`"));
    }
    if let Some(text) = value.extract_str() {
        let advice = "names of figures stand in double quotes or in none";
        return Err(advised(text, format!("`{text}` is a text"), "a number", advice));
    }
    let number = match value.to_any_value() {
        Some(AnyValue::Float64(double)) => Amount::from_f64(double)
            .filter(|(_, is_rounded)| !is_rounded)
            .and_then(|(amount, _)| Fraction::of(amount)),
        Some(AnyValue::Null) => {
            return Err(advised(
                "NULL",
                "a comparison with NULL is never true",
                "IS NULL",
                "write `visits IS NULL`",
            ));
        }
        Some(AnyValue::Boolean(_)) => return Err(no_number()),
        Some(any) => any.extract::<i128>().map(Fraction::whole),
        None => None,
    };
    number.ok_or_else(|| {
        fault("", "a number that cannot be kept exactly", "at most fifteen digits, nine of them decimals")
    })
}

fn no_number() -> Fault {
    fault(
        "",
        "a condition stands where a number is expected",
        "a number or a figure on either side of a comparison",
    )
}

fn no_condition(tree: &Expr) -> Fault {
    let name = name_of(tree).unwrap_or_default();
    let found = match name.as_str() {
        "" => "a number stands where a condition is expected".to_owned(),
        name => format!("`{name}` is a number, no condition"),
    };
    fault(&name, found, &format!("a comparison: {EXAMPLE}"))
}

/// Something that is SQL, but nothing that can be said of one branch alone.
fn unsaid(tree: &Expr) -> Fault {
    // SQL takes a word behind an expression for its new name.
    if let Expr::Alias(_, name) = tree {
        return trailing(name);
    }
    // SQL's SUM is put together of a case distinction.
    let is_aggregate = |part: &Expr| matches!(part, Expr::Agg(_) | Expr::Len);
    let found = match tree {
        _ if tree.into_iter().any(is_aggregate) => "a sum, mean or count over branches",
        Expr::Over { .. } => "a window over branches",
        Expr::SubPlan(..) => "a subquery",
        Expr::Ternary { .. } => "a case distinction",
        Expr::Selector(_) => "`*`",
        _ => "something that no rule can say",
    };
    let advice = match tree {
        Expr::Ternary { .. } => {
            Some("write `a = 0 OR b <= c` for “where a is not zero, b is at most c”".to_owned())
        }
        _ => None,
    };
    Misnomer { advice, ..fault("", found, SAYABLE) }
}

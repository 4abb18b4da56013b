//! Which level counts where a unit and its sub-units both report.

use crate::model::Period;
use crate::model::map::Set;
use crate::model::outcome::Submission;
use crate::pipeline::{Definition, Hierarchy};

/// Decides for each branch and period whether its report enters totals, and whether it is expected there.
pub struct Counting<'a> {
    definition: &'a Definition,
    reported: Set<(u32, Period)>,
    parents_of_reported: Set<(u32, Period)>,
    parents: Set<u32>,
}

impl<'a> Counting<'a> {
    /// Notes who reported.
    pub fn new(submissions: &[Submission], definition: &'a Definition) -> Self {
        Self::over(submissions, definition, |period| vec![period])
    }

    /// Notes who reported in the longer periods that a period is a part of.
    pub fn over(
        submissions: &[Submission],
        definition: &'a Definition,
        around: impl Fn(Period) -> Vec<Period>,
    ) -> Self {
        let accepted = submissions.iter().filter(|s| s.status.is_accepted() && !definition.is_restatement(s));
        let reported: Set<(u32, Period)> = accepted
            .filter_map(|s| s.branch.zip(s.period))
            .flat_map(|(branch, period)| around(period).into_iter().map(move |period| (branch, period)))
            .collect();
        let branches = &definition.judging.register.branches;
        let parent = |index: u32| branches.get(index as usize).and_then(|branch| branch.parent);
        let mut parents_of_reported = Set::default();
        for &(branch, period) in &reported {
            ancestors(branch, parent).for_each(|ancestor| _ = parents_of_reported.insert((ancestor, period)));
        }
        let parents = branches.iter().filter_map(|branch| branch.parent).collect();
        Self { definition, reported, parents_of_reported, parents }
    }

    /// Whether what a branch reports enters totals.
    pub fn counts(&self, branch: u32, period: Period) -> bool {
        match self.definition.judging.hierarchy {
            Hierarchy::Own => true,
            Hierarchy::Parent => !self.is_covered_by_parent(branch, period),
            Hierarchy::Children => !self.parents_of_reported.contains(&(branch, period)),
        }
    }

    /// Whether a total waits for a branch: it is open, and neither its parent nor its children stand for it.
    pub fn is_expected(&self, branch: u32, period: Period) -> bool {
        let Some(known) = self.definition.judging.register.branches.get(branch as usize) else {
            return false;
        };
        let is_control = self.definition.judging.hierarchy == Hierarchy::Children
            && self.parents.contains(&branch)
            && !self.reported.contains(&(branch, period));
        known.is_open_in(&period) && self.counts(branch, period) && !is_control
    }

    /// Whether an ancestor's accepted report contains this branch's.
    fn is_covered_by_parent(&self, branch: u32, period: Period) -> bool {
        let branches = &self.definition.judging.register.branches;
        let parent = |index: u32| branches.get(index as usize).and_then(|branch| branch.parent);
        ancestors(branch, parent).any(|ancestor| self.reported.contains(&(ancestor, period)))
    }
}

/// The branches above a branch. The register has no cycles: loading refuses them.
fn ancestors(branch: u32, parent: impl Fn(u32) -> Option<u32>) -> impl Iterator<Item = u32> {
    std::iter::successors(parent(branch), move |&above| parent(above))
}

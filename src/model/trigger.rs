//! Levers that wait for a figure (DESIGN 2.8): when a reported figure has stood past a level for long enough, something
//! is done. The rule here only hears figures and answers; the engine reads, reports and acts.

use super::{num::Num, target::Gauge};
use crate::calendar::Period;

/// A lever in waiting.
#[derive(Clone, Debug)]
pub struct Trigger {
    pub name: String,
    pub says: String,
    /// The figure as written, and what it reads.
    pub path: String,
    pub figure: Gauge,
    pub rule: Rule,
    /// How often the figure is drawn up.
    pub every: Period,
    /// Calendar weeks from the moment that a figure is of to its report.
    pub late_weeks: Num,
    /// Coefficient of variation of the factor by which a report is off.
    pub wrong_by: Num,
    /// Calendar weeks from the report that decides to the act.
    pub decision_weeks: Num,
    /// Calendar weeks between two decisions; none: as often as the rule says.
    pub again_weeks: Option<Num>,
    /// Calendar weeks that what it does is in force; none: until the figure is back, or to the end.
    pub lasts_weeks: Option<Num>,
    /// Its bit among the triggers that lay settings over those in force.
    pub overlay: Option<usize>,
    pub acts: Vec<Act>,
}

/// What is done at once, beside settings that are laid over those in force.
// A handful of these exist: boxing the large ones would only make them harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Act {
    /// More people of a cohort: its lead time, groups, class, contract and learning.
    Hire { cohort: usize, size: HireSize },
    /// People of one pool work in another while the trigger is in force.
    Transfer { from: usize, to: usize, heads: Num },
    /// People of a pool are let go.
    Release { pool: usize, heads: Num },
}

#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum HireSize {
    Heads(Num),
    /// What the pool lacks of a level, people on their way counted (Gans and Zhou 2002).
    UpTo(Num),
    /// The same, of a level that goes with the figure: so many people for each of it, at most so many.
    PerFigure {
        each: Num,
        at_most: Option<Num>,
    },
}

/// Which figures are too much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
    Above(f64),
    Below(f64),
}

impl Level {
    /// What is not a number is past no level.
    pub fn is_passed(self, figure: f64) -> bool {
        match self {
            Level::Above(level) => figure > level,
            Level::Below(level) => figure < level,
        }
    }
}

/// When a trigger fires and when it stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// None: every report counts.
    pub level: Option<Level>,
    /// Reports past the level, one after the other, that it takes.
    pub reports: u32,
    /// Past this the figure is back: what is in force ends.
    pub back: Option<Level>,
    /// Firing puts something in force, that ends.
    pub stays: bool,
    /// While in force it fires again, whenever it may.
    pub repeats: bool,
    pub at_most_times: u32,
}

/// What a rule remembers of the figures so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    /// Reports past the level since the last one that was not.
    pub run: u32,
    pub fired: u32,
    pub in_force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Nothing,
    Fire,
    Stop,
}

impl Rule {
    /// Hears one more report; `is_rested`: enough time has gone by since the last decision.
    pub fn hear(&self, watch: &mut Watch, figure: f64, is_rested: bool) -> Answer {
        let may_fire = is_rested && watch.fired < self.at_most_times;
        if watch.in_force {
            if self.back.is_some_and(|back| back.is_passed(figure)) {
                watch.in_force = false;
                watch.run = 0;
                return Answer::Stop;
            }
            if self.repeats && may_fire {
                watch.fired += 1;
                return Answer::Fire;
            }
            return Answer::Nothing;
        }
        if self.level.is_none_or(|level| level.is_passed(figure)) {
            watch.run += 1;
        } else {
            watch.run = 0;
        }
        if watch.run < self.reports || !may_fire {
            return Answer::Nothing;
        }
        watch.run = 0;
        watch.fired += 1;
        watch.in_force = self.stays;
        Answer::Fire
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule {
        level: Some(Level::Above(1_000.0)),
        reports: 3,
        back: Some(Level::Below(200.0)),
        stays: true,
        repeats: false,
        at_most_times: u32::MAX,
    };

    fn answers(rule: Rule, figures: &[f64]) -> Vec<Answer> {
        let mut watch = Watch::default();
        figures.iter().map(|figure| rule.hear(&mut watch, *figure, true)).collect()
    }

    #[test]
    fn it_takes_the_reports_one_after_the_other() {
        use Answer::{Fire, Nothing, Stop};
        let figures = [1_001.0, 1_500.0, 1_000.0, 1_001.0, 1_001.0, 1_001.0, 5_000.0, 200.0, 199.0, 5_000.0];
        assert_eq!(
            answers(RULE, &figures),
            [Nothing, Nothing, Nothing, Nothing, Nothing, Fire, Nothing, Nothing, Stop, Nothing],
            "a report at the level breaks the row, and one at the lower level does not stop it"
        );
    }

    #[test]
    fn what_is_not_a_number_is_past_no_level() {
        let below = Rule { level: Some(Level::Below(5.0)), reports: 1, ..RULE };
        assert_eq!(answers(below, &[f64::NAN]), [Answer::Nothing]);
        let mut watch = Watch { in_force: true, ..Watch::default() };
        assert_eq!(RULE.hear(&mut watch, f64::NAN, true), Answer::Nothing);
    }

    #[test]
    fn without_rest_it_waits_and_fires_as_soon_as_it_may() {
        let mut watch = Watch::default();
        for _ in 0..5 {
            assert_eq!(RULE.hear(&mut watch, 2_000.0, false), Answer::Nothing);
        }
        assert_eq!(RULE.hear(&mut watch, 2_000.0, true), Answer::Fire);
    }

    #[test]
    fn in_force_it_fires_again_only_when_it_repeats_and_never_more_often_than_it_may() {
        let again = Rule { repeats: true, reports: 1, at_most_times: 3, ..RULE };
        use Answer::{Fire, Nothing, Stop};
        // Between the two levels it goes on: it stops when the figure is back.
        assert_eq!(answers(again, &[2_000.0, 500.0, 500.0, 500.0, 100.0]), [Fire, Fire, Fire, Nothing, Stop]);
        let once = Rule { stays: false, back: None, reports: 2, ..RULE };
        assert_eq!(answers(once, &[2_000.0; 4]), [Nothing, Fire, Nothing, Fire], "each time the whole row anew");
    }

    #[test]
    fn without_a_level_every_report_counts() {
        let review = Rule { level: None, back: None, stays: false, reports: 1, ..RULE };
        assert_eq!(answers(review, &[0.0, f64::NAN]), [Answer::Fire; 2]);
    }
}

//! The same scenario with one thing otherwise: a capacity that is a little larger for some time.
//!
//! What is edited keeps the paths of its numbers, so that a number that nobody knows has the same draw, times the factor:
//! with the luck in common nothing else is different.

use jiff::{ToSpan, civil::Date};

use crate::model::{
    demand::ShockShape,
    num::{Num, Spread},
    scenario::{Era, Scenario},
    staff::Size,
    stage::{Stage, Work},
    stream::{Inflow, Onset, Shock},
    supervision::Mode,
};

/// What binds is asked of capacities that are so many times as large (RULES 16).
pub const MORE: f64 = 1.1;

/// A capacity of which there may be a little more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lever {
    /// Cases that come in.
    Inflow,
    /// People of the cohort, who start on the first day of the window.
    Hiring,
    /// Experienced staff.
    Staff,
    /// Supervisors for the same trainees, out of the same staff.
    Supervision,
    /// What is signed in an hour.
    SignOff,
    /// Rooms, interpreters.
    Resource(usize),
    /// Files read in an hour.
    Handover,
}

impl Lever {
    /// The levers that a scenario has.
    pub fn of(scenario: &Scenario, cohort: usize) -> Vec<Lever> {
        let era = scenario.first();
        let stages = || scenario.eras.iter().flat_map(|era| &era.stages);
        let mut all = Vec::new();
        if scenario.streams.iter().any(|stream| !matches!(stream.inflow, Inflow::None | Inflow::Times { .. })) {
            all.push(Lever::Inflow);
        }
        if matches!(scenario.cohorts[cohort].size, Size::Headcount(_)) {
            all.push(Lever::Hiring);
        }
        if era.pools.iter().any(|pool| pool.headcount.max_value() > 0.0) {
            all.push(Lever::Staff);
        }
        let is_supervised = match &era.supervision.mode {
            Mode::Questions => scenario.cohorts[cohort].learning.consult_rate.max_value() > 0.0,
            Mode::Share { .. } => false,
            Mode::Amount { capacity_share, .. } => capacity_share.max_value() * MORE <= 1.0,
        };
        if is_supervised {
            all.push(Lever::Supervision);
        }
        if stages().any(|stage| matches!(stage.work, Work::SignOff { .. })) {
            all.push(Lever::SignOff);
        }
        all.extend((0..era.resources.len()).map(Lever::Resource));
        let reads = |stage: &Stage| {
            [&stage.handover_hours, &stage.read_in_hours, &stage.site_handover_hours]
                .iter()
                .any(|hours| hours.max_value() > 0.0)
        };
        if stages().any(reads) {
            all.push(Lever::Handover);
        }
        all
    }

    pub fn name(self, scenario: &Scenario) -> String {
        match self {
            Lever::Inflow => "inflow".to_owned(),
            Lever::Hiring => "hiring".to_owned(),
            Lever::Staff => "experienced staff".to_owned(),
            Lever::Supervision => "supervision".to_owned(),
            Lever::SignOff => "sign-off".to_owned(),
            Lever::Resource(resource) => scenario.first().resources[resource].name.clone(),
            Lever::Handover => "handover".to_owned(),
        }
    }

    /// What a tenth more of it is, in words.
    pub fn says(self, scenario: &Scenario) -> String {
        match self {
            Lever::Inflow => "a tenth more cases come in".to_owned(),
            Lever::Hiring => "a tenth more people are hired".to_owned(),
            Lever::Staff => "a tenth more experienced staff".to_owned(),
            Lever::Supervision => "a tenth more supervisors, from the same staff".to_owned(),
            Lever::SignOff => "a tenth more is signed in an hour".to_owned(),
            Lever::Resource(resource) => format!("a tenth more {}", scenario.first().resources[resource].says),
            Lever::Handover => "a tenth more is read in an hour".to_owned(),
        }
    }

    /// The scenario with a tenth more of it from one moment to another. `tag` is the name of what is added.
    ///
    /// Hiring adds people who start on the first day; with a whole run as the window it makes the cohort larger.
    #[must_use]
    pub fn raised(self, scenario: &Scenario, cohort: usize, window: &Window) -> Scenario {
        let mut edited = scenario.clone();
        match self {
            Lever::Inflow => more_inflow(&mut edited, window, MORE),
            Lever::Hiring => more_hires(&mut edited, cohort, window),
            Lever::Staff => between(&mut edited, window, &|era| {
                for pool in &mut era.pools {
                    let likely = pool.headcount.likely();
                    if likely > 0.0 {
                        // One person more at least: heads are whole.
                        pool.headcount = pool.headcount.times(MORE.max((likely + 1.0) / likely));
                    }
                }
            }),
            Lever::Supervision => between(&mut edited, window, &|era| match &mut era.supervision.mode {
                Mode::Amount { capacity_share, .. } => *capacity_share = capacity_share.times(MORE),
                _ => era.supervision.span = era.supervision.span.times(1.0 / MORE),
            }),
            Lever::SignOff => between(&mut edited, window, &|era| {
                for stage in &mut era.stages {
                    if let Work::SignOff { hours, .. } = &mut stage.work {
                        *hours = hours.times(1.0 / MORE);
                    }
                }
            }),
            Lever::Resource(resource) => between(&mut edited, window, &|era| {
                let capacity = &mut era.resources[resource].capacity;
                let likely = capacity.likely();
                if likely > 0.0 {
                    *capacity = capacity.times(MORE.max((likely + 1.0) / likely));
                }
            }),
            Lever::Handover => between(&mut edited, window, &|era| {
                for stage in &mut era.stages {
                    for hours in [&mut stage.handover_hours, &mut stage.read_in_hours, &mut stage.site_handover_hours] {
                        *hours = hours.times(1.0 / MORE);
                    }
                }
            }),
        }
        edited
    }
}

/// A time in which something is otherwise: from the opening of a day until that of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    pub from: Date,
    /// The first day after it.
    pub to: Date,
    /// The whole run and not a part of it.
    pub is_all: bool,
}

impl Window {
    pub fn all(scenario: &Scenario) -> Window {
        let calendar = &scenario.calendar;
        Window { from: calendar.start(), to: calendar.end(), is_all: true }
    }

    /// The calendar months, and the rest of the first one, that begin before a day.
    pub fn months(scenario: &Scenario, until: Date) -> Vec<Window> {
        let mut from = scenario.calendar.start();
        let mut all = Vec::new();
        while from < until {
            let to = from.first_of_month().saturating_add(1.month());
            all.push(Window { from, to, is_all: false });
            from = to;
        }
        all
    }
}

/// Changes the settings that are in force within a window, and no others.
fn between(scenario: &mut Scenario, window: &Window, change: &dyn Fn(&mut Era)) {
    if window.is_all {
        scenario.eras.iter_mut().for_each(change);
        return;
    }
    let (from, to) = (scenario.calendar.opening(window.from), scenario.calendar.opening(window.to));
    for at in [from, to] {
        let before = scenario.eras.partition_point(|era| era.at <= at) - 1;
        if scenario.eras[before].at != at && at < scenario.calendar.horizon() {
            let era = Era { at, ..scenario.eras[before].clone() };
            scenario.eras.insert(before + 1, era);
        }
    }
    scenario.eras.iter_mut().filter(|era| era.at >= from && era.at < to).for_each(change);
}

/// So many times the cases come in from one moment to another.
pub fn more_inflow(scenario: &mut Scenario, window: &Window, factor: f64) {
    let calendar = std::sync::Arc::clone(&scenario.calendar);
    let mut shocked = Vec::new();
    for (index, stream) in scenario.streams.iter_mut().enumerate() {
        match &mut stream.inflow {
            Inflow::None | Inflow::Times { .. } => {}
            Inflow::Table { months, .. } => {
                for one in months.iter_mut().filter(|one| {
                    let first = one.month.first_of_month();
                    window.is_all || (first >= window.from.first_of_month() && first < window.to)
                }) {
                    one.cases *= factor;
                }
            }
            _ => shocked.push(index),
        }
    }
    if shocked.is_empty() {
        return;
    }
    let days = crate::calendar::days_between(window.from, window.to) as f64;
    let months = days / crate::calendar::MONTH_DAYS + f64::from(u8::from(window.is_all));
    let constant = |value: f64, key: &str| Spread::constant(value, format!("shock.a-tenth-more.{key}"));
    let (Ok(size), Ok(months)) = (constant(factor, "size"), constant(months, "months")) else { return };
    scenario.shocks.push(Shock {
        name: "a-tenth-more".to_owned(),
        says: "a tenth more".to_owned(),
        streams: shocked,
        when: Onset::At(calendar.opening(window.from)),
        size,
        months,
        shape: ShockShape::Block,
    });
}

fn more_hires(scenario: &mut Scenario, cohort: usize, window: &Window) {
    let plan = scenario.cohorts[cohort].clone();
    let Size::Headcount(headcount) = &plan.size else { return };
    let likely = headcount.likely();
    if window.is_all {
        if likely > 0.0 {
            scenario.cohorts[cohort].size = Size::Headcount(headcount.times(MORE.max((likely + 1.0) / likely)));
        }
        return;
    }
    let more = (likely * (MORE - 1.0)).round().max(1.0);
    let mut added = plan;
    added.name.push_str("-a-tenth-more");
    added.size = Size::Headcount(Num::known(more, "cohort.a-tenth-more.headcount"));
    added.ordered = scenario.calendar.opening(window.from);
    added.lead_weeks = Num::known(0.0, "cohort.a-tenth-more.first_day_after_weeks");
    scenario.cohorts.push(added);
}

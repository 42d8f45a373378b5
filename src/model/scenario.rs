//! A checked scenario: the organisation, its plan and the future that it faces.

use std::sync::Arc;

use jiff::civil::Date;

use super::{
    absence::Absence,
    before::KnownPast,
    correlation::Correlation,
    learning::{Curve, Learning, Unit},
    mechanism::{Mechanism, Uses},
    money::Money,
    num::Num,
    penalty::Penalty,
    quality::{Decisions, Quality},
    reception::Reception,
    resource::Resource,
    site::Site,
    staff::{Cohort, Grade, Pool},
    stage::{Stage, Work},
    stream::{Class, Shock, Stream},
    supervision::Supervision,
    target::{Expectation, Target},
    terms::TermChange,
    trigger::{Act, Trigger},
};
use crate::{
    calendar::{Calendar, Period},
    time::SimTime,
};

/// Who asked, who filled in, who checked: printed with every answer.
#[derive(Clone, Debug, Default)]
pub struct About {
    pub asked_by: String,
    pub filled_by: String,
    pub checked_by: String,
    pub figures_of: Option<Date>,
}

/// One file with all that it extends: every name is an index into these lists, in the order written.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub name: String,
    pub about: About,
    /// (key, sentence), printed word for word.
    pub not_included: Vec<(String, String)>,
    /// (key, sentence): what the file, or one that it extends, has reproduced of what really happened.
    pub track_record: Vec<(String, String)>,
    pub calendar: Arc<Calendar>,
    /// Office hours that are simulated before measuring begins.
    pub warm_up: SimTime,
    /// Whether a term that ends on a free day ends on the next working day.
    pub rolls_terms: bool,
    /// Office hours in a full week.
    pub week_hours: f64,
    /// How often the series are read.
    pub period: Period,
    pub classes: Vec<Class>,
    pub streams: Vec<Stream>,
    pub targets: Vec<Target>,
    pub expectations: Vec<Expectation>,
    /// The settings in force from each moment on; the first starts at zero. Never empty.
    pub eras: Vec<Era>,
    pub triggers: Vec<Trigger>,
    /// What is known from before the start.
    pub before: Vec<KnownPast>,
    /// The settings with what triggers lay over them, `[era x (set of overlays - 1)]`: bit i of a set is the overlay
    /// whose trigger says so. Of the overlays of one set the later written one lies on top.
    pub triggered: Vec<Era>,
    /// Uncertain inputs that share a cause.
    pub correlations: Vec<Correlation>,
    pub cohorts: Vec<Cohort>,
    pub penalties: Vec<Penalty>,
    pub shocks: Vec<Shock>,
    /// Extensions and suspensions of legal terms, in the order of their days.
    pub term_changes: Vec<TermChange>,
    pub sites: Vec<Site>,
    pub reception: Option<Reception>,
    /// None: no `[money]` was written; pools and cohorts may still have prices of their own.
    pub money: Option<Money>,
    /// Names of the `[plan.*]` tables that the file offers beside itself.
    pub plans: Vec<String>,
    /// Names of the `[future.*]` tables.
    pub futures: Vec<String>,
    /// What the file wants worked out.
    pub study: super::study::Study,
}

/// The levers as they stand from `at` until the next change.
#[derive(Clone, Debug)]
pub struct Era {
    /// The change that opens it, as shown to people; empty for the first.
    pub name: String,
    /// Where in the file it is written, `change.NAME` or `trigger.NAME.then`; empty for the first.
    pub written: String,
    pub at: SimTime,
    pub stages: Vec<Stage>,
    pub pools: Vec<Pool>,
    pub supervision: Supervision,
    pub quality: Quality,
    pub resources: Vec<Resource>,
}

impl Scenario {
    /// The optional mechanisms that this scenario uses.
    pub fn uses(&self) -> Uses {
        // One line a mechanism: what of the checked scenario says that it is used.
        let mut uses = Uses::default();
        let is_absent = |absence: &Option<Absence>| absence.is_some();
        let absent_pools = self.every_era().flat_map(|era| &era.pools).any(|pool| is_absent(&pool.absence));
        uses.add_if(self.streams.iter().any(|stream| !stream.opened_by.is_empty()), Mechanism::Opening);
        uses.add_if(absent_pools || self.cohorts.iter().any(|cohort| is_absent(&cohort.absence)), Mechanism::Absence);
        let any_stage = |is: fn(&Stage) -> bool| self.every_era().any(|era| era.stages.iter().any(is));
        uses.add_if(any_stage(|stage| !stage.uses.is_empty()), Mechanism::Resource);
        uses.add_if(any_stage(|stage| stage.slot.is_some()), Mechanism::Slot);
        let decides = |how: &dyn Fn(&Decisions) -> bool| {
            self.every_era().any(|era| era.quality.decisions.as_ref().is_some_and(how))
        };
        uses.add_if(decides(&|_| true), Mechanism::Quality);
        uses.add_if(decides(&|decisions| decisions.appeals.is_some()), Mechanism::Appeal);
        uses.add_if(decides(&|decisions| decisions.measuring.is_some()), Mechanism::Measuring);
        let is_by_cases = |learning: &Learning| {
            matches!(learning.curve, Curve::Cases { .. } | Curve::Table { unit: Unit::Cases, .. })
        };
        let called_up = self.cohorts.iter().any(|one| !one.call_ups.is_empty() || is_by_cases(&one.learning));
        uses.add_if(called_up || self.first().pools.iter().any(|pool| is_by_cases(&pool.learning)), Mechanism::CallUp);
        uses.add_if(!self.penalties.is_empty(), Mechanism::Penalty);
        uses.add_if(self.follows_files(), Mechanism::Handover);
        uses.add_if(self.reception.is_some(), Mechanism::Reception);
        let has_prices = self.money.is_some()
            || self.first().pools.iter().any(|pool| pool.price.is_some())
            || self.cohorts.iter().any(|cohort| cohort.prices.is_any())
            || (0..self.first().pools.len()).any(|pool| self.values_other_work(pool));
        uses.add_if(has_prices || self.reception.is_some() || !self.penalties.is_empty(), Mechanism::Money);
        uses.add_if(self.every_era().flat_map(|era| &era.pools).any(|pool| pool.strain.is_used()), Mechanism::Pressure);
        uses.add_if(self.streams.iter().any(|stream| stream.withdrawal.is_some()), Mechanism::Withdrawal);
        let stages = || self.every_era().flat_map(|era| &era.stages);
        uses.add_if(stages().any(|stage| stage.capacity.is_some()), Mechanism::Capacity);
        uses.add_if(stages().any(|stage| matches!(stage.work, Work::Board(_))), Mechanism::Board);
        uses.add_if(self.streams.iter().any(|stream| stream.preempts), Mechanism::Preemption);
        uses.add_if(stages().any(|stage| stage.wip_max.is_some()), Mechanism::Limit);
        let is_needed = |grade: Grade| grade > Grade::Trainee;
        let by_class = self.classes.iter().any(|class| is_needed(class.needs));
        let by_stage = stages().any(|stage| stage.needs_of.iter().any(|(_, grade)| is_needed(*grade)));
        uses.add_if(by_class || by_stage, Mechanism::Need);
        let pools = || self.every_era().flat_map(|era| &era.pools);
        uses.add_if(pools().any(|pool| !pool.share.is_empty()), Mechanism::Share);
        uses.add_if(pools().any(|pool| pool.other_work.is_some()), Mechanism::OtherWork);
        uses.add_if(!self.triggers.is_empty(), Mechanism::Trigger);
        let by_year = |gauge: super::target::Gauge| matches!(gauge, super::target::Gauge::OnTimeShare(_));
        let is_read = self.targets.iter().any(|target| by_year(target.measure))
            || self.triggers.iter().any(|trigger| by_year(trigger.figure));
        uses.add_if(is_read, Mechanism::OnTime);
        uses
    }

    /// Whether it matters to anything who had a file.
    pub fn follows_files(&self) -> bool {
        let is_read = |num: &Num| num.max_value() > 0.0;
        let stages = self.every_era().flat_map(|era| &era.stages);
        !self.sites.is_empty()
            || stages.into_iter().any(|stage| {
                stage.has_owners
                    || stage.transfer_days.is_some()
                    || is_read(&stage.read_in_hours)
                    || is_read(&stage.site_handover_hours)
            })
    }

    /// All settings that can be in force, those of triggers among them.
    pub fn every_era(&self) -> impl Iterator<Item = &Era> {
        self.eras.iter().chain(&self.triggered)
    }

    /// Whom triggers hire: (trigger, cohort), in the order of their acts.
    pub fn hires(&self) -> impl Iterator<Item = (&Trigger, usize)> {
        let acts = self.triggers.iter().flat_map(|trigger| trigger.acts.iter().map(move |act| (trigger, act)));
        acts.filter_map(|(trigger, act)| match act {
            Act::Hire { cohort, .. } => Some((trigger, *cohort)),
            _ => None,
        })
    }

    /// Whether an hour of a pool's other work is worth anything at any time.
    pub fn values_other_work(&self, pool: usize) -> bool {
        let of =
            |era: &Era| era.pools[pool].other_work.as_ref().is_some_and(|one| one.value_per_hour.max_value() > 0.0);
        self.every_era().any(of)
    }

    /// The settings at the start.
    pub fn first(&self) -> &Era {
        &self.eras[0]
    }
}

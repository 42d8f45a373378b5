//! Outcomes that open cases in another stream: a grant brings family reunification, a refusal a repeat application.

use super::{
    event::{Event, Kind, Rank},
    world::World,
};
use crate::{
    blueprint::{Blueprint, OpeningPlan},
    calendar::{MONTH_DAYS, Moment, TICKS_PER_DAY},
    model::opening::opens,
    observe::observation::Observer,
    random::{Key, Source},
};

/// Cases that another case opened are numbered from here; arrivals and the stock at the start stand below.
const OPENED: u64 = 1 << 37;

/// Keys of one way in which a stream opens cases: entity = number of the case that is decided.
struct Keys {
    share: Key,
    cases: Key,
    /// Visit = which of the cases that it opens.
    after: Key,
    number: Key,
}

/// A case that will come.
#[derive(Clone, Copy)]
struct Coming {
    stream: usize,
    number: u64,
    moment: i64,
}

/// Empty where no outcome opens anything.
#[derive(Default)]
pub(super) struct Openings {
    /// As the blueprint's.
    keys: Vec<Keys>,
    coming: Vec<Coming>,
    /// Free places of `coming`.
    free: Vec<u32>,
}

impl Openings {
    pub(super) fn new(blueprint: &Blueprint, source: Source) -> Self {
        let streams = &blueprint.names.streams;
        let keys = |plan: &OpeningPlan| {
            let name = format!("stream {} opened by {}", streams[plan.into], plan.name);
            let key = |purpose: &str| source.key(&name, purpose);
            Keys { share: key("share"), cases: key("cases"), after: key("after"), number: key("number") }
        };
        Openings { keys: blueprint.openings.iter().map(keys).collect(), ..Openings::default() }
    }
}

impl<O: Observer> World<'_, O> {
    /// A case of `stream` is decided: whatever that opens elsewhere is on its way.
    ///
    /// `granted` is none where nothing is granted or refused; what a court sent back opens cases only when it is granted
    /// now, since it has been decided and refused before.
    pub(super) fn open_others(&mut self, stream: usize, number: u64, granted: Option<bool>, again: bool) {
        let blueprint = self.blueprint;
        let is_opened = |plan: &OpeningPlan| plan.from == stream && plan.outcome.is_met(granted, again);
        for (index, plan) in blueprint.openings.iter().enumerate().filter(|(_, plan)| is_opened(plan)) {
            let keys = &self.openings.keys[index];
            if keys.share.draws(number, 0).uniform() >= plan.share {
                continue;
            }
            let count = opens(plan.cases.sample(&mut keys.cases.draws(number, 0)));
            for which in 0..count {
                let keys = &self.openings.keys[index];
                let months = plan.after_months.sample(&mut keys.after.draws(number, which)).max(0.0);
                // The number hangs on the case that opens it. 37 bits: of a hundred thousand opened cases two share a
                // number with probability 1 in 27, and then they share their luck, nothing else.
                let own = (keys.number.draws(number, which).uniform() * OPENED as f64) as u64;
                let moment = self.moment().0 + (months * MONTH_DAYS * TICKS_PER_DAY as f64).round() as i64;
                self.comes_later(Coming { stream: plan.into, number: OPENED + own, moment });
            }
        }
    }

    fn comes_later(&mut self, coming: Coming) {
        let at = self.blueprint.calendar.office_at(Moment(coming.moment)).max(self.now);
        if at > self.blueprint.horizon {
            return;
        }
        let openings = &mut self.openings;
        let place = match openings.free.pop() {
            Some(place) => {
                openings.coming[place as usize] = coming;
                place
            }
            None => {
                openings.coming.push(coming);
                (openings.coming.len() - 1) as u32
            }
        };
        self.schedule(at, Rank::Delay, Event::new(Kind::Opened, place, 0));
    }

    pub(super) fn opened(&mut self, place: u32) {
        let Coming { stream, number, moment } = self.openings.coming[place as usize];
        self.openings.free.push(place);
        self.gauges.opened[stream] += 1;
        self.arrive_as(stream, number, moment);
    }
}

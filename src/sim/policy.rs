//! Levers that wait for a figure: figures are drawn up, reported late and not quite right, and answered (DESIGN 2.8).
//!
//! A trigger's rule answers; the world draws up the figure, lets the report arrive, and acts: it hires people of a cohort,
//! moves people between pools, lets people go, or lays settings over those in force.

use std::collections::VecDeque;

use super::{
    case::NONE,
    event::{Event, Kind, Rank},
    worker::{Doing, NO_STREAM, Post},
    world::World,
};
use crate::{
    blueprint::{ActPlan, Blueprint, CohortSize},
    calendar::{Moment, TICKS_PER_DAY},
    model::{
        staff::Grade,
        trigger::{Answer, Watch},
    },
    observe::observation::{Observation, Observer},
    random::{Key, Source},
    time::SimTime,
};

/// What triggers do in one run; empty where there are none.
#[derive(Default)]
pub(super) struct Policy {
    /// The era in force, and the set of overlays over it.
    pub(super) era: usize,
    pub(super) overlays: usize,
    states: Vec<State>,
    /// Orders of people by triggers, in the order of time.
    orders: Vec<Order>,
    /// People ordered who have not come yet, by pool.
    coming: Vec<u32>,
}

struct State {
    watch: Watch,
    /// Figures drawn up whose report has not arrived.
    reports: VecDeque<f64>,
    /// What the report said on which the last decision was taken.
    figure: f64,
    /// Calendar moment of the last decision.
    decided: Option<i64>,
    /// Numbers the times that it was in force: decisions of an earlier time are void.
    spell: u32,
    is_on: bool,
    /// People hired so far, by act.
    hired: Vec<u32>,
    /// People moved to another pool, with the one that they came from.
    moved: Vec<(u32, usize)>,
    /// How far each report is off.
    error: Key,
}

/// People whom a trigger ordered at one time: their groups and classes are those of the order.
struct Order {
    kin: usize,
    first_ordinal: u32,
    count: u32,
}

impl Policy {
    pub(super) fn new(blueprint: &Blueprint, source: Source) -> Policy {
        let names = &blueprint.names.triggers;
        let state = |(name, plan): (&String, &crate::blueprint::TriggerPlan)| State {
            watch: Watch::default(),
            reports: VecDeque::new(),
            figure: f64::NAN,
            decided: None,
            spell: 0,
            is_on: false,
            hired: vec![0; plan.acts.len()],
            moved: Vec::new(),
            error: source.key(&format!("trigger {name}"), "report"),
        };
        Policy {
            states: names.iter().zip(&blueprint.triggers).map(state).collect(),
            coming: vec![0; blueprint.pool_count()],
            ..Policy::default()
        }
    }

    /// Where a person hired by a trigger stands in its order, and how many that order is of.
    pub(super) fn place_in_order(&self, kin: usize, ordinal: u32) -> Option<(u32, u32)> {
        let place = |order: &Order| ordinal.checked_sub(order.first_ordinal).filter(|place| *place < order.count);
        let mut of_kin = self.orders.iter().filter(|order| order.kin == kin);
        of_kin.find_map(|order| place(order).map(|place| (place, order.count)))
    }

    /// So many people of a pool are on their way, or (negative) have come.
    pub(super) fn expect(&mut self, pool: usize, change: i64) {
        let coming = &mut self.coming[pool];
        *coming = coming.saturating_add_signed(change as i32);
    }
}

impl<O: Observer> World<'_, O> {
    /// The first figure of every trigger.
    pub(super) fn open_triggers(&mut self) {
        self.gauges.fired = vec![(0, false); self.blueprint.triggers.len()];
        for trigger in 0..self.blueprint.triggers.len() {
            self.schedule_figure(trigger, 0);
        }
    }

    fn schedule_figure(&mut self, trigger: usize, index: usize) {
        if let Some(&at) = self.blueprint.triggers[trigger].readings.get(index) {
            self.schedule(at, Rank::Read, Event::new(Kind::Figure, trigger as u32, index as u32));
        }
    }

    /// A moment so many calendar ticks from now, on the office clock.
    fn after(&self, ticks: f64) -> SimTime {
        let moment = Moment(self.calendar_now().saturating_add(ticks.ceil() as i64));
        self.blueprint.calendar.office_at(moment).max(self.now)
    }

    /// The figure as it is; its report is off by a factor of its own and comes later.
    pub(super) fn draw_up(&mut self, trigger: usize, index: usize) {
        let plan = &self.blueprint.triggers[trigger];
        self.read_terms();
        let mut figure = self.gauges.read(plan.figure);
        if plan.sigma > 0.0 {
            let normal = self.policy.states[trigger].error.draws(index as u64, 0).normal();
            figure *= libm::exp(plan.sigma * (normal - 0.5 * plan.sigma));
        }
        self.policy.states[trigger].reports.push_back(figure);
        let at = self.after(plan.late);
        self.schedule(at, Rank::Era, Event::new(Kind::Report, trigger as u32, 0));
        self.schedule_figure(trigger, index + 1);
    }

    /// A report arrives and is answered.
    pub(super) fn report(&mut self, trigger: usize) {
        let plan = &self.blueprint.triggers[trigger];
        let now = self.calendar_now();
        let state = &mut self.policy.states[trigger];
        let Some(figure) = state.reports.pop_front() else { return };
        let is_rested = state.decided.is_none_or(|last| (now - last) as f64 >= plan.again);
        match plan.rule.hear(&mut state.watch, figure, is_rested) {
            Answer::Nothing => {}
            Answer::Fire => {
                state.figure = figure;
                state.decided = Some(now);
                let spell = state.spell;
                let at = self.after(plan.decision);
                self.schedule(at, Rank::Era, Event::new(Kind::Act, trigger as u32, spell));
            }
            Answer::Stop => self.end_spell(trigger),
        }
    }

    /// A decision is carried out, unless the figure was back before.
    pub(super) fn act(&mut self, trigger: usize, spell: u32) {
        let plan = &self.blueprint.triggers[trigger];
        let state = &mut self.policy.states[trigger];
        if state.spell != spell {
            return;
        }
        let figure = state.figure;
        if plan.rule.stays && !state.is_on {
            state.is_on = true;
            self.gauges.fired[trigger].1 = true;
            self.observer.see(self.now, &Observation::InForce { trigger, is_on: true });
            if let Some(bit) = plan.overlay {
                self.policy.overlays |= 1 << bit;
                self.change_settings();
            }
            if let Some(ticks) = plan.lasts {
                let at = self.after(ticks);
                self.schedule(at, Rank::Era, Event::new(Kind::Lapse, trigger as u32, spell));
            }
        }
        let mut hired = 0;
        for (number, act) in plan.acts.iter().enumerate() {
            match *act {
                ActPlan::Hire { cohort, kin, size } => {
                    let pool = self.blueprint.cohorts[cohort].pool;
                    let staff = self.gauges.staff[pool].iter().sum::<u32>() + self.policy.coming[pool];
                    let count = size.missing(figure, staff);
                    self.hire(trigger, number, (cohort, kin), count);
                    hired += count;
                }
                ActPlan::Transfer { from, to, heads } => self.transfer(trigger, from, to, heads),
                ActPlan::Release { pool, heads } => self.let_go(pool, heads),
            }
        }
        self.gauges.fired[trigger].0 += 1;
        let day = self.calendar_now() as f64 / TICKS_PER_DAY as f64;
        self.observer.see(self.now, &Observation::Triggered { trigger, day, hired });
    }

    /// What was in force for a time comes to its end.
    pub(super) fn lapse(&mut self, trigger: usize, spell: u32) {
        let state = &mut self.policy.states[trigger];
        if state.spell == spell && state.is_on {
            state.watch.in_force = false;
            state.watch.run = 0;
            self.end_spell(trigger);
        }
    }

    /// Settings go back, and people to where they came from.
    fn end_spell(&mut self, trigger: usize) {
        let state = &mut self.policy.states[trigger];
        state.spell += 1;
        if !std::mem::take(&mut state.is_on) {
            return;
        }
        let moved = std::mem::take(&mut state.moved);
        self.gauges.fired[trigger].1 = false;
        self.observer.see(self.now, &Observation::InForce { trigger, is_on: false });
        if let Some(bit) = self.blueprint.triggers[trigger].overlay {
            self.policy.overlays &= !(1 << bit);
            self.change_settings();
        }
        for (worker, home) in moved {
            self.move_to_pool(worker, home);
        }
        self.reserve_anew();
        self.seek_work();
    }

    // ---- people -----------------------------------------------------------------------------------------------------

    /// An order of people of a cohort, who come after its lead time.
    fn hire(&mut self, trigger: usize, act: usize, (cohort, kin): (usize, usize), count: u32) {
        if count == 0 {
            return;
        }
        let plan = &self.blueprint.cohorts[cohort];
        let first_ordinal = self.policy.states[trigger].hired[act];
        self.policy.states[trigger].hired[act] += count;
        self.policy.orders.push(Order { kin, first_ordinal, count });
        self.policy.expect(plan.pool, i64::from(count));
        let first = self.calendar_now() as f64 + plan.lead;
        for place in 0..count {
            let ordinal = first_ordinal + place;
            let first_day = self.first_day(plan, first, kin, ordinal, place);
            self.engage(cohort, kin, ordinal, first_day);
        }
    }

    /// A person ordered before has come.
    pub(super) fn has_come(&mut self, cohort: usize, kin: usize) {
        let plan = &self.blueprint.cohorts[cohort];
        let own = self.blueprint.pool_count() + self.blueprint.cohorts.len();
        // Who is hired one by one was ordered by nobody at one time.
        if kin >= own || matches!(plan.size, CohortSize::Headcount(_)) {
            self.policy.expect(plan.pool, -1);
        }
    }

    /// Employed people of a pool whom `fits`: idle ones first, then the highest numbers (RULES 3).
    fn last_of(&self, pool: usize, count: u32, fits: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut all: Vec<u32> = (0..self.workers.len() as u32)
            .filter(|&one| {
                let record = &self.workers[one as usize];
                usize::from(record.pool) == pool
                    && record.is_employed()
                    && !self.persons[record.person as usize].leaves_when_done
                    && fits(one)
            })
            .collect();
        all.sort_by_key(|&one| (self.workers[one as usize].doing != Doing::Idle, std::cmp::Reverse(one)));
        all.truncate(count as usize);
        all
    }

    fn let_go(&mut self, pool: usize, heads: u32) {
        for worker in self.last_of(pool, heads, |_| true) {
            self.say_goodbye(worker);
        }
    }

    /// The pool that a worker belongs to, also while a trigger has moved them.
    pub(super) fn home_of(&self, worker: u32) -> usize {
        let mut moved = self.policy.states.iter().flat_map(|state| &state.moved);
        let away = moved.find(|(one, _)| *one == worker);
        away.map_or_else(|| usize::from(self.workers[worker as usize].pool), |(_, home)| *home)
    }

    /// Who takes which stream first, among those who are there now.
    fn reserve_anew(&mut self) {
        if self.set.pools.iter().any(|pool| !pool.reserved.is_empty()) {
            self.reserve();
        }
    }

    /// Who is in training stays, and who supervises or teaches; whom another trigger has moved belongs elsewhere.
    fn transfer(&mut self, trigger: usize, from: usize, to: usize, heads: u32) {
        let can_go = |one: u32| {
            let record = &self.workers[one as usize];
            record.grade != Grade::Trainee
                && record.post == Post::Desk
                && !record.is_supervisor
                && self.home_of(one) == from
        };
        for worker in self.last_of(from, heads, can_go) {
            self.policy.states[trigger].moved.push((worker, from));
            self.move_to_pool(worker, to);
        }
        self.reserve_anew();
        self.seek_work();
    }

    /// Works in another pool from now on; what was in hand goes back, and whoever takes it up reads into it.
    fn move_to_pool(&mut self, worker: u32, pool: usize) {
        if !self.workers[worker as usize].is_employed() {
            // Somebody who is called up again comes to the old pool.
            let record = &mut self.workers[worker as usize];
            record.pool = pool as u16;
            record.crew = self.blueprint.crew_of(pool, record.grade, None) as u16;
            return;
        }
        // Shared supervision given so far goes by the pools as they were.
        self.give_instalment();
        let partner = self.drop_activity(worker);
        self.pay_overtime(worker);
        self.pay(worker);
        let healthy = self.absence_rule(worker).cloned();
        let record = &mut self.workers[worker as usize];
        let (before, grade) = (usize::from(record.pool), record.grade);
        let task = std::mem::replace(&mut record.task, NONE);
        record.must_settle = false;
        if record.is_present() {
            record.doing = Doing::StandingBy;
        }
        record.since = self.now;
        record.booked = self.now;
        record.pool = pool as u16;
        record.reserved = NO_STREAM;
        record.crew = self.blueprint.crew_of(pool, grade, None) as u16;
        let person = record.person as usize;
        let is_present = record.is_present();
        self.persons[person].start = self.now;
        *self.gauges.staff_of(before, grade) -= 1;
        *self.gauges.staff_of(pool, grade) += 1;
        if task != NONE {
            self.cases[task as usize].needs_handover = true;
            self.put_back(task);
        }
        self.empty_tray(worker);
        self.workers[worker as usize].has_errand = self.persons[person].leaves_when_done;
        self.set_pace(worker);
        self.schedule_leaving(worker);
        if !self.health.is_empty() {
            // Illness of a pool's own people goes by the pool that they work in.
            self.change_hazard_of_illness(worker, healthy.as_ref());
        }
        self.comfort(partner);
        if is_present {
            self.begin_overtime(worker);
            self.find_work(worker);
        }
        // Leave may begin at once where the other pool has it.
        self.come_or_go(worker);
        self.staff_changed();
    }

    // ---- audit ------------------------------------------------------------------------------------------------------

    /// # Panics
    /// When what is in force is not what the triggers say.
    pub(super) fn audit_policy(&self) {
        let mut overlays = 0;
        let mut moved = Vec::new();
        for (state, plan) in self.policy.states.iter().zip(&self.blueprint.triggers) {
            assert!(!state.is_on || plan.rule.stays, "what does not stay is never in force");
            assert!(state.is_on || state.moved.is_empty(), "nobody is away for a trigger that is not in force");
            if let (true, Some(bit)) = (state.is_on, plan.overlay) {
                overlays |= 1 << bit;
            }
            moved.extend(state.moved.iter().map(|(worker, _)| *worker));
        }
        assert_eq!(overlays, self.policy.overlays, "the overlays are those of the triggers in force");
        let settings = self.blueprint.settings(self.policy.era, overlays);
        assert!(std::ptr::eq(settings, self.set), "the settings are those of the era and its overlays");
        let mut coming = vec![0; self.policy.coming.len()];
        for order in &self.policy.orders {
            assert!(order.count > 0);
        }
        let own = self.blueprint.pool_count() + self.blueprint.cohorts.len();
        for worker in &self.workers {
            let person = &self.persons[worker.person as usize];
            if person.kin as usize >= own && !worker.is_employed() && person.hired > self.calendar_now() {
                coming[usize::from(worker.pool)] += 1;
            }
        }
        for (pool, count) in coming.iter().enumerate() {
            assert!(*count <= self.policy.coming[pool], "who is on the way is expected");
        }
    }
}

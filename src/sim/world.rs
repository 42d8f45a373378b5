//! The world of one run: its state, its clock and its loop.

use super::{
    Ended,
    absence::Health,
    arrivals::Arrivals,
    board::Meetings,
    capacity::Holding,
    case::Case,
    event::{Event, Kind, Rank},
    event_list::{EventList, Key, first_key, time_of},
    extra::Extra,
    files::Files,
    idle::IdleRing,
    lane::Lane,
    luck::Luck,
    openings::Openings,
    other_work::OtherWork,
    penalty::Penalties,
    policy::Policy,
    quality::Decisions,
    reception::ReceptionState,
    resource::Resources,
    share::Shares,
    shared_supervision::SharedSupervision,
    shell::Service,
    sites::Sites,
    slots::Slots,
    teams::Teams,
    terms::Terms,
    withdrawal::Withdrawals,
    worker::{Person, Worker},
};
use crate::{
    blueprint::{Blueprint, Settings, picks},
    calendar::Moment,
    model::{stage::Discipline, stream::Term},
    observe::{
        gauges::Gauges,
        observation::{Observation, Observer},
    },
    random::Chance,
    time::SimTime,
};

pub(super) struct World<'a, O: Observer> {
    pub(super) blueprint: &'a Blueprint,
    /// The settings in force.
    pub(super) set: &'a Settings,
    pub(super) now: SimTime,
    /// Calendar time is office time and this, until the office day ends.
    ahead: i64,
    day_over: SimTime,
    /// The calendar moment of the horizon and a tick: what lies after it never happens.
    pub(super) last_moment: f64,
    pub(super) events: EventList,
    pub(super) arrivals: Arrivals,
    pub(super) luck: Luck,
    pub(super) cases: Vec<Case>,
    /// By case record; empty where no mechanism keeps any.
    pub(super) extras: Vec<Extra>,
    pub(super) has_extras: bool,
    /// Free records of `cases`.
    pub(super) free: Vec<u32>,
    /// Visits so far, `[case x stage]`, where a stage can be visited twice.
    pub(super) visits: Vec<u32>,
    /// `[stage x stream]`.
    pub(super) lanes: Vec<Lane>,
    pub(super) stages_of_lanes: Vec<u16>,
    /// One bit for each lane: whether anything stands in it; those beyond the word always seem filled.
    pub(super) filled: u64,
    /// Numbers joinings, so that lanes compare.
    pub(super) joinings: u64,
    /// Cases in all lanes, and the time during which there were any.
    pub(super) waiting: u64,
    pub(super) waiting_since: SimTime,
    pub(super) waiting_clock: u64,
    /// Workers who are idle.
    pub(super) idle_count: u32,
    /// One bit for each worker.
    pub(super) idle_ones: Vec<u64>,
    /// By crew.
    pub(super) idle: Vec<IdleRing>,
    pub(super) workers: Vec<Worker>,
    pub(super) persons: Vec<Person>,
    /// By worker; empty where nobody is ever absent.
    pub(super) health: Vec<Health>,
    /// Up to when overtime is paid, by worker; empty where nobody works any.
    pub(super) overtime_since: Vec<SimTime>,
    /// By worker; empty where nobody is called up.
    pub(super) service: Vec<Service>,
    /// New people on their way, by pool.
    pub(super) sought: Vec<u32>,
    /// Next ordinal, by pool.
    pub(super) next_ordinal: Vec<u32>,
    /// People who handle no cases and since when, by pool.
    pub(super) other_heads: Vec<(u32, SimTime)>,
    pub(super) teams: Teams,
    pub(super) shared: SharedSupervision,
    pub(super) resources: Resources,
    pub(super) slots: Slots,
    pub(super) files: Files,
    pub(super) sites: Sites,
    /// Something became free at this instant: the idle will look again.
    pub(super) is_looking_again: bool,
    /// Whether a lane can be closed for want of a resource or of room behind it.
    pub(super) lanes_can_close: bool,
    pub(super) decisions: Decisions,
    pub(super) withdrawals: Withdrawals,
    pub(super) holding: Holding,
    /// By stage; empty without boards.
    pub(super) meetings: Meetings,
    pub(super) others: OtherWork,
    pub(super) shares: Shares,
    /// The stock at the start stands in its queues: from now on these may be full.
    pub(super) is_open: bool,
    pub(super) policy: Policy,
    pub(super) gauges: Gauges,
    /// Open cases that fall due on each calendar day, by stream; and up to which day they count as overdue.
    pub(super) due: Vec<Vec<u64>>,
    pub(super) due_read: i32,
    /// The last term that was counted: from which day, which term, and until when.
    pub(super) last_due: (i64, Option<Term>, i32),
    pub(super) penalties: Penalties,
    pub(super) terms: Terms,
    pub(super) openings: Openings,
    pub(super) reception: ReceptionState,
    pub(super) observer: &'a mut O,
    pub(super) executed: u64,
    pub(super) is_over: bool,
}

impl<'a, O: Observer> World<'a, O> {
    /// The world at time zero: stock laid out, people at work, all that is known beforehand scheduled.
    pub(super) fn open(blueprint: &'a Blueprint, chance: Chance, observer: &'a mut O) -> Self {
        let luck = Luck::new(chance, &blueprint.names, &blueprint.hires);
        let source = chance.work;
        let set = &blueprint.eras[0];
        let (streams, stages, pools) = (blueprint.stream_count(), blueprint.stage_count(), blueprint.pool_count());
        let discipline_of = |lane: usize| set.stages[lane % blueprint.lanes_a_level() / streams].discipline;
        let lanes: Vec<Lane> =
            (0..blueprint.lane_count()).map(|lane| Lane::new(discipline_of(lane) == Discipline::Fifo)).collect();
        let mut world = World {
            blueprint,
            set,
            now: SimTime(0),
            ahead: 0,
            day_over: SimTime(0),
            last_moment: blueprint.calendar.moment_at(blueprint.horizon).0 as f64 + 1.0,
            events: EventList::new(blueprint.horizon),
            arrivals: Arrivals::new(blueprint, &luck, chance.demand),
            luck,
            cases: Vec::new(),
            extras: Vec::new(),
            has_extras: false,
            free: Vec::new(),
            visits: Vec::new(),
            stages_of_lanes: (0..lanes.len()).map(|lane| (lane % blueprint.lanes_a_level() / streams) as u16).collect(),
            filled: if lanes.len() > picks::OWN_BITS { picks::bit_of(picks::OWN_BITS) } else { 0 },
            lanes,
            joinings: 0,
            waiting: 0,
            waiting_since: SimTime(0),
            waiting_clock: 0,
            idle_count: 0,
            idle_ones: Vec::new(),
            idle: blueprint.crews.iter().map(|_| IdleRing::default()).collect(),
            workers: Vec::new(),
            persons: Vec::new(),
            health: Vec::new(),
            overtime_since: Vec::new(),
            service: Vec::new(),
            sought: vec![0; pools],
            next_ordinal: vec![0; pools],
            other_heads: vec![(0, SimTime(0)); pools],
            teams: Teams::default(),
            shared: SharedSupervision::default(),
            resources: Resources::new(blueprint),
            slots: Slots::new(blueprint),
            files: Files::new(blueprint),
            sites: Sites::new(blueprint),
            is_looking_again: false,
            lanes_can_close: blueprint.has_limits || set.stages.iter().any(|stage| !stage.uses.is_empty()),
            withdrawals: Withdrawals::new(blueprint, source),
            holding: Holding::new(blueprint),
            meetings: Meetings::new(),
            others: OtherWork::new(blueprint, source),
            shares: Shares::new(blueprint),
            is_open: false,
            gauges: Gauges {
                in_use: vec![0; set.capacities.len()],
                ..Gauges::new(streams, stages, pools, blueprint.penalties.len())
            },
            decisions: Decisions::default(),
            policy: Policy::new(blueprint, source),
            due: Vec::new(),
            due_read: 0,
            last_due: (0, None, 0),
            penalties: Penalties::new(blueprint, source),
            terms: Terms::default(),
            openings: Openings::new(blueprint, source),
            reception: ReceptionState::new(blueprint, source),
            observer,
            executed: 0,
            is_over: false,
        };
        world.has_extras = world.withdrawals.is_used
            || world.penalties.is_used()
            || world.slots.is_used
            || world.files.is_used
            || world.reception.is_used()
            || blueprint.decides;
        world.reserve_records();
        world.begin_day();
        world.schedule_readings();
        world.open_terms();
        world.open_term_changes();
        world.lay_out_stock();
        world.is_open = true;
        world.open_boards();
        world.open_staff();
        world.open_resources();
        world
    }

    /// Room for the records of a stock and of many more, so that they are not moved as they become many. It is only taken up
    /// as it is used; and allocators that give back large pieces at once keep one of this size for the next replication.
    fn reserve_records(&mut self) {
        const MORE: usize = 1 << 16;
        const SMALL_STOCK: usize = 1_000;
        let stock = self.blueprint.streams.iter().map(|stream| stream.initial.count).sum::<u64>() as usize;
        if stock < SMALL_STOCK {
            return;
        }
        let records = stock + MORE;
        self.cases.reserve(records);
        if self.keeps_extras() {
            self.extras.reserve(records);
        }
        if self.blueprint.counts_visits {
            self.visits.reserve(records * self.blueprint.stage_count());
        }
    }

    fn schedule_readings(&mut self) {
        let blueprint = self.blueprint;
        if blueprint.warm_up > SimTime(0) {
            self.events.push(blueprint.warm_up, Rank::WarmUp, Event::new(Kind::WarmUpOver, 0, 0));
        }
        // Before the readings of the same instant.
        if let Some(&first) = blueprint.quarters.first() {
            self.events.push(first, Rank::Read, Event::new(Kind::Quarter, 0, 0));
        }
        // One of each kind is pending at a time.
        if let Some(&first) = blueprint.periods.first() {
            self.events.push(first, Rank::Read, Event::new(Kind::PeriodEnd, 0, 0));
        }
        if let Some(&first) = blueprint.samples.first() {
            self.events.push(first, Rank::Read, Event::new(Kind::Sample, 0, 0));
        }
        if blueprint.reads_days {
            self.events.push(blueprint.calendar.day_closing(0), Rank::Read, Event::new(Kind::DayEnd, 0, 0));
        }
        if let Some(second) = blueprint.eras.get(1) {
            self.events.push(second.at, Rank::Era, Event::new(Kind::Era, 1, 0));
        }
        self.open_triggers();
        self.events.push(blueprint.horizon, Rank::End, Event::new(Kind::End, 0, 0));
    }

    /// Runs to the end; `after_each` sees the world after every event.
    pub(super) fn run(mut self, after_each: impl Fn(&Self)) -> Ended {
        while !self.is_over {
            let next = self.arrivals.next_key();
            if next < self.events.next_key() {
                debug_assert!(time_of(next) >= self.now);
                self.advance_to(time_of(next));
                self.executed += 1;
                self.arrive();
            } else {
                if self.keeps_extras() {
                    self.warm();
                }
                let Some((at, event)) = self.events.pop() else { break };
                debug_assert!(at >= self.now);
                self.advance_to(at);
                self.handle(event);
            }
            after_each(&self);
        }
        Ended { events: self.executed }
    }

    /// Cases whose day has come lay untouched for weeks: they are looked at all at once, so that the memory fetches them
    /// side by side and not one by one.
    #[inline]
    fn warm(&mut self) {
        let Some(fresh) = self.events.fresh() else { return };
        let mut sum = 0u32;
        for case in fresh.filter_map(Event::case) {
            let extra = &self.extras[case as usize];
            sum = sum.wrapping_add(self.cases[case as usize].stamp).wrapping_add(extra.warmth());
        }
        std::hint::black_box(sum);
    }

    #[inline(always)]
    fn advance_to(&mut self, at: SimTime) {
        self.now = at;
        if at >= self.day_over {
            self.begin_day();
        }
    }

    /// Within an office day both clocks run alike.
    #[inline(never)]
    fn begin_day(&mut self) {
        let calendar = &self.blueprint.calendar;
        self.ahead = calendar.moment_at(self.now).0 - self.now.0 as i64;
        let length = calendar.day_length().0;
        self.day_over =
            if calendar.is_continuous() { SimTime(u64::MAX) } else { SimTime((self.now.0 / length + 1) * length) };
    }

    /// The calendar moment of this instant.
    #[inline(always)]
    pub(super) fn moment(&self) -> Moment {
        Moment(self.now.0 as i64 + self.ahead)
    }

    #[inline]
    fn handle(&mut self, event: Event) {
        let id = event.id();
        if event.is_work_done() {
            if self.workers[id as usize].token == event.token() {
                self.executed += 1;
                self.work_done(id);
            }
            return;
        }
        self.handle_rare(event, id);
    }

    fn handle_rare(&mut self, event: Event, id: u32) {
        match event.kind() {
            Kind::PatienceOver => {
                if self.workers[id as usize].token == event.token() {
                    self.executed += 1;
                    self.patience_over(id);
                }
                return;
            }
            Kind::Illness | Kind::Leave if !self.is_announced(id, event.token()) => return,
            Kind::Leaves if self.workers[id as usize].life_token != event.token() => return,
            Kind::Matures if !self.workers[id as usize].is_in_practice() => return,
            Kind::Notice | Kind::LateAppeal if self.late_token(id) != event.token() => return,
            Kind::GivesUp => {
                self.executed += u64::from(self.gives_up(id, event.token()));
                return;
            }
            _ => self.executed += 1,
        }
        match event.kind() {
            Kind::WorkDone | Kind::PatienceOver | Kind::GivesUp => {}
            Kind::DelayOver => self.delay_over(id, event.token() == 1),
            Kind::WarmUpOver => self.end_warm_up(),
            Kind::PeriodEnd => self.end_period(id as usize),
            Kind::DayEnd => self.end_day(id as usize),
            Kind::Sample => self.take_sample(id as usize),
            Kind::End => self.close(),
            Kind::Era => self.enter_era(id as usize),
            Kind::Start => self.starts(id),
            Kind::ClassOver => self.class_over(id),
            Kind::ContractOver => self.contract_over(id),
            Kind::Leaves => {
                self.note_loss(id);
                self.replace(id);
                self.say_goodbye(id);
            }
            Kind::Matures => self.matures(id),
            Kind::BecomesSenior => self.becomes_senior(id),
            Kind::Presence => self.presence_changes(id),
            Kind::Teams => self.keep_teams(),
            Kind::Week => self.new_week(),
            Kind::Terms => self.terms_change(id as usize),
            Kind::Opened => self.opened(id),
            Kind::Board => self.board_meets(id as usize),
            Kind::Instalment => self.instalment_due(event.token()),
            Kind::Illness => self.falls_ill(id),
            Kind::Leave => self.goes_on_leave(id),
            Kind::Back => self.come_or_go(id),
            Kind::Review => self.review(id as usize),
            Kind::Replacement => self.replacement_comes(id as usize),
            Kind::Converts => self.converts(id),
            Kind::HandOn => self.hand_on(id, event.token()),
            Kind::LookAgain => self.look_again(),
            Kind::FileArrives => self.file_arrives(id, event.token()),
            Kind::Slot => self.slot_begins(id, event.token()),
            Kind::SlotOver => self.slot_over(id, event.token()),
            Kind::CourtOver => self.court_over(id, event.token() == 1),
            Kind::Quarter => self.end_quarter(id as usize),
            Kind::Notice => self.notice_due(id),
            Kind::LateAppeal => self.late_appeal(id),
            Kind::Figure => self.draw_up(id as usize, event.token() as usize),
            Kind::Report => self.report(id as usize),
            Kind::Act => self.act(id as usize, event.token()),
            Kind::Lapse => self.lapse(id as usize, event.token()),
        }
    }

    /// Schedules, unless it lies beyond the horizon.
    #[inline]
    pub(super) fn schedule(&mut self, at: SimTime, rank: Rank, event: Event) {
        if at <= self.blueprint.horizon {
            self.events.push(at, rank, event);
        }
    }

    fn end_warm_up(&mut self) {
        self.book_everybody();
        self.pay_overtime_of_all();
        self.observer.see(self.now, &Observation::WarmUpOver);
    }

    fn end_period(&mut self, index: usize) {
        self.read_terms();
        self.observer.see(self.now, &Observation::PeriodEnd { index, gauges: &self.gauges });
        if let Some(&next) = self.blueprint.periods.get(index + 1) {
            self.schedule(next, Rank::Read, Event::new(Kind::PeriodEnd, index as u32 + 1, 0));
        }
    }

    fn end_day(&mut self, index: usize) {
        self.read_terms();
        self.observer.see(self.now, &Observation::DayEnd { gauges: &self.gauges });
        if index + 1 < self.blueprint.calendar.office_day_count() {
            let next = self.blueprint.calendar.day_closing(index + 1);
            self.schedule(next, Rank::Read, Event::new(Kind::DayEnd, index as u32 + 1, 0));
        }
    }

    fn take_sample(&mut self, index: usize) {
        self.read_terms();
        self.observer.see(self.now, &Observation::Sample { index, gauges: &self.gauges });
        if let Some(&next) = self.blueprint.samples.get(index + 1) {
            self.schedule(next, Rank::Read, Event::new(Kind::Sample, index as u32 + 1, 0));
        }
    }

    fn close(&mut self) {
        self.book_everybody();
        self.pay_everybody();
        self.read_terms();
        if self.uses_penalties() {
            self.settle_penalties();
        }
        if self.uses_reception() {
            self.settle_reception();
        }
        self.observer.see(self.now, &Observation::Ended { gauges: &self.gauges });
        self.is_over = true;
    }
}

/// The key of an arrival at `at`.
#[inline]
pub(super) fn arrival_key(at: SimTime) -> Key {
    first_key(at, Rank::Arrival)
}

//! Penalties for late decisions: notices of default, days that cost, appeals against delay (DESIGN 2.9).
//!
//! What the open cases will cost is kept as changes of a rate by calendar day, so that a day is read in one step however
//! many cases are late, and a year's amount is exact; a case that closes takes its remaining days out again. Amounts
//! are whole cents: sums do not depend on their order, and the world checks them case by case.

use super::{
    case::NO_TERM,
    event::{Event, Kind, Rank},
    world::World,
};
use crate::{
    blueprint::{Blueprint, PenaltyRule},
    calendar::{MONTH_DAYS, Moment, TICKS_PER_DAY, days_between},
    model::{
        money::{Cost, Years},
        penalty::Tariff,
    },
    observe::observation::{Observation, Observer},
    random::{Key, Source},
};

/// No notice, no appeal.
const NEVER: i32 = i32::MAX;

/// Cases that a notice or an appeal opens have the number of the case that they are about, with one of these bits and the
/// tag of its stream above.
const BY_NOTICE: u64 = 1 << 37;
const BY_APPEAL: u64 = 1 << 38;
const TAG_SHIFT: u32 = 39;
const TAGS: f64 = (1 << 24) as f64;

/// Set by the law, or by a court.
const KINDS: usize = 2;
const COURT: usize = 1;

/// What becomes of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Fate {
    Paid = 0,
    Unclaimed = 1,
    Suspended = 2,
}

const FATES: [Fate; 3] = [Fate::Paid, Fate::Unclaimed, Fate::Suspended];

/// Keys of one stream: entity = number of the case.
#[derive(Clone, Copy)]
struct Keys {
    notice: Key,
    notice_days: Key,
    claim: Key,
    initial: Key,
    appeal: Key,
    court: Key,
    /// Sets the cases that this stream opens apart from those of other streams.
    tag: u64,
}

impl Keys {
    fn new(source: Source, stream: &str) -> Keys {
        let name = format!("stream {stream}");
        Keys {
            notice: source.key(&name, "notice"),
            notice_days: source.key(&name, "notice-days"),
            claim: source.key(&name, "claim"),
            initial: source.key(&name, "initial-notice"),
            appeal: source.key(&name, "late-appeal"),
            court: source.key(&name, "court-months"),
            tag: (source.key(&name, "opens").draws(0, 0).uniform() * TAGS) as u64,
        }
    }
}

/// The cents a day of all cases of one regime, kind and fate, by calendar day since the start.
#[derive(Clone, Debug)]
struct Book {
    changes: Vec<i64>,
    /// On the day read last.
    rate: i64,
    /// Cents of the cases that closed: only the audit reads it.
    closed: i64,
}

impl Book {
    fn change(&mut self, day: i32, by: i64) {
        // Days before the start are used up and cost nothing here; what lies beyond the end is not seen.
        if let Some(entry) = self.changes.get_mut(day.max(0) as usize) {
            *entry += by;
        }
    }

    /// A case costs from `first` on.
    fn enter(&mut self, first: i32, tariff: &Tariff) {
        for (day, change) in tariff.changes() {
            self.change(first + day, change);
        }
    }

    /// A case that cost from `first` on costs nothing after `last`.
    fn leave(&mut self, first: i32, tariff: &Tariff, last: i32) {
        for (day, change) in tariff.changes() {
            self.change((first + day).max(last + 1), -change);
        }
    }
}

/// What one case owes, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Late {
    /// Events with another token are of a case that is closed.
    token: u32,
    /// The last day of its term when the notice was foreseen.
    due_day: i32,
    /// The day of the notice, foreseen or given.
    notice: i32,
    /// The first day that costs, by kind.
    first: [i32; KINDS],
    fate: [Fate; KINDS],
}

pub(super) const IN_TIME: Late =
    Late { token: 0, due_day: 0, notice: NEVER, first: [NEVER; KINDS], fate: [Fate::Paid; KINDS] };

struct Regime {
    /// `[kind][fate]`.
    books: [[Book; FATES.len()]; KINDS],
    /// Cents, `[year][line]`: the lines of [`Regime::COSTS`].
    years: Vec<[i64; 4]>,
    /// Cents paid so far.
    paid: i64,
}

impl Regime {
    const COSTS: [fn(usize) -> Cost; 4] = [Cost::Penalty, Cost::CourtPenalty, Cost::Unclaimed, Cost::Suspended];

    fn line(kind: usize, fate: Fate) -> usize {
        match fate {
            Fate::Paid => kind,
            Fate::Unclaimed => 2,
            Fate::Suspended => 3,
        }
    }
}

/// Empty where nothing is penalised.
#[derive(Default)]
pub(super) struct Penalties {
    regimes: Vec<Regime>,
    /// By stream.
    keys: Vec<Keys>,
    /// Days before this one are read.
    read: i32,
    /// Days before this one lie in the warm-up.
    counted_from: i32,
    last_day: i32,
}

impl Penalties {
    pub(super) fn new(blueprint: &Blueprint, source: Source) -> Penalties {
        if blueprint.penalties.is_empty() {
            return Penalties::default();
        }
        let calendar = &blueprint.calendar;
        let last_day = days_between(calendar.start(), calendar.end()) as i32;
        let book = || Book { changes: vec![0; last_day as usize + 1], rate: 0, closed: 0 };
        let regime = || Regime {
            books: std::array::from_fn(|_| std::array::from_fn(|_| book())),
            years: vec![[0; 4]; blueprint.names.years.count()],
            paid: 0,
        };
        Penalties {
            regimes: blueprint.penalties.iter().map(|_| regime()).collect(),
            keys: blueprint.names.streams.iter().map(|stream| Keys::new(source, stream)).collect(),
            read: 0,
            counted_from: day_of(calendar.moment_at(blueprint.warm_up)),
            last_day,
        }
    }

    #[inline]
    pub(super) fn is_used(&self) -> bool {
        !self.regimes.is_empty()
    }
}

fn day_of(moment: Moment) -> i32 {
    moment.0.div_euclid(TICKS_PER_DAY as i64) as i32
}

/// Cents of one case from the start of the run up to and including `last`.
fn owed(tariff: &Tariff, first: i32, last: i32) -> i64 {
    if first == NEVER { 0 } else { tariff.owed(last + 1 - first) - tariff.owed(-first) }
}

fn tariff_of(rule: &PenaltyRule, kind: usize) -> &Tariff {
    match &rule.court {
        Some(court) if kind == COURT => &court.tariff,
        _ => &rule.tariff,
    }
}

impl<O: Observer> World<'_, O> {
    pub(super) fn late_token(&self, case: u32) -> u32 {
        self.extras[case as usize].late.token
    }

    pub(super) fn today(&self) -> i32 {
        day_of(self.moment())
    }

    /// At the opening of the first office day on or after a calendar day.
    fn schedule_late(&mut self, kind: Kind, case: u32, day: i32) {
        let midnight = Moment(i64::from(day) * TICKS_PER_DAY as i64);
        let at = self.blueprint.calendar.office_at(midnight).max(self.now);
        let token = self.late_token(case);
        self.schedule(at, Rank::Delay, Event::new(kind, case, token));
    }

    /// A case with a term has come in: whether, and when, its applicant would give notice.
    #[inline(never)]
    pub(super) fn await_notice(&mut self, case: u32) {
        let record = &self.cases[case as usize];
        let (stream, number, due_day) = (usize::from(record.stream), record.number, record.due_day);
        let Some(regime) = self.blueprint.penalty_of[stream] else { return };
        let rule = &self.blueprint.penalties[regime];
        let keys = self.penalties.keys[stream];
        let gives_notice = keys.notice.draws(number, 0).uniform() < rule.notice;
        // Only drawn where it counts.
        let delay = || rule.notice_days.sample(&mut keys.notice_days.draws(number, 0)) as i32;
        let notice = match rule.initial_notices {
            // The state of what is late at the start is given (RULES 1).
            Some(share) if due_day < 0 => {
                let mut draws = keys.initial.draws(number, 0);
                if draws.uniform() < share {
                    // Some day since the term ended.
                    Some(due_day + 1 + (draws.uniform() * f64::from(-1 - due_day)) as i32)
                } else {
                    gives_notice.then(delay)
                }
            }
            _ => gives_notice.then(|| due_day + 1 + delay()),
        };
        let late = &mut self.extras[case as usize].late;
        late.due_day = due_day;
        if let Some(day) = notice {
            late.notice = day;
            self.schedule_late(Kind::Notice, case, day);
        }
    }

    /// The day of a notice has come, and the case is open.
    pub(super) fn notice_due(&mut self, case: u32) {
        let record = &self.cases[case as usize];
        let (stream, number, moment, due_day) =
            (usize::from(record.stream), record.number, record.moment, record.due_day);
        let Some(regime) = self.blueprint.penalty_of[stream] else { return };
        let late = &mut self.extras[case as usize].late;
        if due_day > late.due_day {
            // The term was extended: the notice waits as long after its new end.
            let later = due_day.saturating_sub(late.due_day);
            (late.due_day, late.notice) = (due_day, late.notice.saturating_add(later));
            let day = late.notice;
            if due_day != NO_TERM {
                self.schedule_late(Kind::Notice, case, day);
            }
            return;
        }
        let rule = &self.blueprint.penalties[regime];
        let keys = self.penalties.keys[stream];
        let noticed = late.notice;
        let first = noticed + rule.grace_days;
        late.first[0] = first;
        let is_claimed = rule.claim >= 1.0 || keys.claim.draws(number, 0).uniform() < rule.claim;
        let arrived = day_of(Moment(moment));
        for (kind, fate) in late.fate.iter_mut().enumerate() {
            let is_suspended = rule.suspended.is_some_and(|law| law.suspends_case(kind == COURT, arrived, noticed));
            *fate = match (is_suspended, is_claimed) {
                (true, _) => Fate::Suspended,
                (false, true) => Fate::Paid,
                (false, false) => Fate::Unclaimed,
            };
        }
        let fate = late.fate[0];
        self.penalties.regimes[regime].books[0][fate as usize].enter(first, &rule.tariff);
        let appeals = rule
            .court
            .as_ref()
            .is_some_and(|court| court.share > 0.0 && keys.appeal.draws(number, 0).uniform() < court.share);
        if appeals {
            self.schedule_late(Kind::LateAppeal, case, first);
        }
        // What was given before the start is no work of this run.
        if noticed >= 0 {
            self.gauges.notices[regime] += 1;
            self.observer.see(self.now, &Observation::Noticed { regime });
            if let Some(into) = rule.notice_opens {
                self.arrive_as(into, opened(keys.tag, BY_NOTICE, number), midnight(noticed));
            }
        }
    }

    /// The days of grace are over, the case is open, and its applicant goes to court.
    pub(super) fn late_appeal(&mut self, case: u32) {
        let record = &self.cases[case as usize];
        let (stream, number) = (usize::from(record.stream), record.number);
        let Some(regime) = self.blueprint.penalty_of[stream] else { return };
        let rule = &self.blueprint.penalties[regime];
        let Some(court) = &rule.court else { return };
        let keys = self.penalties.keys[stream];
        let late = &mut self.extras[case as usize].late;
        let appealed = late.first[0];
        let months = court.after_months.sample(&mut keys.court.draws(number, 0));
        let first = appealed.saturating_add((months * MONTH_DAYS) as i32);
        late.first[COURT] = first;
        let fate = late.fate[COURT];
        self.penalties.regimes[regime].books[COURT][fate as usize].enter(first, &court.tariff);
        if appealed >= 0 {
            self.observer.see(self.now, &Observation::AppealedDelay { regime });
            self.charge_court(appealed);
            if let Some(into) = rule.appeal_opens {
                self.arrive_as(into, opened(keys.tag, BY_APPEAL, number), midnight(appealed));
            }
        }
    }

    /// A case with a term closes: no day after today costs.
    #[inline(never)]
    pub(super) fn end_default(&mut self, case: u32) {
        let record = &self.cases[case as usize];
        let (stream, due_day) = (usize::from(record.stream), record.due_day);
        let last = self.today().min(self.penalties.last_day);
        let late = &self.extras[case as usize].late;
        if late.notice <= last && late.first[0] == NEVER {
            // The case was open as this day began: its notice came first, though the office was not open yet.
            self.notice_due(case);
        }
        let late = &mut self.extras[case as usize].late;
        let ended = *late;
        *late = Late { token: late.token.wrapping_add(1), ..IN_TIME };
        let Some(regime) = self.blueprint.penalty_of[stream] else { return };
        let rule = &self.blueprint.penalties[regime];
        let mut cents = [0; FATES.len()];
        let mut is_capped = false;
        for kind in 0..KINDS {
            let (first, fate) = (ended.first[kind], ended.fate[kind]);
            if first == NEVER {
                continue;
            }
            let tariff = tariff_of(rule, kind);
            let book = &mut self.penalties.regimes[regime].books[kind][fate as usize];
            book.leave(first, tariff, last);
            let sum = owed(tariff, first, last);
            book.closed += sum;
            let suspended = match rule.suspended {
                // Single days, counted as those of a case that ended with the law less those before it.
                Some(law) if fate == Fate::Paid && law.suspends_day(kind == COURT, law.from) => {
                    owed(tariff, first, last.min(law.until - 1)) - owed(tariff, first, last.min(law.from - 1))
                }
                _ => 0,
            };
            cents[fate as usize] += sum - suspended;
            cents[Fate::Suspended as usize] += suspended;
            is_capped |= tariff.free_from().is_some_and(|free| last - first >= free);
        }
        let days_late = (last - due_day).max(0);
        let [paid, unclaimed, suspended] = cents;
        self.observer
            .see(self.now, &Observation::Defaulted { regime, days_late, paid, unclaimed, suspended, is_capped });
    }

    /// Reads all days up to and including `to`.
    pub(super) fn read_penalties(&mut self, to: i32) {
        let years: &Years = &self.blueprint.names.years;
        let penalties = &mut self.penalties;
        for day in penalties.read..=to.min(penalties.last_day) {
            let year = years.of_day(day);
            for (regime, rule) in penalties.regimes.iter_mut().zip(&self.blueprint.penalties) {
                for kind in 0..KINDS {
                    let is_suspended = rule.suspended.is_some_and(|law| law.suspends_day(kind == COURT, day));
                    for fate in FATES {
                        let book = &mut regime.books[kind][fate as usize];
                        book.rate += book.changes[day as usize];
                        let cents = book.rate;
                        let fate = if is_suspended && fate == Fate::Paid { Fate::Suspended } else { fate };
                        regime.paid += if fate == Fate::Paid { cents } else { 0 };
                        if day >= penalties.counted_from {
                            regime.years[year][Regime::line(kind, fate)] += cents;
                        }
                    }
                }
            }
        }
        penalties.read = penalties.read.max(to + 1);
        for (regime, gauge) in penalties.regimes.iter().zip(&mut self.gauges.penalties) {
            *gauge = regime.paid as f64 / 100.0;
        }
    }

    /// The accounts at the end of the run, by line and year.
    pub(super) fn settle_penalties(&mut self) {
        self.read_penalties(self.penalties.last_day);
        let names = &self.blueprint.names;
        for (index, regime) in self.penalties.regimes.iter().enumerate() {
            for (year, lines) in regime.years.iter().enumerate() {
                for (cost, &cents) in Regime::COSTS.iter().zip(lines) {
                    let line = names.cost_line(cost(index));
                    self.observer.see(self.now, &Observation::Cost { line, year, euros: cents as f64 / 100.0 });
                }
            }
        }
    }

    /// Every amount by day is the sum of its cases, open and closed.
    ///
    /// # Panics
    /// When it is not.
    pub(super) fn audit_penalties(&self) {
        let penalties = &self.penalties;
        for (index, (regime, rule)) in penalties.regimes.iter().zip(&self.blueprint.penalties).enumerate() {
            for kind in 0..KINDS {
                let tariff = tariff_of(rule, kind);
                for fate in FATES {
                    let book = &regime.books[kind][fate as usize];
                    let (mut rate, mut by_day) = (0, 0);
                    for change in &book.changes {
                        rate += change;
                        assert!(rate >= 0, "no day costs less than nothing");
                        by_day += rate;
                    }
                    let open: i64 = (self.cases.iter().zip(&self.extras))
                        .filter(|(case, extra)| {
                            self.blueprint.penalty_of[usize::from(case.stream)] == Some(index)
                                && extra.late.fate[kind] == fate
                        })
                        .map(|(_, extra)| owed(tariff, extra.late.first[kind], penalties.last_day))
                        .sum();
                    assert_eq!(by_day, open + book.closed, "penalties by day are those of the cases");
                }
            }
        }
    }
}

/// The number of a case that another one opens.
fn opened(tag: u64, by: u64, number: u64) -> u64 {
    tag << TAG_SHIFT | by | number
}

fn midnight(day: i32) -> i64 {
    i64::from(day) * TICKS_PER_DAY as i64
}

//! Heads through their working lives: crowds of people who are alike.

use super::{Span, flow::Hands};
use crate::{
    blueprint::{Blueprint, CohortSize, LearningPlan, PracticeEnds, SupervisionMode},
    calendar::{MONTH_DAYS, TICKS_PER_DAY},
    model::{staff::Grade, supervision::Scope},
    random::{Distribution, Source},
    stats::{finite_source_up, normal_quantile},
    time::TICKS_PER_HOUR,
};

/// Learners of one group are told apart by so many time constants of equal probability.
const STRATA: usize = 7;

/// People who started together and learn alike.
#[derive(Clone)]
struct Crowd<'a> {
    pool: usize,
    grade: Grade,
    heads: f64,
    fte: f64,
    plan: &'a LearningPlan,
    /// Of the pool's own staff, whose headcount a change may move and some of whom may be reserved.
    is_own: bool,
    learns: bool,
    tau: f64,
    is_never: bool,
    /// Effective hours.
    practice: f64,
    competence: f64,
    /// By grade, per calendar hour.
    leaving: [f64; 3],
    /// Moments of the calendar, in ticks; infinite: never.
    hired: f64,
    class_over: f64,
    contract_over: f64,
    matures: f64,
    /// Calendar rate at which practice ends, where it ends by chance.
    maturing: f64,
    stays: f64,
    per_trainer: f64,
    /// Ticks of shared supervision still to be received.
    supervision_left: f64,
    /// Share of the last step that they worked.
    busy: f64,
}

impl<'a> Crowd<'a> {
    /// Nobody yet, of a pool and grade: without end, never late, always at work.
    fn of(pool: usize, grade: Grade, plan: &'a LearningPlan) -> Self {
        Crowd {
            pool,
            grade,
            heads: 0.0,
            fte: 1.0,
            plan,
            is_own: false,
            learns: true,
            tau: plan.rule.tau_hours,
            is_never: false,
            practice: 0.0,
            competence: 0.0,
            leaving: [0.0; 3],
            hired: 0.0,
            class_over: f64::NEG_INFINITY,
            contract_over: f64::INFINITY,
            matures: f64::INFINITY,
            maturing: 0.0,
            stays: 1.0,
            per_trainer: f64::INFINITY,
            supervision_left: 0.0,
            busy: 1.0,
        }
    }

    /// Competence at the practice gained so far.
    fn reached(&self) -> f64 {
        self.plan.rule.reached(self.practice, self.tau, self.is_never)
    }
}

/// What supervision takes and gives in one step.
#[derive(Clone, Copy, Default)]
struct Help {
    supervisors: f64,
    /// Share of an hour that experienced workers of the named pools give (shared supervision).
    drag: f64,
    /// Share of a trainee's time that is not spent on questions and coaching.
    trainees_at_work: f64,
    /// Seniors' heads that supervision takes, over the seniors of the named pools.
    seniors_taken: f64,
    coaching_effect: f64,
    /// Supervision that each trainee receives, ticks per tick.
    received: f64,
}

pub(super) struct Staff<'a> {
    blueprint: &'a Blueprint,
    era: usize,
    crowds: Vec<Crowd<'a>>,
    /// Groups that have not started: (moment, crowd).
    ahead: Vec<(f64, Crowd<'a>)>,
    /// Calendar ticks since the start.
    now: f64,
    /// Share of the seniors of the named pools who teach a class.
    teaching: f64,
    /// Share of a pool's own heads that is reserved, by stream.
    reserved: Vec<Vec<f64>>,
    help: Help,
    /// Heads, pace and competence summed over heads, of own staff and of hired people, `[pool x grade]`.
    sums: Vec<[[f64; 3]; 2]>,
    /// Office hours in a calendar week, on average.
    week_hours: f64,
}

impl<'a> Staff<'a> {
    pub(super) fn new(blueprint: &'a Blueprint) -> Self {
        let days = blueprint.calendar.moment_at(blueprint.horizon).0 as f64 / TICKS_PER_DAY as f64;
        let mut staff = Staff {
            blueprint,
            era: 0,
            crowds: Vec::new(),
            ahead: Vec::new(),
            reserved: vec![vec![0.0; blueprint.stream_count()]; blueprint.pool_count()],
            now: 0.0,
            teaching: 0.0,
            help: Help::default(),
            sums: vec![[[0.0; 3]; 2]; blueprint.pool_count() * 3],
            week_hours: blueprint.horizon.hours() / days * 7.0,
        };
        for pool in 0..blueprint.pool_count() {
            staff.add_own(pool, f64::from(blueprint.eras[0].pools[pool].headcount), 0.0);
        }
        staff.reserve();
        for cohort in 0..blueprint.cohorts.len() {
            staff.order(cohort);
        }
        staff.ahead.sort_by(|a, b| b.0.total_cmp(&a.0));
        staff
    }

    /// Own staff in the grades of its pool.
    fn add_own(&mut self, pool: usize, heads: f64, now: f64) {
        let plan = &self.blueprint.eras[self.era].pools[pool];
        let tenure_months = plan.tenure_months.as_ref().map_or(0.0, |law| law.mean());
        let hired = now - tenure_months * MONTH_DAYS * TICKS_PER_DAY as f64;
        for (grade, share) in
            Grade::ALL.into_iter().zip([plan.trainees, 1.0 - plan.seniors - plan.trainees, plan.seniors])
        {
            if heads * share <= 0.0 {
                continue;
            }
            let mut crowd = Crowd {
                heads: heads * share,
                fte: plan.fte,
                is_own: true,
                learns: grade == Grade::Trainee,
                practice: tenure_months * plan.learning.practice_hours_a_month,
                competence: 1.0,
                leaving: plan.leaving,
                hired,
                ..Crowd::of(pool, grade, &plan.learning)
            };
            if grade == Grade::Trainee {
                self.spread_learners(crowd, now);
            } else {
                crowd.practice = f64::INFINITY;
                self.crowds.push(crowd);
            }
        }
    }

    /// Splits learners by time constant, and by whether they ever become independent.
    fn spread_learners(&mut self, crowd: Crowd<'a>, now: f64) {
        for one in strata(&crowd) {
            let one = self.begin_practice(one, now);
            self.crowds.push(one);
        }
    }

    fn begin_practice(&self, mut crowd: Crowd<'a>, now: f64) -> Crowd<'a> {
        crowd.competence = crowd.reached();
        if let SupervisionMode::Amount { hours, .. } = self.blueprint.eras[self.era].supervision.mode {
            crowd.supervision_left = hours * TICKS_PER_HOUR as f64;
        }
        if let (PracticeEnds::After(months), false) = (&crowd.plan.ends, crowd.is_never) {
            let mean = months.mean() * MONTH_DAYS * TICKS_PER_DAY as f64;
            // A time that hardly differs between people ends at once for all, another at a rate.
            if months.cv() < 0.3 {
                crowd.matures = now.max(crowd.class_over) + mean;
            } else {
                crowd.maturing = 1.0 / mean;
            }
        }
        crowd
    }

    /// The groups of a cohort, each on its first day.
    fn order(&mut self, cohort: usize) {
        let blueprint = self.blueprint;
        let plan = &blueprint.cohorts[cohort];
        let week = 7.0 * TICKS_PER_DAY as f64;
        let leads = plan.own_lead_weeks.as_ref().map_or_else(|| vec![0.0], quantiles);
        let mut groups: Vec<(f64, f64)> = Vec::new();
        match plan.size {
            CohortSize::Headcount(count) => {
                let (mut left, mut group) = (count, 0);
                while left > 0 {
                    let size = left.min(plan.groups_of.max(1));
                    let at = plan.first_day + f64::from(group) * plan.weeks_between_groups * week;
                    let part = f64::from(size) / leads.len() as f64;
                    groups.extend(leads.iter().map(|lead| (at + lead * week, part)));
                    left -= size;
                    group += 1;
                }
            }
            CohortSize::MeanGap(gap) => {
                // Hires one by one, as a trickle in small groups.
                let until = blueprint.calendar.moment_at(blueprint.horizon).0 as f64;
                let pieces = ((until - plan.first_day) / week).ceil().clamp(1.0, 400.0);
                let length = (until - plan.first_day) / pieces;
                for piece in 0..pieces as usize {
                    groups.push((plan.first_day + (piece as f64 + 0.5) * length, length / gap));
                }
            }
        }
        for (at, heads) in groups {
            let class = plan.classroom_weeks * week;
            let crowd = Crowd {
                heads,
                fte: blueprint.eras[0].pools[plan.pool].fte,
                leaving: plan.leaving,
                hired: at,
                class_over: if class > 0.0 { at + class } else { f64::NEG_INFINITY },
                contract_over: plan
                    .contract_months
                    .map_or(f64::INFINITY, |months| at + months * MONTH_DAYS * TICKS_PER_DAY as f64),
                stays: plan.stays_afterwards,
                per_trainer: plan.trainees_per_trainer.unwrap_or(f64::INFINITY),
                ..Crowd::of(plan.pool, Grade::Trainee, &plan.learning)
            };
            self.ahead.push((at, crowd));
        }
    }

    fn reserve(&mut self) {
        for pool in 0..self.blueprint.pool_count() {
            let own: f64 = self.crowds.iter().filter(|one| one.is_own && one.pool == pool).map(|one| one.heads).sum();
            self.reserved[pool].fill(0.0);
            let mut left = 1.0;
            for &(stream, heads) in &self.blueprint.eras[self.era].pools[pool].reserved {
                let share = if own > 0.0 { (f64::from(heads) / own).min(left) } else { 0.0 };
                self.reserved[pool][stream] = share;
                left -= share;
            }
        }
    }

    pub(super) fn enter_era(&mut self, era: usize) {
        let (before, after) = (&self.blueprint.eras[self.era], &self.blueprint.eras[era]);
        self.era = era;
        let now = self.blueprint.calendar.moment_at(after.at).0 as f64;
        for pool in 0..self.blueprint.pool_count() {
            let (old, new) = (f64::from(before.pools[pool].headcount), f64::from(after.pools[pool].headcount));
            if new > old {
                self.add_own(pool, new - old, now);
            } else if new < old {
                let own: f64 =
                    self.crowds.iter().filter(|one| one.is_own && one.pool == pool).map(|one| one.heads).sum();
                let kept = ((own - (old - new)) / own).max(0.0);
                for crowd in self.crowds.iter_mut().filter(|one| one.is_own && one.pool == pool) {
                    crowd.heads *= kept;
                }
            }
        }
        let differs = |pool: usize| before.pools[pool].reserved != after.pools[pool].reserved;
        if (0..self.blueprint.pool_count()).any(differs) {
            self.reserve();
        }
    }

    /// Lives go on, then supervision is worked out for the step.
    pub(super) fn advance(&mut self, span: &Span, era: usize) {
        self.learn(span, era);
        self.now = span.from;
        while self.ahead.last().is_some_and(|(at, _)| *at <= span.from) {
            let Some((_, crowd)) = self.ahead.pop() else { break };
            self.spread_learners(crowd, span.from);
        }
        let hour = TICKS_PER_HOUR as f64;
        let mut matured: Vec<Crowd<'a>> = Vec::new();
        for crowd in &mut self.crowds {
            crowd.heads *= libm::exp(-crowd.leaving[crowd.grade as usize] * span.calendar() / hour);
            if span.from >= crowd.contract_over {
                crowd.heads *= crowd.stays;
                crowd.contract_over = f64::INFINITY;
            }
            if crowd.grade == Grade::Trainee && crowd.class_over <= span.from {
                if span.from >= crowd.matures {
                    crowd.grade = Grade::Independent;
                    crowd.competence = 1.0;
                } else if crowd.maturing > 0.0 {
                    let share = 1.0 - libm::exp(-crowd.maturing * span.calendar());
                    let mut part = crowd.clone();
                    part.heads *= share;
                    crowd.heads *= 1.0 - share;
                    part.grade = Grade::Independent;
                    part.competence = 1.0;
                    part.maturing = 0.0;
                    matured.push(part);
                }
            }
            let senior_after = self.blueprint.eras[era].pools[crowd.pool].senior_after_months;
            if let (Grade::Independent, Some(months)) = (crowd.grade, senior_after)
                && span.from - crowd.hired >= months * MONTH_DAYS * TICKS_PER_DAY as f64
            {
                crowd.grade = Grade::Senior;
            }
        }
        // Who matures in the same pool at a rate joins one crowd: the rest of their lives is the same.
        for part in matured {
            let same = self.crowds.iter_mut().find(|one| {
                one.grade == part.grade
                    && one.pool == part.pool
                    && std::ptr::eq(one.plan, part.plan)
                    && one.contract_over == part.contract_over
            });
            match same {
                Some(one) => one.heads += part.heads,
                None => self.crowds.push(part),
            }
        }
        self.help = self.supervise(era);
        self.teaching = self.teachers(era);
        self.sums.fill([[0.0; 3]; 2]);
        for one in self.crowds.iter().filter(|one| one.class_over <= self.now) {
            let heads = one.heads * one.fte;
            let sums = &mut self.sums[one.pool * 3 + one.grade as usize][usize::from(!one.is_own)];
            sums[0] += heads;
            sums[1] += heads * pace_of(one);
            sums[2] += heads * one.competence;
        }
    }

    /// Share of the seniors of the named pools who stand before a class.
    fn teachers(&self, era: usize) -> f64 {
        let from = &self.blueprint.eras[era].supervision.from;
        let wanted: f64 =
            self.crowds.iter().filter(|one| one.class_over > self.now).map(|one| one.heads / one.per_trainer).sum();
        let seniors: f64 = self
            .crowds
            .iter()
            .filter(|one| one.grade == Grade::Senior && from.contains(&one.pool))
            .map(|one| one.heads)
            .sum();
        if wanted > 0.0 && seniors > 0.0 { (wanted / seniors).min(1.0) } else { 0.0 }
    }

    /// Practice that the step before brought.
    fn learn(&mut self, span: &Span, era: usize) {
        let help = self.help;
        let rule = &self.blueprint.eras[era].supervision;
        for crowd in &mut self.crowds {
            if !crowd.learns || crowd.class_over > span.from {
                continue;
            }
            let overhead = self.blueprint.eras[era].pools[crowd.pool].overhead;
            let hours = span.office / TICKS_PER_HOUR as f64 * (1.0 - overhead) * crowd.fte * crowd.busy;
            if crowd.grade == Grade::Trainee {
                crowd.practice += hours * help.trainees_at_work * help.coaching_effect;
                crowd.supervision_left -= span.office * help.received;
                let is_done = match crowd.plan.ends {
                    PracticeEnds::Threshold => crowd.reached() >= crowd.plan.rule.threshold,
                    PracticeEnds::Supervised => {
                        matches!(rule.mode, SupervisionMode::Amount { .. }) && crowd.supervision_left <= 0.5
                    }
                    _ => false,
                };
                crowd.competence = crowd.reached();
                if is_done && !crowd.is_never {
                    crowd.grade = Grade::Independent;
                    if matches!(crowd.plan.ends, PracticeEnds::Supervised) {
                        crowd.competence = 1.0;
                    }
                }
            } else if matches!(crowd.plan.ends, PracticeEnds::Threshold) {
                crowd.practice += hours;
                crowd.competence = crowd.reached();
            }
        }
    }

    fn supervise(&self, era: usize) -> Help {
        let rule = &self.blueprint.eras[era].supervision;
        let mut help = Help { trainees_at_work: 1.0, coaching_effect: 1.0, ..Help::default() };
        let in_practice = |one: &&Crowd<'a>| self.is_in_practice(one);
        let trainees: f64 = self.crowds.iter().filter(in_practice).map(|one| one.heads).sum();
        if trainees <= 1e-9 {
            return help;
        }
        let gives = |one: &&Crowd<'a>| rule.from.contains(&one.pool) && one.grade != Grade::Trainee;
        let givers: f64 = self.crowds.iter().filter(gives).map(|one| one.heads * one.fte).sum();
        match rule.mode {
            SupervisionMode::Share { per_trainee } => {
                help.drag = if givers > 0.0 { (per_trainee * trainees / givers).min(1.0) } else { 1.0 };
                return help;
            }
            SupervisionMode::Amount { hours, capacity_share, minimum_hours } => {
                let receives = |one: &&Crowd<'a>| {
                    in_practice(one) && matches!(one.plan.ends, PracticeEnds::Supervised) && one.supervision_left > 0.5
                };
                let trainees: f64 = self.crowds.iter().filter(receives).map(|one| one.heads).sum();
                if trainees > 0.0 && givers > 0.0 {
                    help.received = (hours / minimum_hours).min(capacity_share * givers / trainees);
                    help.drag = help.received * trainees / givers;
                }
                return help;
            }
            SupervisionMode::Questions => {}
        }
        // Appointed: as many as wanted, at most the share of each pool, at most its seniors.
        let wanted = (trainees / rule.span).ceil();
        let (mut seniors, mut room) = (0.0, 0.0);
        for &pool in &rule.from {
            let of_pool = |one: &&Crowd<'a>| one.pool == pool;
            let heads: f64 = self.crowds.iter().filter(of_pool).map(|one| one.heads).sum();
            let fit: f64 =
                self.crowds.iter().filter(of_pool).filter(|one| one.grade == Grade::Senior).map(|one| one.heads).sum();
            seniors += fit;
            room += fit.min(heads * rule.at_most_share);
        }
        let supervisors = wanted.min(room);
        help.supervisors = supervisors;
        // Questions in an office hour of a trainee at work.
        let rate: f64 = self
            .crowds
            .iter()
            .filter(in_practice)
            .map(|one| {
                let attention = 1.0 - self.blueprint.eras[era].pools[one.pool].overhead;
                one.heads * one.plan.rule.question_rate(one.competence) * attention * one.busy
            })
            .sum::<f64>()
            / trainees;
        let overhead = rule.from.first().map_or(0.0, |pool| self.blueprint.eras[era].pools[*pool].overhead);
        let answer = rule.answer_hours.mean() / (1.0 - overhead).max(1e-9);
        let (mut load, mut at_work) = (0.0, 1.0);
        if rate > 0.0 {
            at_work = match (&rule.patience_hours, supervisors > 0.0) {
                (None, false) => 0.0,
                (Some(patience), false) => 1.0 / (1.0 + rate * patience.mean()),
                (_, true) => team_at_work(trainees, supervisors, rule.scope, rate, answer),
            };
            load = if supervisors > 0.0 { (trainees * at_work * rate * answer / supervisors).min(1.0) } else { 0.0 };
        }
        let coaching = rule.coaching_hours_per_week / self.week_hours;
        let mut given = 0.0;
        if coaching > 0.0 {
            let wanted = coaching * trainees;
            given = ((1.0 - load) * supervisors / wanted).clamp(0.0, 1.0);
            let eta = self.crowds.iter().find(in_practice).map_or(1.0, |one| one.plan.rule.eta_coach);
            help.coaching_effect = eta + (1.0 - eta) * given;
            at_work *= 1.0 - coaching * given;
        }
        help.trainees_at_work = at_work;
        let busy = if rule.dedicated { supervisors } else { supervisors * load + coaching * given * trainees };
        help.seniors_taken = if seniors > 0.0 { (busy.min(supervisors) / seniors).min(1.0) } else { 0.0 };
        help
    }

    fn is_in_practice(&self, crowd: &Crowd<'a>) -> bool {
        crowd.grade == Grade::Trainee && crowd.class_over <= self.now
    }

    /// What a crew can do now.
    pub(super) fn crew(&self, pool: usize, grade: Grade, reserved: Option<usize>) -> Hands {
        let set = &self.blueprint.eras[self.era];
        let rule = &set.supervision;
        let is_giver = rule.from.contains(&pool) && grade != Grade::Trainee;
        let mut at_work = match grade {
            Grade::Trainee => self.help.trainees_at_work,
            _ => 1.0,
        };
        if is_giver && grade == Grade::Senior {
            at_work *= 1.0 - self.help.seniors_taken;
            at_work *= 1.0 - self.teaching;
        }
        let [own, hired] = self.sums[pool * 3 + grade as usize];
        let of_pool = &self.reserved[pool];
        // Only own staff is reserved.
        let (of_own, of_hired) = match reserved {
            Some(stream) => (of_pool[stream], 0.0),
            None => (1.0 - of_pool.iter().sum::<f64>(), 1.0),
        };
        let sum = |which: usize| own[which] * of_own + hired[which] * of_hired;
        let (heads, pace, competence) = (sum(0), sum(1), sum(2));
        let drag = if is_giver { self.help.drag } else { 0.0 };
        let attention = (1.0 - set.pools[pool].overhead) * (1.0 - drag);
        let mean = |sum: f64| if heads > 0.0 { sum / heads } else { 0.0 };
        Hands { heads: heads * at_work, grade, pace: mean(pace), attention, competence: mean(competence) }
    }

    /// The share of its time that a crew had work: who has none asks nothing and learns nothing.
    pub(super) fn note_busy(&mut self, pool: usize, grade: Grade, reserved: Option<usize>, used: f64) {
        if reserved.is_none() {
            for one in self.crowds.iter_mut().filter(|one| one.pool == pool && one.grade == grade) {
                one.busy = used;
            }
        }
    }

    pub(super) fn by_grade(&self) -> Vec<[f64; 3]> {
        let mut all = vec![[0.0; 3]; self.blueprint.pool_count()];
        for one in &self.crowds {
            all[one.pool][one.grade as usize] += one.heads;
        }
        all
    }

    pub(super) fn supervisors(&self) -> f64 {
        self.help.supervisors
    }
}

/// The means of equally probable parts of a law, ascending, of a thousand fixed draws scaled to its exact mean.
fn quantiles(law: &Distribution) -> Vec<f64> {
    const PARTS: usize = 20;
    const EACH: usize = 50;
    let key = Source::new(0, 0).key("fluid", "quantiles");
    let mut values: Vec<f64> = (0..PARTS * EACH).map(|draw| law.sample(&mut key.draws(draw as u64, 0))).collect();
    values.sort_by(f64::total_cmp);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let scale = if mean > 0.0 { law.mean() / mean } else { 1.0 };
    values.chunks(EACH).map(|part| part.iter().sum::<f64>() / EACH as f64 * scale).collect()
}

/// A crowd in parts of equal probability by time constant, and the part that never becomes independent.
fn strata<'a>(crowd: &Crowd<'a>) -> Vec<Crowd<'a>> {
    let rule = &crowd.plan.rule;
    let sigma = libm::sqrt(libm::log(1.0 + rule.spread * rule.spread));
    let is_spread = sigma > 0.0 && crowd.tau.is_finite();
    let count = if is_spread { STRATA } else { 1 };
    let mut parts = Vec::new();
    for part in 0..count {
        let z = if is_spread { normal_quantile((part as f64 + 0.5) / count as f64) } else { 0.0 };
        let heads = crowd.heads / count as f64;
        let tau = crowd.tau * libm::exp(sigma * z);
        for (is_never, share) in [(false, 1.0 - rule.never), (true, rule.never)] {
            if share > 0.0 {
                parts.push(Crowd { heads: heads * share, tau, is_never, ..crowd.clone() });
            }
        }
    }
    parts
}

/// Own staff who have learnt are fully competent.
fn pace_of(crowd: &Crowd<'_>) -> f64 {
    if crowd.learns { crowd.plan.rule.pace(crowd.competence) } else { 1.0 }
}

/// Share of a trainee's time that is not spent on questions; a team of no whole number lies between its neighbours.
fn team_at_work(trainees: f64, supervisors: f64, scope: Scope, rate: f64, answer: f64) -> f64 {
    let (customers, servers) = match scope {
        Scope::Team => (trainees / supervisors, 1),
        _ => (trainees, supervisors.round().max(1.0) as u32),
    };
    let (below, above) = (customers.floor().max(1.0), customers.ceil().max(1.0));
    let up = |customers: f64| finite_source_up(customers as u32, servers, rate, answer);
    if above == below { up(below) } else { up(below) + (up(above) - up(below)) * (customers - below) / (above - below) }
}

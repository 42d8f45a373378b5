//! Work in hand: taking up a case, stretches of work, what ends them, and what a free worker does next.

use super::{
    case::{NONE, Place},
    event::{Event, Kind, Rank},
    lane::Standing,
    worker::{Doing, Post},
    world::World,
};
use crate::{
    blueprint::{
        PracticeEnds, StageKind,
        picks::{self, Group},
    },
    model::{learning::Counts, staff::Grade},
    observe::{
        ledger::Category,
        observation::{Observation, Observer},
    },
    time::{SimTime, TICKS_PER_HOUR, Ticks},
};

impl<O: Observer> World<'_, O> {
    /// The idle worker who takes a case that joins this lane: lowest grade, longest idle, lowest number (RULES 4).
    #[inline(always)]
    pub(super) fn idle_taker(&mut self, lane: usize) -> Option<u32> {
        if self.idle_count == 0 || self.is_barred(lane) {
            return None;
        }
        self.idle_taker_of(lane)
    }

    fn idle_taker_of(&mut self, lane: usize) -> Option<u32> {
        let set = self.set;
        if self.uses_files() && set.stages[self.stage_of(lane)].has_owners {
            return self.idle_taker_below_limit(lane);
        }
        let takers = &set.takers[lane];
        if let Some(crew) = takers.sole {
            return self.idle[crew].front(&self.workers);
        }
        for crews in &takers.by_grade {
            let mut best: Option<u32> = None;
            for &crew in crews {
                let Some(worker) = self.idle[crew].front(&self.workers) else { continue };
                let rank = |number: u32| (self.workers[number as usize].since, number);
                if best.is_none_or(|other| rank(worker) < rank(other)) {
                    best = Some(worker);
                }
            }
            if best.is_some() {
                return best;
            }
        }
        None
    }

    /// Whether nobody may take a case of this lane now: it lacks a room, or who is idle looks again in a moment.
    #[inline]
    pub(super) fn is_barred(&self, lane: usize) -> bool {
        self.is_looking_again || self.is_closed(lane)
    }

    /// Whether no case of this lane can be taken up for now: it would lack a room, or the next stage has enough.
    #[inline(always)]
    pub(super) fn is_closed(&self, lane: usize) -> bool {
        self.can_close() && self.is_stage_closed(self.stage_of(lane))
    }

    /// The same of all lanes of a stage.
    #[inline(always)]
    pub(super) fn is_stage_closed(&self, stage: usize) -> bool {
        self.uses_rooms() && self.resources.is_short(stage) || self.is_stopped(stage)
    }

    /// Ends a worker's idleness; what comes next is set by the caller.
    #[inline(always)]
    pub(super) fn wake(&mut self, worker: u32) {
        debug_assert_eq!(self.workers[worker as usize].doing, Doing::Idle);
        self.book(worker);
        let record = &mut self.workers[worker as usize];
        record.idle_stamp = record.idle_stamp.wrapping_add(1);
        self.idle_count -= 1;
        self.idle_ones[worker as usize / 64] &= !(1 << (worker % 64));
    }

    /// The worker takes up a case, from a queue or at once.
    #[inline(always)]
    pub(super) fn take(&mut self, worker: u32, case: u32, queued: bool) {
        self.waits_no_more(case, queued);
        if self.uses_slots() {
            if self.is_missed(case) {
                return self.wait_in_vain(worker, case, queued);
            }
            self.forget_slot(case);
        }
        let record = &mut self.cases[case as usize];
        record.place = Place::InHand;
        record.worker = worker;
        let (stage, stream, joined) = (usize::from(record.stage), usize::from(record.stream), record.joined);
        if record.is_taken_up {
            self.observer.see(self.now, &Observation::Resumed { stage, stream, queued, since: joined });
        } else {
            let begun = record.is_begun;
            record.is_taken_up = true;
            record.is_begun = true;
            self.observer.see(
                self.now,
                &Observation::Started {
                    stage,
                    stream,
                    class: usize::from(record.class),
                    case: record.number,
                    joined,
                    queued,
                    begun,
                    worker,
                },
            );
        }
        let needs_handover = std::mem::take(&mut record.needs_handover);
        let category = match self.set.stages[stage].kind {
            _ if record.is_rework => Category::Rework,
            StageKind::SignOff { .. } => Category::SignOff,
            _ => Category::FirstTime,
        };
        let hand = &mut self.workers[worker as usize];
        hand.task = case;
        hand.category = category;
        hand.must_settle = false;
        if self.uses_rooms() {
            self.take_rooms(worker);
        }
        if self.workers[worker as usize].grade == Grade::Trainee {
            self.think_of_question(worker);
        }
        let hours = if self.uses_files() {
            self.take_file(worker, case, needs_handover)
        } else if needs_handover {
            self.read_in_hastily(case, stage);
            self.set.stages[stage].reading_in.handover_hours
        } else {
            0.0
        };
        if hours > 0.0 { self.settle_in(worker, hours) } else { self.stretch(worker) }
    }

    /// Reading in takes time of its own before the work goes on.
    fn settle_in(&mut self, worker: u32, hours: f64) {
        let attention = self.attention(worker);
        let record = &mut self.workers[worker as usize];
        record.doing = Doing::SettlingIn;
        record.since = self.now;
        record.booked = self.now;
        let (token, span) = (record.token, hours * TICKS_PER_HOUR as f64 / attention);
        self.schedule(self.now + Ticks::nearest(span), Rank::Work, Event::new(Kind::WorkDone, worker, token));
    }

    /// A stretch of work: until the case is done, or a question comes up.
    #[inline(always)]
    pub(super) fn stretch(&mut self, worker: u32) {
        let now = self.now;
        let record = &mut self.workers[worker as usize];
        record.doing = Doing::Working;
        record.since = now;
        record.booked = now;
        let mut span = self.cases[record.task as usize].effort * record.slowness;
        if record.grade == Grade::Trainee {
            let person = &self.persons[record.person as usize];
            let rate = person.rule.question_rate(person.competence);
            record.asks_at_end = false;
            if rate > 0.0 {
                // Worked ticks to the question, at the pace of the clock on the wall.
                let until = person.question_left / rate * TICKS_PER_HOUR as f64 * record.slowness * record.pace;
                if until < span {
                    span = until;
                    record.asks_at_end = true;
                }
            }
        }
        let token = record.token;
        self.schedule(now + Ticks::nearest(span), Rank::Work, Event::new(Kind::WorkDone, worker, token));
    }

    /// Share of an office hour that is work: overhead and shared supervision slow the clock.
    pub(super) fn attention(&self, worker: u32) -> f64 {
        let record = &self.workers[worker as usize];
        let pool = usize::from(record.pool);
        let plan = &self.set.pools[pool];
        let attention = (1.0 - plan.overhead) * (1.0 - self.drag_on(worker));
        // Overtime makes the day longer than the office clock's.
        if plan.strain.overtime > 0.0 { attention * (1.0 + plan.strain.overtime) } else { attention }
    }

    /// Sets pace and slowness from grade, competence, overhead and drag; the worker is not in a stretch.
    pub(super) fn set_pace(&mut self, worker: u32) {
        let attention = self.attention(worker);
        let record = &mut self.workers[worker as usize];
        let person = &self.persons[record.person as usize];
        let plan = &self.set.pools[usize::from(record.pool)];
        record.pace = person.rule.pace(person.competence) * plan.strain.pace;
        // Hours that are shared between streams are counted where others are booked.
        let is_counted = !plan.share.is_empty();
        record.is_plain = attention == 1.0 && record.pace >= 1.0 && plan.strain.overtime == 0.0 && !is_counted;
        record.slowness = 1.0 / (record.pace * attention);
    }

    /// The unit exponential that the next question of the case in hand waits for.
    pub(super) fn think_of_question(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        let case = &self.cases[record.task as usize];
        let keys =
            &self.luck.stages[usize::from(case.stage) * self.blueprint.stream_count() + usize::from(case.stream)];
        let address = question_address(case.visit, case.questions);
        self.persons[record.person as usize].question_left = keys.question.draws(case.number, address).exponential();
    }

    /// The worker's timed activity has come to its end.
    #[inline]
    pub(super) fn work_done(&mut self, worker: u32) {
        match self.workers[worker as usize].doing {
            Doing::Working if self.workers[worker as usize].asks_at_end => {
                self.end_stretch(worker, false);
                // Who has just become independent finds the answer alone.
                if self.workers[worker as usize].grade == Grade::Trainee {
                    self.ask(worker);
                } else {
                    self.stretch(worker);
                }
            }
            Doing::Working => {
                self.end_stretch(worker, true);
                self.complete(worker);
            }
            Doing::SettlingIn => {
                self.book(worker);
                self.stretch(worker);
            }
            Doing::Answering => self.end_answer(worker),
            Doing::Coaching => self.end_coaching(worker),
            Doing::WaitingInVain => {
                self.stop_waiting_in_vain(worker);
                self.find_work(worker);
            }
            Doing::OtherWork => {
                self.book(worker);
                self.find_work(worker);
            }
            other => unreachable!("a worker who is {other:?} has no timed activity"),
        }
    }

    /// Takes the stretch into account: effort done, practice gained, hours booked.
    #[inline(always)]
    pub(super) fn end_stretch(&mut self, worker: u32, is_complete: bool) {
        self.book(worker);
        let record = &self.workers[worker as usize];
        if is_complete && !record.learns {
            return;
        }
        let case = &mut self.cases[record.task as usize];
        let elapsed = (self.now - record.since).0 as f64;
        let before = case.effort;
        if is_complete {
            case.effort = 0.0;
        } else {
            case.effort = (case.effort - elapsed / record.slowness).max(0.0);
        }
        if !record.learns {
            return;
        }
        let worked_hours = elapsed / (record.slowness * record.pace) / TICKS_PER_HOUR as f64;
        if let Some(service) = self.service.get_mut(worker as usize) {
            service.hours += worked_hours;
        }
        let person = &mut self.persons[record.person as usize];
        if record.grade == Grade::Trainee {
            let asked = person.rule.question_rate(person.competence) * worked_hours;
            person.question_left = (person.question_left - asked).max(0.0);
        }
        if self.set.stages[usize::from(case.stage)].kind == StageKind::Effort {
            let done = match person.rule.counts {
                Counts::Hours => worked_hours,
                Counts::Cases if case.is_rework => 0.0,
                Counts::Cases if case.effort_whole > 0.0 => (before - case.effort) / case.effort_whole,
                Counts::Cases => 1.0,
            };
            person.practice += done * person.effect * person.coaching_effect;
            self.learn(worker);
        }
    }

    /// Brings competence and pace up to the practice gained.
    fn learn(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        let person = &mut self.persons[record.person as usize];
        if person.tau.is_infinite() {
            return;
        }
        person.competence = person.rule.reached(person.practice, person.tau, person.is_never);
        let crosses = record.grade == Grade::Trainee
            && !person.is_never
            && person.competence >= person.rule.threshold
            && matches!(person.ends, PracticeEnds::Threshold);
        self.set_pace(worker);
        if crosses {
            self.promote(worker, Grade::Independent);
        }
    }

    /// The case in hand is done at its stage.
    #[inline(always)]
    fn complete(&mut self, worker: u32) {
        let set = self.set;
        let record = &mut self.workers[worker as usize];
        let case = record.task;
        record.task = NONE;
        let (pool, grade) = (record.pool, record.grade);
        let item = &mut self.cases[case as usize];
        item.worker = NONE;
        if self.uses_rooms() {
            self.give_back_rooms(worker);
        }
        let item = &self.cases[case as usize];
        let (stage, stream, number) = (usize::from(item.stage), usize::from(item.stream), item.number);
        let rule = &set.stages[stage];
        let finished = Observation::Finished { stage, stream, case: number, worker };
        match rule.kind {
            StageKind::SignOff { of, .. } => match self.verdict(worker, case, stage) {
                Verdict::Approved => {
                    self.observer.see(self.now, &finished);
                    self.observer.see(self.now, &Observation::Signed { stage, stream, returned: false });
                    // The route hangs on the visit to the stage that is left.
                    let item = &mut self.cases[case as usize];
                    item.visit = item.draft_visit;
                    self.move_on(case, of);
                }
                Verdict::Returned { effort } => {
                    self.observer.see(self.now, &finished);
                    self.observer.see(self.now, &Observation::Signed { stage, stream, returned: true });
                    self.rework(case, of, effort);
                }
                Verdict::Kept { effort } => {
                    self.observer.see(self.now, &Observation::Signed { stage, stream, returned: true });
                    return self.repair(worker, case, effort);
                }
            },
            StageKind::Effort => {
                self.observer.see(self.now, &finished);
                self.finish_draft(worker, case, stage);
                let item = &mut self.cases[case as usize];
                item.maker = (pool, grade as u8);
                match rule.signed_at {
                    Some(sign_off) if grade < set.signs_from => {
                        if !item.is_rework {
                            item.draft_effort = item.effort_whole;
                            item.returns = 0;
                        }
                        item.draft_visit = item.visit;
                        item.author = worker;
                        let person = self.workers[worker as usize].person as usize;
                        item.draft_competence = self.persons[person].competence;
                        self.join(case, sign_off);
                    }
                    _ => self.move_on(case, stage),
                }
            }
            StageKind::Delay | StageKind::Board => unreachable!("nobody works there"),
        }
        self.find_work(worker);
    }

    /// What the signer says of a draft: it comes back with the probability of its author's competence, and the last time
    /// the signer keeps it.
    fn verdict(&mut self, signer: u32, case: u32, stage: usize) -> Verdict {
        let set = self.set;
        if self.cases[case as usize].is_rework {
            // Repaired by the signer.
            self.note_repair(signer, case, stage);
            return Verdict::Approved;
        }
        let found = self.refusal(signer, case);
        let item = &self.cases[case as usize];
        let keys = &self.luck.stages[stage * self.blueprint.stream_count() + usize::from(item.stream)];
        let plain = || {
            let returned = set.returns.probability(item.draft_competence, u32::from(item.returns));
            // Who works under pressure errs more.
            let author = self.workers.get(item.author as usize);
            let factor = author.map_or(1.0, |author| set.pools[usize::from(author.pool)].error_factor);
            (returned * factor).min(1.0)
        };
        let is_returned = keys.sign.draws(item.number, u64::from(item.visit)).uniform() < found.unwrap_or_else(plain);
        self.note_check(signer, case, is_returned);
        if !is_returned {
            return Verdict::Approved;
        }
        let item = &mut self.cases[case as usize];
        item.returns += 1;
        let effort = item.draft_effort * set.rework_share;
        if u32::from(item.returns) >= set.max_returns { Verdict::Kept { effort } } else { Verdict::Returned { effort } }
    }

    /// The signer repairs the draft; the visit goes on.
    fn repair(&mut self, signer: u32, case: u32, effort: f64) {
        let item = &mut self.cases[case as usize];
        item.is_rework = true;
        item.effort = effort;
        item.effort_whole = effort;
        item.worker = signer;
        let hand = &mut self.workers[signer as usize];
        hand.task = case;
        hand.category = Category::Rework;
        self.stretch(signer);
    }

    /// The returned draft goes back to stage `of`: to its author if still there, else to anyone who may.
    fn rework(&mut self, case: u32, of: usize, effort: f64) {
        let stages = self.blueprint.stage_count();
        let item = &mut self.cases[case as usize];
        let author = item.author;
        item.stage = of as u16;
        item.is_rework = true;
        item.is_taken_up = false;
        item.questions = 0;
        item.joined = self.now;
        item.effort = effort;
        item.effort_whole = effort;
        let visits = &mut self.visits[case as usize * stages + of];
        item.visit = *visits;
        *visits += 1;
        let lane = self.lane_of(case);
        match self.workers[author as usize].doing {
            _ if self.is_out(author) => {
                self.cases[case as usize].needs_handover = true;
                self.offer(case, lane);
            }
            Doing::Idle => {
                self.wake(author);
                self.take(author, case, false);
            }
            _ => self.put_in_tray(case, author),
        }
    }

    /// What a worker does who has just become free (RULES 4 and 6).
    #[inline]
    pub(super) fn find_work(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        let is_supervisor = record.is_supervisor;
        let post = record.post;
        let is_last = record.has_errand && !record.has_task();
        if is_last && self.persons[record.person as usize].leaves_when_done {
            // Nothing is under way any more, whatever it was before.
            self.workers[worker as usize].doing = Doing::StandingBy;
            return self.depart(worker);
        }
        if is_supervisor && self.supervise(worker) {
            return;
        }
        if post != Post::Desk {
            return self.hold_post(worker);
        }
        let record = &self.workers[worker as usize];
        let (person, has_errand) = (record.person as usize, record.has_errand);
        if record.has_task() {
            return self.resume(worker);
        }
        if is_supervisor && self.set.supervision.dedicated {
            return self.rest(worker, Doing::StandingBy);
        }
        if self.has_limits() {
            // As a case leaves its queue others may look for work: to them this one is not idle, and not to be coached.
            self.workers[worker as usize].doing = Doing::StandingBy;
        }
        // A case of one's own that lacks its room is left for later.
        if has_errand
            && let Some(place) = self.next_of_own(person)
            && let Some(case) = self.persons[person].tray.remove(place)
        {
            self.workers[worker as usize].has_errand = !self.persons[person].tray.is_empty();
            self.queue_changes(usize::from(self.cases[case as usize].stage), -1);
            return self.take(worker, case, true);
        }
        // A pace of nothing takes no case.
        let record = &self.workers[worker as usize];
        if record.pace > 0.0 {
            let set = self.set;
            if self.uses_shares() && !set.pools[usize::from(record.pool)].share.is_empty() {
                if let Some(case) = self.take_by_share(worker) {
                    return self.take(worker, case, true);
                }
            } else {
                for group in &set.picks[usize::from(record.crew)] {
                    if let Some(lane) = self.first_lane(worker, group) {
                        let case = self.pop_lane(lane);
                        return self.take(worker, case, true);
                    }
                }
            }
            if self.holds_any()
                && let Some(case) = self.take_from_outside(worker)
            {
                return self.take(worker, case, false);
            }
            if self.uses_other_work() && self.begins_other_work(worker) {
                return;
            }
        }
        self.rest(worker, Doing::Idle);
    }

    /// Of lanes that are one queue the one whose front stands first, if the worker (none: a board) may take it now.
    #[inline(always)]
    pub(super) fn first_lane(&self, worker: u32, group: &Group) -> Option<usize> {
        let filled = self.filled & group.bits;
        if filled == 0
            || self.can_close() && self.is_stage_closed(group.stage)
            || self.uses_files() && worker != NONE && self.is_at_limit(worker, group.stage)
        {
            return None;
        }
        let mut best: Option<(Standing, u32)> = None;
        for &lane in &group.lanes {
            if filled == picks::bit_of(lane as usize) && !self.lanes[lane as usize].has_none() {
                // It is the only one.
                return Some(lane as usize);
            }
            let Some(front) = self.lanes[lane as usize].front() else { continue };
            if best.is_none_or(|(other, _)| front < other) {
                best = Some((front, lane));
            }
        }
        best.map(|(_, lane)| lane as usize)
    }

    /// The front of a lane leaves the queue.
    #[inline(always)]
    pub(super) fn pop_lane(&mut self, lane: usize) -> u32 {
        let case = self.lanes[lane].pop().unwrap_or(NONE);
        if self.lanes[lane].has_abandoned() {
            self.bury(lane);
        }
        self.note_filled(lane);
        let stage = usize::from(self.cases[case as usize].stage);
        self.waiting_changes(-1);
        self.queue_changes(stage, -1);
        case
    }

    /// Nothing to do for now.
    #[inline]
    fn rest(&mut self, worker: u32, doing: Doing) {
        let waited = self.waited();
        let record = &mut self.workers[worker as usize];
        record.doing = doing;
        record.since = self.now;
        record.booked = self.now;
        record.barred_at = waited;
        if doing != Doing::Idle {
            return;
        }
        self.idle_count += 1;
        let word = worker as usize / 64;
        if self.idle_ones.len() <= word {
            self.idle_ones.resize(word + 1, 0);
        }
        self.idle_ones[word] |= 1 << (worker % 64);
        if record.pace > 0.0 {
            let crew = usize::from(record.crew);
            self.idle[crew].push(worker, &self.workers);
        }
    }

    /// The first idle worker from this number on.
    pub(super) fn next_idle(&self, from: u32) -> Option<u32> {
        let first = from as usize / 64;
        let word = self.idle_ones.get(first)? & (u64::MAX << (from % 64));
        let rest = self.idle_ones[first + 1..].iter().copied();
        let found = std::iter::once(word).chain(rest).zip(first as u32..).find(|(word, _)| *word != 0);
        found.map(|(word, place)| place * 64 + word.trailing_zeros())
    }

    /// On with the case that was laid aside.
    fn resume(&mut self, worker: u32) {
        if self.uses_rooms() && self.is_held_up(worker) {
            return;
        }
        let record = &mut self.workers[worker as usize];
        if std::mem::take(&mut record.must_settle) && self.set.supervision.resumption_hours > 0.0 {
            self.settle_in(worker, self.set.supervision.resumption_hours);
        } else if self.persons[self.workers[worker as usize].person as usize].has_question {
            // The question was open when the worker went home.
            self.ask(worker);
        } else {
            self.stretch(worker);
        }
    }

    /// Breaks off whatever is timed; effort done so far stays done. The task stays with the worker.
    pub(super) fn lay_aside(&mut self, worker: u32) {
        let record = &mut self.workers[worker as usize];
        record.token = record.token.wrapping_add(1);
        match record.doing {
            Doing::Working => self.end_stretch(worker, false),
            _ => self.book(worker),
        }
    }

    // ---- the ledger -------------------------------------------------------------------------------------------------

    /// Puts the time since the last booking into the ledger.
    #[inline(always)]
    pub(super) fn book(&mut self, worker: u32) {
        let record = &mut self.workers[worker as usize];
        let from = record.booked;
        let span = self.now - from;
        record.booked = self.now;
        if span.0 == 0 {
            return;
        }
        if record.is_plain && record.doing == Doing::Working {
            let (pool, grade, work) = (usize::from(record.pool), record.grade, record.category);
            return self.spend(pool, grade, work, span, span);
        }
        self.book_parts(worker, from, span);
    }

    /// The same of what is not work at full pace without overhead.
    #[inline(never)]
    fn book_parts(&mut self, worker: u32, from: SimTime, span: Ticks) {
        let record = &self.workers[worker as usize];
        let (doing, pool, grade, pace) = (record.doing, usize::from(record.pool), record.grade, record.pace);
        let work = record.category;
        let category = match doing {
            Doing::Gone | Doing::Away => return,
            Doing::Absent => return self.spend(pool, grade, Category::Absent, span, span),
            Doing::Working => Category::FirstTime,
            Doing::Idle => Category::IdleNoCase,
            Doing::StandingBy => Category::StandingBy,
            Doing::Classroom => Category::Classroom,
            Doing::Teaching => Category::Teaching,
            Doing::SettlingIn => Category::Handover,
            Doing::Waiting => Category::WaitingForSupervisor,
            Doing::Asking => Category::Asking,
            Doing::Answering => Category::Answering,
            Doing::Coaching => Category::Coaching,
            Doing::Coached => Category::Coached,
            Doing::Blocked => Category::Blocked,
            Doing::WaitingInVain => Category::LostSlot,
            Doing::Outside => Category::Blocked,
            Doing::OtherWork => Category::OtherWork,
        };
        let overhead = self.set.pools[pool].overhead;
        let mut rest = span + self.overtime_between(pool, from, self.now);
        if overhead > 0.0 {
            rest = self.spend_part(pool, grade, Category::Overhead, rest, overhead);
        }
        let drag = self.drag_on(worker);
        if drag > 0.0 {
            rest = self.spend_part(pool, grade, Category::Coaching, rest, drag);
        }
        match doing {
            Doing::Working => {
                if self.uses_shares() {
                    self.note_worked(worker, span);
                }
                if work == Category::FirstTime && pace < 1.0 {
                    rest = self.spend_part(pool, grade, Category::SlowerPace, rest, 1.0 - pace);
                }
                self.spend(pool, grade, work, rest, span);
            }
            Doing::Idle => {
                let record = &self.workers[worker as usize];
                let waited = self.waited();
                let barred = waited - record.barred_at;
                self.workers[worker as usize].barred_at = waited;
                if self.uses_rooms() && self.lacks_room(worker) {
                    return self.spend(pool, grade, Category::IdleNoResource, rest, span);
                }
                if barred > 0 {
                    let barred = barred as f64 / span.0 as f64;
                    rest = self.spend_part(pool, grade, Category::IdleNoPermission, rest, barred);
                }
                self.spend(pool, grade, Category::IdleNoCase, rest, span);
            }
            Doing::OtherWork => {
                self.credit_other_work(pool, rest);
                self.spend(pool, grade, category, rest, span);
            }
            _ => self.spend(pool, grade, category, rest, span),
        }
    }

    /// Spends a share of `time` on `category` and gives back the rest, to the tick.
    fn spend_part(&mut self, pool: usize, grade: Grade, category: Category, time: Ticks, share: f64) -> Ticks {
        let part = Ticks::nearest(time.0 as f64 * share).min(time);
        self.spend(pool, grade, category, part, Ticks(0));
        Ticks(time.0 - part.0)
    }

    #[inline]
    fn spend(&mut self, pool: usize, grade: Grade, category: Category, time: Ticks, gross: Ticks) {
        self.observer.see(self.now, &Observation::Spent { pool, grade, category, time, gross });
    }

    pub(super) fn book_everybody(&mut self) {
        for worker in 0..self.workers.len() as u32 {
            self.book(worker);
        }
    }
}

/// What a signer says of a draft; efforts in ticks of a fully competent worker.
enum Verdict {
    Approved,
    /// Back to its author.
    Returned {
        effort: f64,
    },
    /// Repaired by the signer.
    Kept {
        effort: f64,
    },
}

/// Visit and number of the question in one word.
#[inline]
pub(super) fn question_address(visit: u32, question: u32) -> u64 {
    (u64::from(visit) << 12) + u64::from(question)
}

//! Supervision as a queue of questions, and coaching beside it (RULES 6 and 7).

use super::{
    case::NONE,
    event::{Event, Kind, Rank},
    teams::NO_TEAM,
    work::question_address,
    worker::{Doing, Post},
    world::World,
};
use crate::{
    blueprint::SupervisionMode,
    model::{staff::Grade, supervision::Scope},
    observe::observation::{Observation, Observer},
    time::{TICKS_PER_HOUR, Ticks},
};

/// Coaching is booked in blocks of at most an hour.
const BLOCK: f64 = TICKS_PER_HOUR as f64;

impl<O: Observer> World<'_, O> {
    /// The trainee stops with a question and looks for a supervisor.
    pub(super) fn ask(&mut self, trainee: u32) {
        let record = &mut self.workers[trainee as usize];
        record.doing = Doing::Waiting;
        record.booked = self.now;
        record.since = self.now;
        let (task, team, token) = (record.task, record.team, record.token);
        self.pause_rooms(trainee);
        let record = &self.workers[trainee as usize];
        let case = &self.cases[task as usize];
        let stream = usize::from(case.stream);
        let lane = usize::from(case.stage) * self.blueprint.stream_count() + stream;
        let person = &mut self.persons[record.person as usize];
        let is_new = !person.has_question;
        if is_new {
            person.has_question = true;
            person.asked_at = self.now;
            self.gauges.asking += 1;
            self.observer.see(self.now, &Observation::Asked { stream });
        }
        let address = question_address(case.visit, case.questions);
        let patience = self.set.supervision.patience_hours.as_ref().map(|law| {
            law.sample(&mut self.luck.stages[lane].patience.draws(case.number, address)) * TICKS_PER_HOUR as f64
        });
        if let Some(supervisor) = self.supervisor_for(trainee, team) {
            return self.begin_answer(supervisor, trainee);
        }
        self.teams.enqueue(self.set.supervision.scope, team, trainee);
        if let Some(ticks) = patience {
            let waited = (self.now - self.persons[self.workers[trainee as usize].person as usize].asked_at).0 as f64;
            let left = Ticks::nearest(ticks - waited);
            self.schedule(self.now + left, Rank::Patience, Event::new(Kind::PatienceOver, trainee, token));
        }
    }

    /// A supervisor who can take a question of this team now.
    fn supervisor_for(&self, trainee: u32, team: u32) -> Option<u32> {
        let scope = self.set.supervision.scope;
        if scope == Scope::Team && team != NO_TEAM {
            let own = self.teams.supervisor(team);
            if self.workers[own as usize].is_present() || !self.set.supervision.deputy {
                return self.can_answer_now(own).then_some(own);
            }
        } else if scope == Scope::Team {
            return None;
        }
        // Any of them: one without work first, the longest; else the lowest number that can lay its work aside.
        let mut free: Option<u32> = None;
        let mut busy: Option<u32> = None;
        let near = self.nearness(trainee);
        // Asked only where somebody is far.
        let mut is_alone: Option<bool> = None;
        for supervisor in self.teams.supervisors() {
            if !self.can_answer_now(supervisor) {
                continue;
            }
            if !near.is_near(self, supervisor) && !*is_alone.get_or_insert_with(|| self.has_nobody_near(near)) {
                continue;
            }
            let record = &self.workers[supervisor as usize];
            if matches!(record.doing, Doing::Idle | Doing::StandingBy) {
                if free.is_none_or(|other| record.since < self.workers[other as usize].since) {
                    free = Some(supervisor);
                }
            } else if busy.is_none_or(|other| supervisor < other) {
                busy = Some(supervisor);
            }
        }
        free.or(busy)
    }

    fn can_answer_now(&self, supervisor: u32) -> bool {
        let record = &self.workers[supervisor as usize];
        match record.doing {
            Doing::Idle | Doing::StandingBy | Doing::SettlingIn | Doing::Blocked => true,
            Doing::Working => {
                let case = &self.cases[record.task as usize];
                self.set.stages[usize::from(case.stage)].interruptible
            }
            _ => false,
        }
    }

    /// The supervisor lays own work aside, without loss, and answers.
    fn begin_answer(&mut self, supervisor: u32, trainee: u32) {
        match self.workers[supervisor as usize].doing {
            Doing::Idle => self.wake(supervisor),
            Doing::Working | Doing::SettlingIn => {
                self.lay_aside(supervisor);
                self.workers[supervisor as usize].must_settle = true;
                self.pause_rooms(supervisor);
            }
            Doing::Blocked => self.leave_blocked(supervisor),
            _ => self.book(supervisor),
        }
        self.book(trainee);
        let far = self.distance_factor(supervisor, trainee);
        let asker = &mut self.workers[trainee as usize];
        // Patience ends only the wait.
        asker.token = asker.token.wrapping_add(1);
        asker.doing = Doing::Asking;
        asker.partner = supervisor;
        let case = &self.cases[asker.task as usize];
        let stream = usize::from(case.stream);
        let keys = &self.luck.stages[usize::from(case.stage) * self.blueprint.stream_count() + stream];
        let person = &mut self.persons[asker.person as usize];
        let left = std::mem::take(&mut person.answer_left);
        let waited = self.now - person.asked_at;
        let effort = if left > 0.0 {
            left
        } else {
            let address = question_address(case.visit, case.questions);
            let hours = self.set.supervision.answer_hours.sample(&mut keys.answer.draws(case.number, address));
            person.answered = 0.0;
            self.observer.see(self.now, &Observation::Answering { stream, waited });
            hours * far * TICKS_PER_HOUR as f64
        };
        let attention = self.attention(supervisor);
        let helper = &mut self.workers[supervisor as usize];
        helper.doing = Doing::Answering;
        helper.partner = trainee;
        helper.since = self.now;
        helper.booked = self.now;
        let (token, span) = (helper.token, effort / attention);
        self.schedule(self.now + Ticks::nearest(span), Rank::Work, Event::new(Kind::WorkDone, supervisor, token));
    }

    pub(super) fn end_answer(&mut self, supervisor: u32) {
        self.book(supervisor);
        let trainee = std::mem::replace(&mut self.workers[supervisor as usize].partner, NONE);
        self.book(trainee);
        self.workers[trainee as usize].partner = NONE;
        self.go_on(trainee, true);
        self.find_work(supervisor);
    }

    /// The trainee goes on with the case, with or without an answer.
    fn go_on(&mut self, trainee: u32, given: bool) {
        let record = &self.workers[trainee as usize];
        let case = &mut self.cases[record.task as usize];
        case.questions += 1;
        let stream = usize::from(case.stream);
        let task = record.task;
        let person = &mut self.persons[record.person as usize];
        person.has_question = false;
        person.effect = if given { 1.0 } else { person.rule.eta };
        let waited = self.now - person.asked_at;
        self.gauges.asking -= 1;
        self.observer.see(self.now, &Observation::Answered { stream, given, waited });
        self.note_question(task, given);
        self.think_of_question(trainee);
        if self.uses_rooms() && self.is_held_up(trainee) {
            return;
        }
        self.stretch(trainee);
    }

    /// The wait was too long: on without an answer.
    pub(super) fn patience_over(&mut self, trainee: u32) {
        self.book(trainee);
        self.teams.withdraw(trainee);
        let record = &mut self.workers[trainee as usize];
        record.token = record.token.wrapping_add(1);
        self.go_on(trainee, false);
    }

    /// Questions first, then coaching; whether there was any.
    pub(super) fn supervise(&mut self, supervisor: u32) -> bool {
        if self.workers[supervisor as usize].post == Post::Teacher {
            return false;
        }
        let team = self.workers[supervisor as usize].team;
        if let Some(trainee) = self.next_question(supervisor, team) {
            // A supervisor whose task is laid aside goes on with it later.
            self.workers[supervisor as usize].doing = Doing::StandingBy;
            self.workers[supervisor as usize].booked = self.now;
            self.begin_answer(supervisor, trainee);
            return true;
        }
        self.set.supervision.coaching_hours_per_week > 0.0 && self.coach(supervisor, team)
    }

    fn next_question(&mut self, supervisor: u32, team: u32) -> Option<u32> {
        match self.set.supervision.scope {
            Scope::Organisation => return self.teams.next_shared(),
            Scope::Site => {
                let place = self.teams.shared().position(|trainee| self.may_help(supervisor, trainee));
                return place.and_then(|place| self.teams.take_shared(place));
            }
            Scope::Team => {}
        }
        if let Some(trainee) = self.teams.next_of(team) {
            return Some(trainee);
        }
        if !self.set.supervision.deputy {
            return None;
        }
        // For an absent colleague.
        let orphaned = self.teams.waiting_teams().find(|&other| {
            let absent = self.teams.supervisor(other);
            other != team
                && !self.workers[absent as usize].is_present()
                && self.teams.first_of(other).is_some_and(|trainee| self.may_help(supervisor, trainee))
        });
        orphaned.and_then(|other| self.teams.next_of(other))
    }

    /// One block of coaching with a trainee of the team to whom the week still owes some.
    fn coach(&mut self, supervisor: u32, team: u32) -> bool {
        let due = self.teams.members(team).iter().copied().find(|&trainee| {
            let record = &self.workers[trainee as usize];
            self.persons[record.person as usize].coaching_due > 0.0
                && matches!(record.doing, Doing::Working | Doing::Idle | Doing::SettlingIn)
        });
        let Some(trainee) = due else { return false };
        match self.workers[trainee as usize].doing {
            Doing::Idle => self.wake(trainee),
            _ => {
                self.lay_aside(trainee);
                self.pause_rooms(trainee);
            }
        }
        let record = &mut self.workers[trainee as usize];
        record.doing = Doing::Coached;
        record.partner = supervisor;
        record.booked = self.now;
        let person = &mut self.persons[record.person as usize];
        let block = person.coaching_due.min(BLOCK);
        person.coaching_due -= block;
        let attention = self.attention(supervisor);
        let helper = &mut self.workers[supervisor as usize];
        helper.doing = Doing::Coaching;
        helper.partner = trainee;
        helper.since = self.now;
        helper.booked = self.now;
        let (token, span) = (helper.token, block / attention);
        self.schedule(self.now + Ticks::nearest(span), Rank::Work, Event::new(Kind::WorkDone, supervisor, token));
        true
    }

    pub(super) fn end_coaching(&mut self, supervisor: u32) {
        self.book(supervisor);
        let trainee = std::mem::replace(&mut self.workers[supervisor as usize].partner, NONE);
        self.book(trainee);
        self.workers[trainee as usize].partner = NONE;
        self.find_work(trainee);
        self.find_work(supervisor);
    }

    /// Breaks off a talk because one of the two leaves or goes home; what is left of an answer stays due.
    /// Both are then without an activity.
    pub(super) fn part(&mut self, worker: u32) {
        let partner = self.workers[worker as usize].partner;
        if partner == NONE {
            return;
        }
        let (supervisor, trainee) = match self.workers[worker as usize].doing {
            Doing::Answering | Doing::Coaching => (worker, partner),
            _ => (partner, worker),
        };
        let was_answer = self.workers[supervisor as usize].doing == Doing::Answering;
        let attention = self.attention(supervisor);
        self.book(supervisor);
        self.book(trainee);
        let given = (self.now - self.workers[supervisor as usize].since).0 as f64 * attention;
        let far = self.distance_factor(supervisor, trainee);
        for one in [supervisor, trainee] {
            let record = &mut self.workers[one as usize];
            record.token = record.token.wrapping_add(1);
            record.partner = NONE;
        }
        let record = &self.workers[trainee as usize];
        let person = &mut self.persons[record.person as usize];
        if was_answer {
            let case = &self.cases[record.task as usize];
            let keys =
                &self.luck.stages[usize::from(case.stage) * self.blueprint.stream_count() + usize::from(case.stream)];
            let address = question_address(case.visit, case.questions);
            let hours = self.set.supervision.answer_hours.sample(&mut keys.answer.draws(case.number, address));
            // At least a tick, so that the answer is known to be under way.
            person.answer_left = (hours * far * TICKS_PER_HOUR as f64 - person.answered - given).max(1.0);
            person.answered += given;
        } else {
            person.coaching_due += (BLOCK - given).max(0.0).min(person.coaching_planned - person.coaching_due);
        }
    }

    /// A new week: what was planned and not given is lost, counted, and slows learning.
    pub(super) fn new_week(&mut self) {
        let hours = self.set.supervision.coaching_hours_per_week;
        for worker in 0..self.workers.len() {
            let record = &self.workers[worker];
            if record.grade != Grade::Trainee || !record.is_employed() {
                continue;
            }
            let person = &mut self.persons[record.person as usize];
            let planned = person.coaching_planned;
            let mut given_share = None;
            if planned > 0.0 {
                let given = planned - person.coaching_due;
                let share = given / planned;
                given_share = Some(share);
                person.coaching_effect = person.rule.eta_coach + (1.0 - person.rule.eta_coach) * share;
                self.observer.see(
                    self.now,
                    &Observation::Coached { planned: Ticks::nearest(planned), given: Ticks::nearest(given) },
                );
            }
            let is_coached = record.is_in_practice() && matches!(self.set.supervision.mode, SupervisionMode::Questions);
            person.coaching_planned = if is_coached { hours * TICKS_PER_HOUR as f64 * person.fte } else { 0.0 };
            person.coaching_due = person.coaching_planned;
            let number = record.person;
            if let Some(share) = given_share {
                self.note_coaching(number, share);
            }
        }
        self.schedule_week();
    }
}

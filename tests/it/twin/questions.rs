//! Questions of trainees, answers of supervisors, and the teams.

use surgecap::{
    blueprint::SupervisionMode,
    model::{staff::Grade, supervision::Scope},
    random::Draws,
    time::{SimTime, TICKS_PER_HOUR, Ticks},
};

use super::{
    office::{Doing, Office, What, Worker},
    record::Question,
};

/// A supervisor is released when fewer have been wanted for ten working days: on the eleventh such morning.
const MORNINGS_UNTIL_RELEASE: u32 = 10;

impl Office<'_> {
    pub(super) fn ask(&mut self, trainee: usize) {
        let stream = self.cases[self.workers[trainee].case.expect("who asks has a case")].coming.stream;
        self.record.questions.push((self.now, stream, Question::Asked));
        self.workers[trainee].doing = Doing::Waiting { since: self.now };
        if let Some(supervisor) = self.free_supervisor(trainee) {
            self.answer(supervisor, trainee);
            return;
        }
        self.questions.push(trainee);
        if let Some(patience) = &self.settings().supervision.patience_hours {
            let hours = patience.sample(&mut self.of_question(trainee, "patience"));
            self.schedule(self.now + Ticks::from_hours(hours), What::PatienceOver(trainee));
        }
    }

    pub(super) fn of_question(&self, trainee: usize, purpose: &str) -> Draws {
        let case = self.workers[trainee].case.expect("who asks has a case");
        let (stream, number, _) = self.address(case);
        let address = (self.cases[case].visit << 12) + self.workers[trainee].question;
        self.luck.of_visit(self.cases[case].stage, stream, purpose, number, address)
    }

    /// Whether this supervisor is asked by that trainee.
    pub(super) fn is_asked_by(&self, supervisor: usize, trainee: usize) -> bool {
        match self.settings().supervision.scope {
            Scope::Site => unreachable!("the twin has no sites"),
            Scope::Organisation => self.workers[supervisor].supervisor,
            Scope::Team => self.workers[trainee].team == Some(supervisor),
        }
    }

    /// An idle supervisor, else one whose task may be laid aside.
    pub(super) fn free_supervisor(&self, trainee: usize) -> Option<usize> {
        let all = || (0..self.workers.len()).filter(|&worker| self.is_asked_by(worker, trainee));
        let idle = all()
            .filter(|&worker| self.is_idle(worker))
            .min_by_key(|&worker| (self.workers[worker].idle_since, worker));
        idle.or_else(|| {
            let can_stop = |&worker: &usize| {
                self.workers[worker].doing == Doing::Working
                    && self.settings().stages[self.stage_of(worker)].interruptible
            };
            all().find(can_stop)
        })
    }

    pub(super) fn next_question(&mut self, supervisor: usize) -> Option<usize> {
        let place = self.questions.iter().position(|&trainee| self.is_asked_by(supervisor, trainee))?;
        let trainee = self.questions.remove(place);
        self.cancel(What::PatienceOver(trainee));
        Some(trainee)
    }

    pub(super) fn waited(&self, trainee: usize) -> Ticks {
        match self.workers[trainee].doing {
            Doing::Waiting { since } => self.now - since,
            Doing::Asking { since } => self.now - since,
            _ => Ticks::ZERO,
        }
    }

    pub(super) fn answer(&mut self, supervisor: usize, trainee: usize) {
        if self.workers[supervisor].doing == Doing::Working {
            self.end_stretch(supervisor);
            self.workers[supervisor].laid_aside = true;
        }
        let stream = self.cases[self.workers[trainee].case.expect("who asks has a case")].coming.stream;
        let waited = self.waited(trainee).0;
        self.record.questions.push((self.now, stream, Question::Answering { waited }));
        let hours = self.settings().supervision.answer_hours.sample(&mut self.of_question(trainee, "answer"));
        let ticks = hours * TICKS_PER_HOUR as f64 / (1.0 - self.pool(supervisor).overhead);
        self.workers[supervisor].doing = Doing::Answering { trainee };
        self.workers[trainee].doing = Doing::Asking { since: SimTime(self.now.0 - waited) };
        self.schedule(self.now + Ticks(ticks.round() as u64), What::WorkerDone(supervisor));
    }

    pub(super) fn go_on(&mut self, trainee: usize, given: bool, waited: Ticks) {
        let case = self.workers[trainee].case.expect("who asks has a case");
        let (stream, number, _) = self.address(case);
        self.record.questions.push((self.now, stream, Question::GoesOn { given, waited: waited.0 }));
        self.workers[trainee].unhelped = !given;
        self.workers[trainee].question += 1;
        let (stage, visit) = (self.cases[case].stage, self.cases[case].visit);
        self.draw_question(trainee, stage, stream, number, visit);
        self.begin_stretch(trainee);
    }

    pub(super) fn lose_patience(&mut self, trainee: usize) {
        let waited = self.waited(trainee);
        self.questions.retain(|&other| other != trainee);
        self.go_on(trainee, false, waited);
    }

    /// Each working morning: missing supervisors are appointed; newcomers join the smallest team.
    pub(super) fn form_teams(&mut self) {
        let rule = &self.settings().supervision;
        let trainees: Vec<usize> =
            (0..self.workers.len()).filter(|&worker| self.workers[worker].grade == Grade::Trainee).collect();
        if rule.mode != SupervisionMode::Questions || trainees.is_empty() && self.now == SimTime::ZERO {
            return;
        }
        let wanted = (trainees.len() as f64 / rule.span).ceil() as usize;
        let appointed = self.workers.iter().filter(|worker| worker.supervisor).count();
        self.mornings_lower = if wanted < appointed { self.mornings_lower + 1 } else { 0 };
        if self.mornings_lower > MORNINGS_UNTIL_RELEASE {
            self.mornings_lower = 0;
            for _ in wanted..appointed {
                let released = self.appointed.pop().expect("somebody is appointed");
                self.workers[released].supervisor = false;
                for worker in &mut self.workers {
                    if worker.team == Some(released) {
                        worker.team = None;
                    }
                }
            }
        }
        for _ in appointed..wanted {
            let able = (0..self.workers.len()).filter(|&worker| {
                let person = &self.workers[worker];
                !person.supervisor && person.grade == Grade::Senior && rule.from.contains(&person.pool)
            });
            let tenure = |worker: usize| self.tenure(self.workers[worker].pool, self.workers[worker].ordinal);
            let Some(best) = able.max_by(|&one, &other| tenure(one).total_cmp(&tenure(other)).then(other.cmp(&one)))
            else {
                break;
            };
            self.workers[best].supervisor = true;
            self.appointed.push(best);
        }
        for trainee in trainees {
            if self.workers[trainee].team.is_none() {
                let size = |team: usize| {
                    let is_of_team = |worker: &&Worker| worker.team == Some(team) && worker.grade == Grade::Trainee;
                    self.workers.iter().filter(is_of_team).count()
                };
                self.workers[trainee].team = self.appointed.iter().copied().min_by_key(|&worker| size(worker));
            }
        }
        let day = self.plan.calendar.office_day_of(self.now);
        let morning = self.plan.calendar.day_opening(day + 1);
        if morning > self.now && morning < self.plan.horizon {
            self.schedule(morning, What::Teams);
        }
    }
}

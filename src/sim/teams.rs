//! Teams: a supervisor, the trainees who may ask, and the questions that wait (RULES 7).

use std::collections::VecDeque;

use super::{
    event::{Event, Kind, Rank},
    worker::{Doing, Post},
    world::World,
};
use crate::{
    blueprint::SupervisionMode,
    model::{staff::Grade, supervision::Scope},
    observe::observation::{Observation, Observer},
    time::SimTime,
};

pub(super) const NO_TEAM: u32 = u32::MAX;

/// A supervisor is released when fewer were wanted for so many working days.
const RELEASE_AFTER_DAYS: u64 = 10;

#[derive(Default)]
pub(super) struct Teams {
    /// Teams in the order of their making; a dissolved one keeps its place, empty, until it is used again.
    list: Vec<Team>,
    /// Questions of all teams (one queue for the organisation), or of trainees without a team.
    shared: VecDeque<u32>,
    /// Since when fewer supervisors are wanted than appointed.
    surplus_since: Option<SimTime>,
    pub(super) is_scheduled: bool,
    pub(super) wanted: u32,
}

struct Team {
    supervisor: u32,
    is_active: bool,
    members: Vec<u32>,
    questions: VecDeque<u32>,
}

impl Teams {
    pub(super) fn supervisor(&self, team: u32) -> u32 {
        self.list[team as usize].supervisor
    }

    pub(super) fn supervisors(&self) -> impl Iterator<Item = u32> + '_ {
        self.list.iter().filter(|team| team.is_active).map(|team| team.supervisor)
    }

    pub(super) fn members(&self, team: u32) -> &[u32] {
        &self.list[team as usize].members
    }

    pub(super) fn enqueue(&mut self, scope: Scope, team: u32, trainee: u32) {
        if scope != Scope::Team || team == NO_TEAM {
            self.shared.push_back(trainee);
        } else {
            self.list[team as usize].questions.push_back(trainee);
        }
    }

    /// Takes a trainee's question out of whatever queue it stands in.
    pub(super) fn withdraw(&mut self, trainee: u32) {
        self.shared.retain(|&one| one != trainee);
        for team in self.list.iter_mut().filter(|team| !team.questions.is_empty()) {
            team.questions.retain(|&one| one != trainee);
        }
    }

    /// Questions that stand in no team's queue.
    pub(super) fn shared(&self) -> impl Iterator<Item = u32> + '_ {
        self.shared.iter().copied()
    }

    pub(super) fn take_shared(&mut self, place: usize) -> Option<u32> {
        self.shared.remove(place)
    }

    /// The trainee of a team whose question waits longest.
    pub(super) fn first_of(&self, team: u32) -> Option<u32> {
        self.list[team as usize].questions.front().copied()
    }

    pub(super) fn next_shared(&mut self) -> Option<u32> {
        self.shared.pop_front()
    }

    pub(super) fn next_of(&mut self, team: u32) -> Option<u32> {
        self.list[team as usize].questions.pop_front()
    }

    /// Teams in which a question waits.
    pub(super) fn waiting_teams(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.list.len() as u32).filter(|&team| !self.list[team as usize].questions.is_empty())
    }

    /// All questions that wait, for the audit.
    pub(super) fn waiting(&self) -> Vec<u32> {
        self.shared.iter().chain(self.list.iter().flat_map(|team| &team.questions)).copied().collect()
    }

    /// Takes all questions of a team out of its queue.
    pub(super) fn take_questions(&mut self, team: u32) -> Vec<u32> {
        std::mem::take(&mut self.list[team as usize].questions).into()
    }

    /// The smallest team of a supervisor of whom this holds.
    pub(super) fn smallest_of(&self, is_one: impl Fn(u32) -> bool) -> Option<u32> {
        (0..self.list.len() as u32)
            .filter(|&team| self.list[team as usize].is_active && is_one(self.list[team as usize].supervisor))
            .min_by_key(|&team| self.list[team as usize].members.len())
    }

    pub(super) fn smallest(&self) -> Option<u32> {
        (0..self.list.len() as u32)
            .filter(|&team| self.list[team as usize].is_active)
            .min_by_key(|&team| self.list[team as usize].members.len())
    }

    fn largest(&self) -> Option<u32> {
        (0..self.list.len() as u32)
            .filter(|&team| self.list[team as usize].is_active)
            .max_by_key(|&team| (self.list[team as usize].members.len(), std::cmp::Reverse(team)))
    }

    fn size(&self, team: u32) -> usize {
        self.list[team as usize].members.len()
    }
}

impl<O: Observer> World<'_, O> {
    /// Something about staff has changed: teams are kept before anything else happens at this instant.
    pub(super) fn staff_changed(&mut self) {
        if !self.teams.is_scheduled {
            self.teams.is_scheduled = true;
            // On a working calendar teams are kept in the morning.
            let calendar = &self.blueprint.calendar;
            let length = calendar.day_length().0;
            let is_morning = calendar.is_continuous() || self.now.0.is_multiple_of(length);
            let at = if is_morning { self.now } else { SimTime((self.now.0 / length + 1) * length) };
            self.schedule(at, Rank::Teams, Event::new(Kind::Teams, 0, 0));
        }
    }

    /// Appoints, releases and assigns, so that the wanted span is kept where people are to be had.
    pub(super) fn keep_teams(&mut self) {
        self.teams.is_scheduled = false;
        if self.set.supervision.mode != SupervisionMode::Questions {
            return self.share_supervision();
        }
        let trainees: Vec<u32> =
            (0..self.workers.len() as u32).filter(|&one| self.workers[one as usize].is_in_practice()).collect();
        for worker in 0..self.workers.len() as u32 {
            let record = &self.workers[worker as usize];
            if record.is_supervisor && !record.is_employed() {
                self.release(worker);
            } else if record.team != NO_TEAM && !record.is_supervisor && !record.is_in_practice() {
                self.leave_team(worker);
            }
        }
        let wanted = self.wanted_supervisors(&trainees);
        self.teams.wanted = wanted;
        let mut appointed = self.teams.supervisors().count() as u32;
        let before = appointed;
        if appointed < wanted {
            for candidate in self.candidates(wanted - appointed) {
                self.appoint(candidate);
                appointed += 1;
            }
        }
        if appointed > wanted {
            let since = *self.teams.surplus_since.get_or_insert(self.now);
            let patience = self.blueprint.calendar.day_length().0 * RELEASE_AFTER_DAYS;
            if (self.now - since).0 >= patience || wanted == 0 && trainees.is_empty() {
                self.teams.surplus_since = None;
                while appointed > wanted {
                    let last = self.teams.supervisors().last().unwrap_or_default();
                    self.release(last);
                    appointed -= 1;
                }
            } else {
                let due = SimTime((since.0 + patience).max(self.now.0));
                self.schedule(due, Rank::Teams, Event::new(Kind::Teams, 0, 0));
            }
        } else {
            self.teams.surplus_since = None;
        }
        for trainee in trainees {
            if self.workers[trainee as usize].team == NO_TEAM
                && let Some(team) = self.smallest_team_for(trainee)
            {
                self.move_to(trainee, team);
            }
        }
        // A new supervisor's team is filled from the largest ones; else teams are kept as they are.
        if self.sites.is_used && appointed > before {
            self.fill_teams_by_site();
        }
        while let (Some(small), Some(large)) = (self.teams.smallest(), self.teams.largest()) {
            if appointed <= before || self.sites.is_used || self.teams.size(large) <= self.teams.size(small) + 1 {
                break;
            }
            let Some(&last) = self.teams.members(large).last() else { break };
            self.move_to(last, small);
        }
        self.count_teams();
    }

    /// Present seniors of the named pools, longest tenure first, up to each pool's share.
    fn candidates(&self, count: u32) -> Vec<u32> {
        let rule = &self.set.supervision;
        let mut room: Vec<i64> = (0..self.blueprint.pool_count())
            .map(|pool| {
                let heads: u32 = self.gauges.staff[pool].iter().sum();
                (f64::from(heads) * rule.at_most_share).floor() as i64
            })
            .collect();
        for supervisor in self.teams.supervisors() {
            room[usize::from(self.workers[supervisor as usize].pool)] -= 1;
        }
        let mut fit: Vec<u32> = (0..self.workers.len() as u32)
            .filter(|&one| {
                let record = &self.workers[one as usize];
                record.grade == Grade::Senior
                    && !record.is_supervisor
                    && record.is_present()
                    && record.post == Post::Desk
                    && rule.from.contains(&usize::from(record.pool))
            })
            .collect();
        fit.sort_by_key(|&one| (self.persons[self.workers[one as usize].person as usize].hired, one));
        if self.sites.is_used {
            fit = self.near_ones_first(fit);
        }
        let mut chosen = Vec::new();
        for one in fit {
            let left = &mut room[usize::from(self.workers[one as usize].pool)];
            if chosen.len() < count as usize && *left > 0 {
                *left -= 1;
                chosen.push(one);
            }
        }
        chosen
    }

    fn appoint(&mut self, worker: u32) {
        let free = self.teams.list.iter().position(|team| !team.is_active && team.questions.is_empty());
        let team = Team { supervisor: worker, is_active: true, members: Vec::new(), questions: VecDeque::new() };
        let place = match free {
            Some(place) => {
                self.teams.list[place] = team;
                place
            }
            None => {
                self.teams.list.push(team);
                self.teams.list.len() - 1
            }
        };
        let record = &mut self.workers[worker as usize];
        record.is_supervisor = true;
        record.team = place as u32;
        if record.doing == Doing::Idle {
            self.wake(worker);
            self.find_work(worker);
        }
    }

    /// The team is spread; a talk under way is finished, open questions go along with the trainees.
    fn release(&mut self, worker: u32) {
        let team = self.workers[worker as usize].team;
        let Team { members, questions, .. } = std::mem::replace(
            &mut self.teams.list[team as usize],
            Team { supervisor: worker, is_active: false, members: Vec::new(), questions: VecDeque::new() },
        );
        let record = &mut self.workers[worker as usize];
        record.is_supervisor = false;
        record.team = NO_TEAM;
        for &member in &members {
            self.workers[member as usize].team = NO_TEAM;
        }
        self.teams.shared.extend(questions);
        for member in members {
            if let Some(next) = self.smallest_team_for(member) {
                self.move_to(member, next);
            }
        }
        if self.workers[worker as usize].doing == Doing::StandingBy {
            self.book(worker);
            self.find_work(worker);
        }
    }

    fn leave_team(&mut self, trainee: u32) {
        let team = std::mem::replace(&mut self.workers[trainee as usize].team, NO_TEAM);
        if team != NO_TEAM {
            self.teams.list[team as usize].members.retain(|&one| one != trainee);
        }
    }

    pub(super) fn move_to(&mut self, trainee: u32, team: u32) {
        self.leave_team(trainee);
        self.workers[trainee as usize].team = team;
        self.teams.list[team as usize].members.push(trainee);
        // A question that nobody could take finds the new supervisor.
        if self.set.supervision.scope == Scope::Team
            && self.workers[trainee as usize].doing == Doing::Waiting
            && self.teams.shared.contains(&trainee)
        {
            self.teams.withdraw(trainee);
            self.ask_again(trainee);
        }
    }

    /// The same question, put to whoever is there now.
    pub(super) fn ask_again(&mut self, trainee: u32) {
        self.book(trainee);
        let record = &mut self.workers[trainee as usize];
        record.token = record.token.wrapping_add(1);
        self.ask(trainee);
    }

    /// Tells how many supervise and are supervised, present ones only.
    pub(super) fn count_teams(&mut self) {
        let mut counts = (0, 0);
        for worker in &self.workers {
            if worker.is_present() {
                counts.0 += u32::from(worker.is_supervisor);
                counts.1 += u32::from(worker.is_in_practice());
            }
        }
        (self.gauges.supervisors, self.gauges.trainees) = counts;
        self.tell_teams();
    }

    pub(super) fn tell_teams(&mut self) {
        let (supervisors, trainees, wanted) = (self.gauges.supervisors, self.gauges.trainees, self.teams.wanted);
        self.observer.see(self.now, &Observation::Teams { supervisors, trainees, wanted });
    }

    /// The next week of coaching begins on its first working day.
    pub(super) fn schedule_week(&mut self) {
        let calendar = &self.blueprint.calendar;
        let today = calendar.office_day_of(self.now);
        let (week, _) = calendar.weekday_number(today);
        let next = (today + 1..calendar.office_day_count()).find(|&day| calendar.weekday_number(day).0 > week);
        if let Some(day) = next {
            let at = calendar.day_opening(day);
            self.schedule(at, Rank::Week, Event::new(Kind::Week, 0, 0));
        }
    }
}

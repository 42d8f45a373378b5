//! The world verifies itself: every case and every worker is in exactly one place, and the counts agree.

use super::{
    case::Place,
    lane::Lane,
    worker::{Doing, Post},
    world::World,
};
use crate::{blueprint::picks, observe::observation::Observer};

impl<O: Observer> World<'_, O> {
    /// # Panics
    /// When an invariant is broken.
    pub(super) fn audit(&self) {
        self.audit_cases();
        self.audit_workers();
        self.audit_absence();
        self.audit_resources();
        self.audit_slots();
        self.audit_decisions();
        self.audit_penalties();
        self.audit_files();
        self.audit_sites();
        self.audit_reception();
        self.audit_policy();
    }

    fn audit_cases(&self) {
        let mut stock = vec![0u64; self.blueprint.stream_count()];
        let mut queue = vec![0u64; self.blueprint.stage_count()];
        let mut at_court = stock.clone();
        let mut held = vec![0u64; self.blueprint.stage_count()];
        let mut queued = 0;
        for (index, case) in self.cases.iter().enumerate() {
            let index = index as u32;
            match case.place {
                Place::Nowhere => {
                    assert!(self.free.contains(&index), "a closed case is free to be used again");
                    continue;
                }
                Place::AtCourt => {
                    at_court[usize::from(case.stream)] += 1;
                    assert!(self.decides(), "only decisions go to court");
                    continue;
                }
                Place::Queued => {
                    queue[usize::from(case.stage)] += 1;
                    queued += 1;
                }
                Place::Tray => {
                    queue[usize::from(case.stage)] += 1;
                    let author = &self.workers[case.worker as usize];
                    let tray = &self.persons[author.person as usize].tray;
                    assert!(tray.contains(&index), "a case in a tray is in its author's");
                    assert!(author.has_errand, "who has a case in the tray has an errand");
                }
                Place::InHand => {
                    assert_eq!(self.workers[case.worker as usize].task, index, "a case in hand is in one hand");
                }
                Place::Delayed => {}
                Place::Held => held[usize::from(case.stage)] += 1,
                Place::GivenUp => continue,
            }
            assert!(case.effort >= 0.0 && case.effort.is_finite(), "effort left is never negative");
            stock[usize::from(case.stream)] += 1;
        }
        let terms = self
            .cases
            .iter()
            .zip(0..)
            .filter(|(case, _)| !matches!(case.place, Place::Nowhere | Place::AtCourt | Place::GivenUp));
        let mut overdue = vec![0u64; self.blueprint.stream_count()];
        for (case, index) in terms {
            if !self.was_remanded(index) {
                assert_eq!(case.due_day, self.due_day_of(index), "a term ends when the law and its changes say");
            }
            overdue[usize::from(case.stream)] += u64::from(case.due_day < self.due_read);
        }
        assert_eq!(overdue, self.gauges.overdue, "overdue cases are those whose term has passed");
        let is_there = |&(case, stamp): &(u32, u32)| self.cases[case as usize].stamp == stamp;
        let of_lane = |lane: &Lane| lane.cases().into_iter().filter(is_there).map(|(case, _)| case);
        let in_lanes: Vec<u32> = self.lanes.iter().flat_map(of_lane).collect();
        let standing = in_lanes.iter().filter(|&&case| self.cases[case as usize].place != Place::GivenUp).count();
        assert_eq!(standing as u64, queued, "a queued case stands in one lane");
        assert_eq!(self.waiting, queued, "the count of waiting cases is that of the lanes");
        for (number, lane) in self.lanes.iter().enumerate() {
            let waiting = of_lane(lane).filter(|&case| self.cases[case as usize].place == Place::Queued);
            assert_eq!(waiting.count(), lane.len(), "a lane knows who of it has given up");
            let is_right = |front: &(u32, u32)| is_there(front) && self.cases[front.0 as usize].place == Place::Queued;
            assert!(lane.front_case().as_ref().is_none_or(is_right), "who gave up never stands in front of {number}");
            let seems_filled = self.filled & picks::bit_of(number) != 0;
            assert!(
                seems_filled != lane.has_none() || number >= picks::OWN_BITS,
                "lane {number} is known to be empty or not"
            );
        }
        assert_eq!(stock, self.gauges.stock, "open cases are the stock");
        assert_eq!(at_court, self.gauges.at_court, "cases at court are closed and counted");
        assert_eq!(held, self.gauges.held, "cases outside are counted");
        assert_eq!(held.iter().sum::<u64>(), self.holding.count);
        for (stage, outside) in self.holding.outside.iter().enumerate() {
            assert_eq!(outside.len() as u64, held[stage], "who is held stands outside one queue");
            let room = self.set.stages[stage].room.map_or(u64::MAX, |room| room.places);
            assert!(held[stage] == 0 || queue[stage] >= room, "nobody waits outside while there is room");
        }
        assert_eq!(queue, self.gauges.queue, "queues are as long as counted");
        for (stream, open) in stock.iter().enumerate() {
            let came = self.gauges.arrived[stream] + self.gauges.remanded[stream];
            assert_eq!(came, self.gauges.gone(stream) + open, "cases are conserved");
        }
    }

    fn audit_workers(&self) {
        let mut staff = vec![[0u32; 3]; self.blueprint.pool_count()];
        let (mut supervisors, mut trainees, mut asking) = (0, 0, 0);
        let waiting = self.teams.waiting();
        for (number, worker) in self.workers.iter().enumerate() {
            let number = number as u32;
            if worker.is_employed() {
                staff[usize::from(worker.pool)][worker.grade as usize] += 1;
            }
            if worker.is_present() && !self.teams.is_scheduled {
                supervisors += u32::from(worker.is_supervisor);
                trainees += u32::from(worker.is_in_practice());
            }
            if worker.has_task() {
                let case = &self.cases[worker.task as usize];
                assert_eq!((case.worker, case.place), (number, Place::InHand), "a task is in its worker's hand");
            }
            let person = &self.persons[worker.person as usize];
            asking += u32::from(person.has_question);
            let stands = waiting.iter().filter(|&&one| one == number).count();
            assert_eq!(
                stands,
                usize::from(worker.doing == Doing::Waiting),
                "who waits stands in one queue of questions"
            );
            match worker.doing {
                Doing::Working | Doing::SettlingIn | Doing::Waiting | Doing::Blocked | Doing::WaitingInVain => {
                    assert!(worker.has_task())
                }
                Doing::Idle => {
                    assert!(!worker.has_task(), "who has begun a case is not idle");
                    let has_own = self.next_of_own(worker.person as usize).is_some();
                    assert!(!has_own || self.is_looking_again, "who has a case of their own is not idle");
                    if worker.pace > 0.0 && !self.is_looking_again {
                        for group in &self.set.picks[usize::from(worker.crew)] {
                            for &lane in &group.lanes {
                                assert!(
                                    self.lanes[lane as usize].len() == 0
                                        || self.is_barred(lane as usize)
                                        || self.is_at_limit(number, group.stage),
                                    "nobody is idle while a case waits that is theirs"
                                );
                                let is_outside = |case: u32| {
                                    self.cases[case as usize].place == Place::Held
                                        && self.lane_of(case) == lane as usize
                                };
                                let outside = self.holding.outside.get(self.stage_of(lane as usize));
                                let is_held = outside
                                    .is_some_and(|all| all.cases().into_iter().any(|(case, _)| is_outside(case)));
                                let is_theirs =
                                    is_held && !self.is_barred(lane as usize) && !self.is_at_limit(number, group.stage);
                                assert!(!is_theirs, "nobody is idle while a case waits outside that is theirs");
                            }
                        }
                    }
                }
                Doing::Asking | Doing::Answering | Doing::Coaching | Doing::Coached => {
                    let partner = &self.workers[worker.partner as usize];
                    assert_eq!(partner.partner, number, "a talk has two sides");
                }
                Doing::Outside => assert_eq!(worker.post, Post::Outside),
                Doing::OtherWork => assert!(!worker.has_task(), "other work is not begun over a case"),
                Doing::Classroom => assert_eq!(worker.post, Post::Class),
                Doing::Teaching => assert_eq!(worker.post, Post::Teacher),
                Doing::Gone | Doing::Away | Doing::Absent | Doing::StandingBy => {}
            }
        }
        let idle: Vec<u32> =
            (0..self.workers.len() as u32).filter(|&one| self.workers[one as usize].doing == Doing::Idle).collect();
        let known = std::iter::successors(self.next_idle(0), |&one| self.next_idle(one + 1));
        assert_eq!(idle, known.collect::<Vec<u32>>(), "the idle are known");
        assert_eq!(idle.len(), self.idle_count as usize, "the idle are counted");
        assert_eq!(staff, self.gauges.staff, "everybody employed is counted");
        let made: u64 = self.gauges.decided_by.iter().flatten().sum();
        assert!(made <= self.gauges.decided.iter().sum(), "a decision has at most one maker");
        assert_eq!(asking, self.gauges.asking, "open questions are counted");
        if !self.teams.is_scheduled {
            assert_eq!((supervisors, trainees), (self.gauges.supervisors, self.gauges.trainees), "teams are counted");
        }
    }
}

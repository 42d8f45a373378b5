//! Right and wrong, granted and refused: what becomes of drafts (RULES 9).
//!
//! A draft is made where work ends after which nothing but a decision follows. Its outcome is fixed when it is finished:
//! one uniform of the visit against the error probability of its author under the strain of that visit. A sign-off finds
//! wrong drafts by the signer's own competence; a draft that is rightly returned is drawn anew when it is repaired, one
//! that is wrongly returned stays right.

use super::{case::NONE, extra::Extra, inspection::Quarter, world::World};
use crate::{
    model::{
        quality::{
            errors::{Outcome, Strain},
            information::InformationRule,
        },
        staff::Grade,
    },
    observe::observation::{Observation, Observer},
};

/// What the decisions of one run hang on; empty where no scenario asks whether they are right.
#[derive(Default)]
pub(super) struct Decisions {
    /// Share of last week's coaching that was not given, by person.
    uncoached: Vec<f64>,
    pub(super) quarter: Quarter,
}

/// The decision of one case as it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draft {
    /// None: nothing is written yet.
    outcome: Option<Outcome>,
    /// It came back for a good reason: the repair decides anew whether it is right.
    is_refused: bool,
    /// Who had the last word so far.
    signed_by: Grade,
    /// Questions since the last draft, and those of them that nobody answered.
    asked: u32,
    unanswered: u32,
    /// Where and at which visit it was written last.
    pub(super) stage: u16,
    visit: u32,
    /// Information left out: a factor of errors, and what is added to the share of grants.
    skip_error: f64,
    skip_grant: f64,
    /// A court has sent the case back.
    is_again: bool,
}

impl Draft {
    pub(super) const BLANK: Draft = Draft {
        outcome: None,
        is_refused: false,
        signed_by: Grade::Senior,
        asked: 0,
        unanswered: 0,
        stage: 0,
        visit: 0,
        skip_error: 1.0,
        skip_grant: 0.0,
        is_again: false,
    };
}

impl<O: Observer> World<'_, O> {
    /// A case has taken up a record.
    #[inline]
    pub(super) fn open_draft(&mut self, case: u32) {
        if self.decides() {
            self.extras[case as usize].draft = Draft::BLANK;
        }
    }

    /// Whether a court has sent the case back before.
    #[inline(always)]
    pub(super) fn was_remanded(&self, case: u32) -> bool {
        self.decides() && self.extras[case as usize].draft.is_again
    }

    /// A court has sent the case back: what was written and what was left out counts no more.
    pub(super) fn reopen_draft(&mut self, case: u32) {
        self.extras[case as usize].draft = Draft { is_again: true, ..Draft::BLANK };
    }

    /// The stage where the draft was written.
    pub(super) fn drafted_at(&self, case: u32) -> usize {
        usize::from(self.extras[case as usize].draft.stage)
    }

    /// What draws about the decision hang on: the lane and the visit of its draft, and the case's number.
    pub(super) fn draft_address(&self, case: u32) -> (usize, u64, u64) {
        let draft = &self.extras[case as usize].draft;
        let record = &self.cases[case as usize];
        let lane = usize::from(draft.stage) * self.blueprint.stream_count() + usize::from(record.stream);
        (lane, record.number, u64::from(draft.visit))
    }

    /// The case skips a stage of information.
    pub(super) fn note_skip(&mut self, case: u32, rule: &InformationRule) {
        if self.decides() {
            let draft = &mut self.extras[case as usize].draft;
            draft.skip_error *= rule.skip_error;
            draft.skip_grant += rule.skip_grant;
        }
    }

    /// A worker takes over a file of somebody else, and leaves a part of it unread.
    #[inline]
    pub(super) fn read_in_hastily(&mut self, case: u32, stage: usize) {
        if self.decides() {
            self.extras[case as usize].draft.skip_error *= self.set.stages[stage].reading_in.hasty_error;
        }
    }

    /// A question about the case was answered, or not.
    #[inline]
    pub(super) fn note_question(&mut self, case: u32, is_answered: bool) {
        if self.decides() {
            let draft = &mut self.extras[case as usize].draft;
            draft.asked += 1;
            draft.unanswered += u32::from(!is_answered);
        }
    }

    /// A week has ended: how much of a person's coaching was left out.
    #[inline]
    pub(super) fn note_coaching(&mut self, person: u32, given_share: f64) {
        if self.decides() {
            let person = person as usize;
            if self.decisions.uncoached.len() <= person {
                self.decisions.uncoached.resize(person + 1, 0.0);
            }
            self.decisions.uncoached[person] = 1.0 - given_share;
        }
    }

    /// The work of a visit is done; at a stage of drafts that fixes the outcome.
    #[inline]
    pub(super) fn finish_draft(&mut self, worker: u32, case: u32, stage: usize) {
        if !self.decides() || !self.blueprint.drafts[stage] {
            return;
        }
        if !self.cases[case as usize].is_rework || self.extras[case as usize].draft.outcome.is_none() {
            self.write(worker, case, stage);
        } else {
            self.mend(worker, case, stage);
        }
        self.extras[case as usize].draft.signed_by = self.workers[worker as usize].grade;
    }

    /// A first draft: what it says, and whether it is right.
    fn write(&mut self, worker: u32, case: u32, stage: usize) {
        let strain = self.strain_on(worker, case);
        let errors = self.set.decisions.errors.probability(self.competence_of(worker), &strain);
        self.draw_outcome(case, stage, errors);
    }

    fn draw_outcome(&mut self, case: u32, stage: usize, errors: f64) {
        let record = &self.cases[case as usize];
        let keys = &self.luck.stages[stage * self.blueprint.stream_count() + usize::from(record.stream)];
        let (number, visit) = (record.number, u64::from(record.visit));
        let draft = &mut self.extras[case as usize].draft;
        (draft.stage, draft.visit) = (stage as u16, record.visit);
        let granted = self.set.decisions.granted[usize::from(record.class)] + draft.skip_grant;
        let outcome = Outcome {
            granted: keys.grant.draws(number, visit).uniform() < granted,
            wrong: keys.error.draws(number, visit).uniform() < errors,
        };
        draft.outcome = Some(outcome);
    }

    /// A repaired draft: drawn anew when it came back for a good reason.
    fn mend(&mut self, worker: u32, case: u32, stage: usize) {
        let strain = self.strain_on(worker, case);
        let draft = &mut self.extras[case as usize].draft;
        if !std::mem::take(&mut draft.is_refused) {
            return;
        }
        let errors = self.set.decisions.errors.after_rework(self.competence_of(worker), &strain);
        let record = &self.cases[case as usize];
        let keys = &self.luck.stages[stage * self.blueprint.stream_count() + usize::from(record.stream)];
        let wrong = keys.error.draws(record.number, u64::from(record.visit)).uniform() < errors;
        if let Some(outcome) = &mut self.extras[case as usize].draft.outcome {
            outcome.wrong = wrong;
        }
    }

    /// What weighed on the case since its last draft; taken, so that it counts once.
    fn strain_on(&mut self, worker: u32, case: u32) -> Strain {
        let record = &self.workers[worker as usize];
        let pressure = self.set.pools[usize::from(record.pool)].error_factor;
        // Only trainees are coached.
        let uncoached = match record.grade {
            Grade::Trainee => self.decisions.uncoached.get(record.person as usize).copied().unwrap_or(0.0),
            _ => 0.0,
        };
        let draft = &mut self.extras[case as usize].draft;
        let unanswered = if draft.asked == 0 { 0.0 } else { f64::from(draft.unanswered) / f64::from(draft.asked) };
        // What was left out stays left out.
        let factor = pressure * draft.skip_error;
        (draft.asked, draft.unanswered) = (0, 0);
        Strain { unanswered, uncoached, factor }
    }

    fn competence_of(&self, worker: u32) -> f64 {
        self.persons[self.workers[worker as usize].person as usize].competence
    }

    /// The probability that `signer` sends the draft back, where sign-offs find errors; none: by the plain share.
    pub(super) fn refusal(&mut self, signer: u32, case: u32) -> Option<f64> {
        let rule = self.set.decisions.detection?;
        let outcome = self.outcome_of(case);
        Some(rule.returned(self.competence_of(signer), outcome.wrong))
    }

    /// The sign-off has spoken.
    pub(super) fn note_check(&mut self, signer: u32, case: u32, is_returned: bool) {
        if !self.decides() {
            return;
        }
        let wrong = self.outcome_of(case).wrong;
        let stream = usize::from(self.cases[case as usize].stream);
        let draft = &mut self.extras[case as usize].draft;
        draft.is_refused = is_returned && wrong;
        draft.signed_by = self.workers[signer as usize].grade;
        self.observer.see(self.now, &Observation::Checked { stream, wrong, returned: is_returned });
    }

    /// The signer has repaired the draft.
    pub(super) fn note_repair(&mut self, signer: u32, case: u32, stage: usize) {
        if self.decides() {
            self.mend(signer, case, stage);
        }
    }

    /// What the case's decision says; a case that came past all work is decided as by experienced people.
    pub(super) fn outcome_of(&mut self, case: u32) -> Outcome {
        if self.extras[case as usize].draft.outcome.is_none() {
            let stage = usize::from(self.cases[case as usize].stage);
            let strain = Strain { factor: self.extras[case as usize].draft.skip_error, ..Strain::NONE };
            let errors = self.set.decisions.errors.probability(1.0, &strain);
            self.draw_outcome(case, stage, errors);
        }
        self.extras[case as usize].draft.outcome.unwrap_or_default()
    }

    /// A final decision, just before the case is closed: what hangs on it begins here. Whether it is appealed.
    #[inline(always)]
    pub(super) fn after_decision(&mut self, case: u32) -> bool {
        // Who must know whether it was granted asks for `Mechanism::Quality`; without it there is no outcome.
        self.decides() && self.follow(case)
    }

    #[inline(never)]
    fn follow(&mut self, case: u32) -> bool {
        let outcome = self.outcome_of(case);
        self.count_decision(case, outcome);
        let appealed = self.appeal(case, outcome);
        let record = &self.cases[case as usize];
        let (stream, class, number) = (usize::from(record.stream), usize::from(record.class), record.number);
        let signed_by = self.extras[case as usize].draft.signed_by;
        let told = Observation::Decided { stream, class, case: number, outcome, signed_by, appealed };
        self.observer.see(self.now, &told);
        appealed
    }

    /// # Panics
    /// When a draft is not what its case says.
    pub(super) fn audit_decisions(&self) {
        if !self.decides() {
            return;
        }
        assert_eq!(self.extras.len(), self.cases.len(), "every record has its draft");
        for (case, Extra { draft, .. }) in self.cases.iter().zip(&self.extras) {
            assert!(draft.unanswered <= draft.asked, "no more questions are unanswered than were asked");
            if draft.is_refused {
                assert!(draft.outcome.is_some_and(|outcome| outcome.wrong), "only what is wrong is rightly returned");
            }
            let is_repaired = case.is_rework && case.place != super::case::Place::Nowhere;
            assert!(!is_repaired || case.author == NONE || draft.outcome.is_some(), "what came back was written");
        }
    }
}

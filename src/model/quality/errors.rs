//! How often a decision is wrong, and how often a sign-off notices.
//!
//! The rates are assumptions, never results: a run says by what factor the risk rises if they hold.

/// What a decision says, and whether it is right: four counts (RULES 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Outcome {
    pub granted: bool,
    pub wrong: bool,
}

/// What made a draft harder to get right; all zero or one for a draft under good conditions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strain {
    /// Share of its questions that nobody answered.
    pub unanswered: f64,
    /// Share of last week's coaching of its author that was not given.
    pub uncoached: f64,
    /// Of pressure, of reading-in and information left out: all factors together.
    pub factor: f64,
}

impl Strain {
    pub const NONE: Strain = Strain { unanswered: 0.0, uncoached: 0.0, factor: 1.0 };
}

/// The error probability of one replication, numbers drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorRule {
    pub at_start: f64,
    pub experienced: f64,
    /// Factors when no question was answered, when no coaching was given, and of a repaired draft.
    pub unanswered: f64,
    pub uncoached: f64,
    pub rework: f64,
}

impl ErrorRule {
    /// Nothing is ever wrong.
    pub const NONE: ErrorRule =
        ErrorRule { at_start: 0.0, experienced: 0.0, unanswered: 1.0, uncoached: 1.0, rework: 1.0 };

    /// The probability that a draft of a worker with this competence is wrong, at most 1.
    ///
    /// Linear in competence; each strain is linear between its share 0 and 1, and the strains multiply.
    pub fn probability(&self, competence: f64, strain: &Strain) -> f64 {
        let skill = self.at_start + (self.experienced - self.at_start) * competence;
        let unanswered = 1.0 + (self.unanswered - 1.0) * strain.unanswered;
        let uncoached = 1.0 + (self.uncoached - 1.0) * strain.uncoached;
        (skill * unanswered * uncoached * strain.factor).clamp(0.0, 1.0)
    }

    /// The same for a draft that came back and was repaired.
    pub fn after_rework(&self, competence: f64, strain: &Strain) -> f64 {
        (self.probability(competence, strain) * self.rework).min(1.0)
    }
}

/// What a sign-off finds, numbers drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DetectionRule {
    pub at_start: f64,
    pub experienced: f64,
    pub false_alarm: f64,
}

impl DetectionRule {
    /// The probability that a signer of this competence sends a draft back.
    pub fn returned(&self, signer: f64, is_wrong: bool) -> f64 {
        if is_wrong { self.at_start + (self.experienced - self.at_start) * signer } else { self.false_alarm }
    }

    /// The share of drafts that come back when the share `errors` of them is wrong: what can be counted.
    pub fn returned_share(&self, signer: f64, errors: f64) -> f64 {
        errors * self.returned(signer, true) + (1.0 - errors) * self.false_alarm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: ErrorRule = ErrorRule { at_start: 0.3, experienced: 0.1, unanswered: 2.0, uncoached: 1.5, rework: 0.5 };

    #[test]
    fn errors_fall_with_competence_and_rise_with_each_strain() {
        let at = |competence: f64, strain: Strain| RULE.probability(competence, &strain);
        assert!((at(0.0, Strain::NONE) - 0.3).abs() < 1e-15 && (at(1.0, Strain::NONE) - 0.1).abs() < 1e-15);
        assert!((at(0.5, Strain { unanswered: 0.5, ..Strain::NONE }) - 0.2 * 1.5).abs() < 1e-15);
        assert!((at(0.5, Strain { uncoached: 1.0, ..Strain::NONE }) - 0.2 * 1.5).abs() < 1e-15);
        let all = Strain { unanswered: 1.0, uncoached: 1.0, factor: 1.2 };
        assert!((at(0.5, all) - 0.2 * 2.0 * 1.5 * 1.2).abs() < 1e-15);
    }

    #[test]
    fn an_error_is_never_more_than_certain() {
        let much = Strain { unanswered: 1.0, uncoached: 1.0, factor: 9.0 };
        assert_eq!(RULE.probability(0.0, &much), 1.0);
        assert!((RULE.after_rework(0.0, &Strain::NONE) - 0.15).abs() < 1e-15);
    }

    #[test]
    fn a_share_of_returned_drafts_mixes_what_is_found_and_false_alarms() {
        let rule = DetectionRule { at_start: 0.2, experienced: 0.8, false_alarm: 0.1 };
        assert!((rule.returned(0.5, true) - 0.5).abs() < 1e-15);
        assert!((rule.returned_share(1.0, 0.25) - (0.25 * 0.8 + 0.75 * 0.1)).abs() < 1e-15);
    }
}

//! Places of work: who sits where, how many seats there are, and how far a file travels.

use super::num::Num;

#[derive(Clone, Debug)]
pub struct Site {
    pub name: String,
    pub says: String,
    /// Desks or accounts; None: enough for everybody.
    pub seats: Option<Num>,
}

/// Why a file has to be read in when a worker takes it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hands {
    /// Somebody else worked on it last.
    pub are_new: bool,
    /// That was at another site.
    pub are_elsewhere: bool,
    /// This visit was begun by somebody else, who left it half-way.
    pub took_over: bool,
}

/// Hours of reading in, of one stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReadingIn {
    /// Into a file that a colleague left half-way through this stage.
    pub handover_hours: f64,
    /// Into a file on which somebody else worked at an earlier stage.
    pub read_in_hours: f64,
    /// On top of either, when that was at another site.
    pub site_handover_hours: f64,
    /// What errors of the case are multiplied by each time, for what is left unread.
    pub hasty_error: f64,
}

impl ReadingIn {
    /// Of all hours only a `share` is taken, at a price in errors that is `error` when nothing is read.
    pub fn in_part(self, share: f64, error: f64) -> Self {
        ReadingIn {
            handover_hours: self.handover_hours * share,
            read_in_hours: self.read_in_hours * share,
            site_handover_hours: self.site_handover_hours * share,
            hasty_error: 1.0 + (error - 1.0) * (1.0 - share),
        }
    }

    /// Hours before the work goes on. Who takes over half-way reads what was left, and not the file a second time.
    pub fn hours(&self, hands: Hands) -> f64 {
        let first = match (hands.took_over, hands.are_new) {
            (true, _) => self.handover_hours,
            (false, true) => self.read_in_hours,
            (false, false) => 0.0,
        };
        first + if hands.are_new && hands.are_elsewhere { self.site_handover_hours } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_once_and_from_afar_at_a_price() {
        let stage = ReadingIn { handover_hours: 2.0, read_in_hours: 1.0, site_handover_hours: 0.5, hasty_error: 1.0 };
        let hours = |are_new, are_elsewhere, took_over| stage.hours(Hands { are_new, are_elsewhere, took_over });
        assert_eq!((hours(false, false, false), hours(true, false, false), hours(true, true, false)), (0.0, 1.0, 1.5));
        // A case put back by a leaver may come to its former worker again, who reads what is left.
        assert_eq!((hours(true, false, true), hours(true, true, true), hours(false, false, true)), (2.0, 2.5, 2.0));
        assert_eq!(stage.in_part(1.0, 3.0), stage, "who reads everything errs no more");
        let half = stage.in_part(0.5, 3.0);
        assert_eq!((half.handover_hours, half.read_in_hours, half.hasty_error), (1.0, 0.5, 2.0));
    }
}

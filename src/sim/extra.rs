//! What the optional mechanisms know of a case, side by side: an event that looks at one mostly looks at others too.
//!
//! Each mechanism says in its own file what its part means; kept only where any of them is used.

use super::{
    files::{File, UNTOUCHED},
    penalty::{IN_TIME, Late},
    quality::Draft,
    slots::Planned,
    withdrawal::Wait,
};

/// By case record; parts are never cleared when a record is used again, unless their mechanism does.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(super) struct Extra {
    // What waiting looks at, in one line of the cache.
    pub slot: Planned,
    pub wait: Wait,
    pub late: Late,
    // What work looks at.
    pub draft: Draft,
    pub file: File,
    /// The stream with which its applicant came into reception.
    pub bed: Option<u16>,
}

impl Extra {
    pub(super) const BLANK: Extra = Extra {
        slot: Planned::NONE,
        wait: Wait::NOT_DRAWN,
        late: IN_TIME,
        draft: Draft::BLANK,
        file: UNTOUCHED,
        bed: None,
    };

    /// Anything from each of its lines.
    #[inline]
    pub(super) fn warmth(&self) -> u32 {
        self.wait.token.wrapping_add(u32::from(self.draft.stage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lines_of_the_cache_hold_all() {
        assert_eq!(size_of::<Extra>(), 128);
        assert_eq!(std::mem::offset_of!(Extra, draft), 64);
    }
}

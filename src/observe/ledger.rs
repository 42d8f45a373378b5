//! The ledger's categories: every paid hour is in exactly one (RULES 11).

/// What a paid hour went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Category {
    Overhead,
    Classroom,
    Teaching,
    Coached,
    Coaching,
    WaitingForSupervisor,
    Asking,
    Answering,
    StandingBy,
    FirstTime,
    SlowerPace,
    Rework,
    SignOff,
    Handover,
    LostWork,
    OtherWork,
    IdleNoCase,
    IdleNoPermission,
}

impl Category {
    pub const COUNT: usize = 18;

    pub const ALL: [Category; Category::COUNT] = [
        Category::Overhead,
        Category::Classroom,
        Category::Teaching,
        Category::Coached,
        Category::Coaching,
        Category::WaitingForSupervisor,
        Category::Asking,
        Category::Answering,
        Category::StandingBy,
        Category::FirstTime,
        Category::SlowerPace,
        Category::Rework,
        Category::SignOff,
        Category::Handover,
        Category::LostWork,
        Category::OtherWork,
        Category::IdleNoCase,
        Category::IdleNoPermission,
    ];

    /// The name in tables and files.
    pub fn name(self) -> &'static str {
        [
            "overhead",
            "classroom",
            "teaching",
            "coached",
            "coaching",
            "waiting-for-supervisor",
            "asking",
            "answering",
            "standing-by",
            "first-time",
            "slower-pace",
            "rework",
            "sign-off",
            "handover",
            "lost-work",
            "other-work",
            "idle-no-case",
            "idle-no-permission",
        ][self as usize]
    }

    /// Whether the hour counts as worked in `utilisation` (RULES 13).
    pub fn is_worked(self) -> bool {
        !matches!(
            self,
            Category::Overhead
                | Category::WaitingForSupervisor
                | Category::StandingBy
                | Category::OtherWork
                | Category::IdleNoCase
                | Category::IdleNoPermission
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_stands_at_its_own_place() {
        for (place, category) in Category::ALL.into_iter().enumerate() {
            assert_eq!(category as usize, place);
        }
    }
}

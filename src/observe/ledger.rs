//! The ledger's categories: every paid hour is in exactly one (RULES 11).

/// What a paid hour went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Category {
    Absent,
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
    Blocked,
    LostSlot,
    LostWork,
    OtherWork,
    IdleNoCase,
    IdleNoResource,
    IdleNoPermission,
}

impl Category {
    pub const COUNT: usize = 22;

    pub const ALL: [Category; Category::COUNT] = [
        Category::Absent,
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
        Category::Blocked,
        Category::LostSlot,
        Category::LostWork,
        Category::OtherWork,
        Category::IdleNoCase,
        Category::IdleNoResource,
        Category::IdleNoPermission,
    ];

    /// The name in tables and files.
    pub fn name(self) -> &'static str {
        [
            "absent",
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
            "blocked",
            "lost-slot",
            "lost-work",
            "other-work",
            "idle-no-case",
            "idle-no-resource",
            "idle-no-permission",
        ][self as usize]
    }

    /// Whether the hour counts as worked in `utilisation` (RULES 13).
    pub fn is_worked(self) -> bool {
        !matches!(
            self,
            Category::Absent
                | Category::Overhead
                | Category::WaitingForSupervisor
                | Category::StandingBy
                | Category::Blocked
                | Category::LostSlot
                | Category::OtherWork
                | Category::IdleNoCase
                | Category::IdleNoResource
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

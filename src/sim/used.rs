//! Which optional mechanisms a blueprint uses. A plain one uses none, and is run by an engine that is compiled without
//! them: what a scenario does not use is not even asked for.

use super::world::World;
use crate::{blueprint::Blueprint, observe::observation::Observer};

/// Whether none of the mechanisms below is used, in any settings.
pub(super) fn is_plain(blueprint: &Blueprint) -> bool {
    let is_plain_stage = |stage: &crate::blueprint::StageRule| {
        stage.uses.is_empty() && stage.room.is_none() && stage.slot.is_none() && stage.information.is_none()
    };
    let is_plain_pool = |pool: &crate::blueprint::PoolPlan| pool.share.is_empty() && pool.other_work.is_none();
    blueprint.streams.iter().all(|stream| stream.patience.is_none())
        && blueprint.penalties.is_empty()
        && blueprint.reception.is_none()
        && blueprint.term_changes.is_empty()
        && blueprint.openings.is_empty()
        && !blueprint.follows_files
        && !blueprint.decides
        && !blueprint.preempts
        && !blueprint.draws_difficulty
        && !blueprint.has_needs
        && !blueprint.has_limits
        && blueprint.every_settings().flat_map(|era| &era.stages).all(is_plain_stage)
        && blueprint.every_settings().flat_map(|era| &era.pools).all(is_plain_pool)
}

macro_rules! used {
    ($($(#[$doc:meta])* $name:ident: $this:ident => $is_used:expr;)*) => {
        impl<O: Observer> World<'_, O> {
            $(
                $(#[$doc])*
                #[inline(always)]
                pub(super) fn $name(&self) -> bool {
                    let $this = self;
                    !O::IS_PLAIN && $is_used
                }
            )*
        }
    };
}

used! {
    /// Any mechanism keeps something beside a case.
    keeps_extras: world => world.has_extras;
    /// Applicants may give up.
    uses_patience: world => world.withdrawals.is_used;
    /// Late decisions cost.
    uses_penalties: world => world.penalties.is_used();
    uses_reception: world => world.reception.is_used();
    uses_term_changes: world => !world.blueprint.term_changes.is_empty();
    /// Decisions open cases elsewhere.
    uses_openings: world => !world.blueprint.openings.is_empty();
    uses_files: world => world.files.is_used;
    /// Decisions are right or wrong.
    decides: world => world.blueprint.decides;
    preempts: world => world.blueprint.preempts;
    draws_difficulty: world => world.blueprint.draws_difficulty;
    has_needs: world => world.blueprint.has_needs;
    has_limits: world => world.blueprint.has_limits;
    uses_rooms: world => world.resources.is_used;
    /// A lane can be closed for want of a resource or of room behind it.
    can_close: world => world.lanes_can_close;
    uses_slots: world => world.slots.is_used;
    /// Cases wait outside full queues.
    holds_any: world => world.holding.count > 0;
    uses_shares: world => world.shares.is_used;
    uses_other_work: world => world.others.is_used;
}

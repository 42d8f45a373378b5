//! One run of one blueprint: [`run`] takes the blueprint, the luck of one replication and whoever listens.
//!
//! The world is one struct; each file of this folder holds one of its duties. Nothing here can fail because of input:
//! a broken invariant is a bug and stops the run.

mod absence;
mod arrivals;
mod audit;
mod board;
mod capacity;
mod case;
mod costs;
mod courts;
mod eras;
mod event;
mod event_list;
mod extra;
mod files;
mod flow;
mod future;
mod hiring;
mod idle;
mod information;
mod inspection;
mod lane;
mod limit;
mod luck;
mod openings;
mod other_work;
mod pay;
mod penalty;
mod policy;
mod preemption;
mod presence;
mod quality;
mod reception;
mod resource;
mod share;
mod shared_supervision;
mod shell;
mod sites;
mod slots;
mod sorted;
mod staffing;
mod supervision;
mod teams;
mod terms;
pub mod trace;
mod used;
mod withdrawal;
mod work;
mod worker;
mod world;

#[doc(hidden)]
pub use event_list::hold;

use crate::{
    blueprint::Blueprint,
    observe::observation::{Observer, Plain},
    random::Chance,
};

/// What the engine itself counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// Events that changed something; skipped ones are not counted.
    pub events: u64,
}

/// Runs `blueprint` once with the luck of `chance` and tells `observer` all that happens.
pub fn run<O: Observer>(blueprint: &Blueprint, chance: impl Into<Chance>, observer: &mut O) -> Ended {
    if used::is_plain(blueprint) {
        return world::World::open(blueprint, chance.into(), &mut Plain(observer)).run(|_| ());
    }
    world::World::open(blueprint, chance.into(), observer).run(|_| ())
}

/// The same, and the world verifies itself after every event.
///
/// # Panics
/// When an invariant is broken: a case lost or in two places, a worker in two, time that went back, hours that do not
/// add up.
pub fn run_audited<O: Observer>(blueprint: &Blueprint, chance: impl Into<Chance>, observer: &mut O) -> Ended {
    if used::is_plain(blueprint) {
        return world::World::open(blueprint, chance.into(), &mut Plain(observer)).run(|world| world.audit());
    }
    world::World::open(blueprint, chance.into(), observer).run(|world| world.audit())
}

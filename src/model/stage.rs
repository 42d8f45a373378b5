//! Stages: the activities of the procedure, and where a case goes after each.

use super::{
    num::{Num, Spread},
    quality::information::Information,
    resource::Slot,
    staff::Grade,
};
use crate::time::SimTime;

#[derive(Clone, Debug)]
pub struct Stage {
    pub name: String,
    pub says: String,
    pub work: Work,
    pub routes: Routes,
    pub discipline: Discipline,
    /// Easy first: share of the cases whose ease is judged rightly; the others stand where any other case would.
    pub fidelity: Num,
    /// Cases that may wait here before the stages that lead here take up no more; None: they never stop.
    pub wip_max: Option<Num>,
    /// (class, grade that its cases need here), where it differs from what the class says.
    pub needs_of: Vec<(usize, Grade)>,
    /// Whether a worker may lay the task aside for a question; a hearing cannot be interrupted.
    pub interruptible: bool,
    /// Whether applicants may give up while they wait here, or after it.
    pub may_give_up: bool,
    /// How many may wait here, and what happens to the others; None: there is room for all.
    pub capacity: Option<Capacity>,
    /// Calendar days between this stage's end and the next stage.
    pub delay_after_days: Option<Spread>,
    /// Hours that a worker needs to get into a file that somebody else began.
    pub handover_hours: Num,
    /// Hours that a worker needs to get into a file on which somebody else worked before this stage.
    pub read_in_hours: Num,
    /// The same on top when that was at another site.
    pub site_handover_hours: Num,
    /// Share of these hours that is taken; what errors are multiplied by when nothing is read.
    pub read_in_share: Num,
    pub read_in_error: Num,
    /// Calendar days on which a file travels that lies where nobody may do this stage.
    pub transfer_days: Option<Spread>,
    /// Whether a case comes back to the worker who took it first.
    pub has_owners: bool,
    /// Resources that a case occupies while it is worked on here.
    pub uses: Vec<usize>,
    /// Whether they are kept while the worker waits for an answer or gives one.
    pub holds_while_asking: bool,
    /// Somebody is invited: the case can be taken up on the planned day only.
    pub slot: Option<Slot>,
    /// Gathers information only, and may be skipped at a price; none: no case may.
    pub information: Option<Information>,
}

/// Room for those who wait.
#[derive(Clone, Debug)]
pub struct Capacity {
    /// Cases that may wait; those in hand are not counted.
    pub places: Num,
    pub when_full: WhenFull,
}

/// What happens to a case that comes to a full queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenFull {
    /// It waits outside, in the order of coming, and is open.
    Hold,
    /// It is turned away and leaves the organisation.
    Lost,
}

/// Sessions without duration.
#[derive(Clone, Debug)]
pub struct Board {
    pub every: Every,
    /// The date of the first meeting; None: one interval after the start.
    pub first: Option<SimTime>,
    /// Cases that one meeting clears; None: all that lie there.
    pub at_most: Option<Num>,
}

#[derive(Clone, Debug)]
pub enum Every {
    /// Hours on the office clock.
    Hours(Num),
    /// Calendar days; a meeting on a free day is held at the next opening.
    Days(Num),
}

/// What a stage asks of the organisation.
// A handful of these exist: boxing the large ones would only make them harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Work {
    /// Hours of a fully competent worker; `pools` may do it.
    Effort { hours: Spread, pools: Vec<usize> },
    /// No worker: calendar days go by (an infinite server).
    Delay { days: Spread },
    /// No worker: a board meets every so often and clears what lies there.
    Board(Board),
    /// A check of drafts made at stage `of`, by those who may sign; hours grow with the drafter's inexperience.
    SignOff { hours: Spread, growth: Num, of: usize, pools: Vec<usize> },
}

impl Work {
    /// The pools that may do the stage; none for a delay or a board.
    pub fn pools(&self) -> &[usize] {
        match self {
            Work::Effort { pools, .. } | Work::SignOff { pools, .. } => pools,
            Work::Delay { .. } | Work::Board(_) => &[],
        }
    }
}

impl Stage {
    /// Whether any case may go this way after the stage.
    pub fn goes(&self, to: impl Fn(Next) -> bool) -> bool {
        let routes = &self.routes;
        routes.all.iter().chain(routes.by_class.iter().flat_map(|(_, routes)| routes)).any(|route| to(route.to))
    }
}

/// Stages of work whose result is the draft of a decision: a decision follows without any other work, or somebody signs.
pub fn drafting(stages: &[Stage]) -> Vec<bool> {
    // Delays from which a decision is reached by delays alone; at most so many lie in a row.
    let mut leads = vec![false; stages.len()];
    for _ in 0..stages.len() {
        let known = leads.clone();
        for (number, stage) in stages.iter().enumerate() {
            leads[number] = matches!(stage.work, Work::Delay { .. }) && stage.goes(|to| decides(to, &known));
        }
    }
    let is_signed =
        |of: usize| stages.iter().any(|stage| matches!(stage.work, Work::SignOff { of: one, .. } if one == of));
    let drafts = |(number, stage): (usize, &Stage)| {
        matches!(stage.work, Work::Effort { .. }) && (is_signed(number) || stage.goes(|to| decides(to, &leads)))
    };
    stages.iter().enumerate().map(drafts).collect()
}

fn decides(to: Next, leads: &[bool]) -> bool {
    match to {
        Next::Decided => true,
        Next::Stage(next) => leads[next],
        Next::Closed => false,
    }
}

/// Where cases go next, with what probability.
#[derive(Clone, Debug)]
pub struct Routes {
    pub all: Vec<Route>,
    /// Routes of single classes, where they differ: (class, its routes).
    pub by_class: Vec<(usize, Vec<Route>)>,
}

#[derive(Clone, Debug)]
pub struct Route {
    pub to: Next,
    /// None: what the other routes leave.
    pub probability: Option<Num>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Stage(usize),
    /// The case is decided and closed.
    Decided,
    /// The case is closed without a decision.
    Closed,
}

/// The order in which a queue is worked off; ties by case number (RULES 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Discipline {
    /// First to join the queue.
    Fifo,
    /// Longest ago since arrival in the organisation.
    Oldest,
    /// Earliest end of the legal term.
    DueDate,
    /// Smallest effort at this stage (SPT).
    Shortest,
    /// Smallest effort factor of class and difficulty, then oldest.
    EasyFirst,
    /// Any order: by the hash of the case's own draw.
    Random,
}

impl Discipline {
    pub const NAMES: [(&'static str, Discipline); 6] = [
        ("fifo", Discipline::Fifo),
        ("oldest", Discipline::Oldest),
        ("due-date", Discipline::DueDate),
        ("shortest", Discipline::Shortest),
        ("easy-first", Discipline::EasyFirst),
        ("random", Discipline::Random),
    ];
}

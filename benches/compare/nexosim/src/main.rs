//! `with-nexosim A|B|C [customers] [seed]`: the workloads as models of NeXosim that send to one another.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use nexosim::{
    model::{Context, Model, schedulable},
    ports::Output,
    simulation::{Mailbox, SimInit},
    time::MonotonicTime,
};
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

fn draw(random: &mut Xoshiro256PlusPlus, mean: f64) -> Duration {
    let unit: f64 = Exp1.sample(random);
    // Nothing can be scheduled at the present time.
    Duration::from_nanos(((unit * mean * 1e9) as u64).max(1))
}

#[derive(Serialize, Deserialize)]
struct Source {
    out: Output<MonotonicTime>,
    random: Xoshiro256PlusPlus,
    mean: f64,
    to_come: u64,
}

#[Model]
impl Source {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        let gap = draw(&mut self.random, self.mean);
        context.schedule_event(gap, schedulable!(Self::arrive), ()).expect("the future is open");
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), context: &Context<Self>) {
        self.to_come -= 1;
        if self.to_come > 0 {
            let gap = draw(&mut self.random, self.mean);
            context.schedule_event(gap, schedulable!(Self::arrive), ()).expect("the future is open");
        }
        self.out.send(context.time()).await;
    }
}

#[derive(Serialize, Deserialize)]
struct Station {
    out: Output<MonotonicTime>,
    again: Output<MonotonicTime>,
    back: f64,
    random: Xoshiro256PlusPlus,
    mean: f64,
    free: u32,
    /// When those who wait were born.
    queue: VecDeque<MonotonicTime>,
}

#[Model]
impl Station {
    fn input(&mut self, born: MonotonicTime, context: &Context<Self>) {
        if self.free > 0 {
            self.free -= 1;
            let span = draw(&mut self.random, self.mean);
            context.schedule_event(span, schedulable!(Self::done), born).expect("the future is open");
        } else {
            self.queue.push_back(born);
        }
    }

    #[nexosim(schedulable)]
    async fn done(&mut self, born: MonotonicTime, context: &Context<Self>) {
        if let Some(next) = self.queue.pop_front() {
            let span = draw(&mut self.random, self.mean);
            context.schedule_event(span, schedulable!(Self::done), next).expect("the future is open");
        } else {
            self.free += 1;
        }
        if self.back > 0.0 && self.random.random::<f64>() < self.back {
            self.again.send(born).await;
        } else {
            self.out.send(born).await;
        }
    }
}

#[derive(Default)]
struct Counts {
    gone: AtomicU64,
    nanoseconds: AtomicU64,
}

#[derive(Serialize, Deserialize)]
struct Exit {
    #[serde(skip)]
    counts: Arc<Counts>,
}

#[Model]
impl Exit {
    fn input(&mut self, born: MonotonicTime, context: &Context<Self>) {
        self.counts.gone.fetch_add(1, Relaxed);
        let spent = context.time().duration_since(born);
        self.counts.nanoseconds.fetch_add(spent.as_nanos() as u64, Relaxed);
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let number = |place: usize, default: u64| args.get(place).and_then(|text| text.parse().ok()).unwrap_or(default);
    let (to_come, seed) = (number(2, 3_000_000), number(3, 1));
    let (gap, places, back): (f64, &[(u32, f64)], f64) = match args.get(1).map(String::as_str) {
        Some("A") => (1.0 / 0.9, &[(1, 1.0)], 0.0),
        Some("B") => (1.0 / 237.5, &[(250, 1.0)], 0.0),
        _ => (1.0, &[(20, 15.3), (5, 3.4)], 0.15),
    };
    let random = |place: usize| Xoshiro256PlusPlus::seed_from_u64(seed * 77 + place as u64);
    let counts = Arc::new(Counts::default());
    let exit = Mailbox::new();
    let boxes: Vec<Mailbox<Station>> = places.iter().map(|_| Mailbox::new()).collect();
    let mut source = Source { out: Output::default(), random: random(0), mean: gap, to_come };
    source.out.connect(Station::input, &boxes[0]);
    let last = places.len() - 1;
    let stations: Vec<Station> = (places.iter().enumerate())
        .map(|(place, &(free, mean))| {
            let (mut out, mut again) = (Output::default(), Output::default());
            if place == last {
                out.connect(Exit::input, &exit);
                again.connect(Station::input, &boxes[0]);
            } else {
                out.connect(Station::input, &boxes[place + 1]);
            }
            let back = if place == last { back } else { 0.0 };
            Station { out, again, back, random: random(place + 1), mean, free, queue: VecDeque::new() }
        })
        .collect();
    let mut bench = SimInit::with_num_threads(1)
        .add_model(source, Mailbox::new(), "source")
        .add_model(Exit { counts: Arc::clone(&counts) }, exit, "exit");
    for (place, (station, mailbox)) in stations.into_iter().zip(boxes).enumerate() {
        bench = bench.add_model(station, mailbox, &format!("station {place}"));
    }
    let mut simulation = bench.init(MonotonicTime::EPOCH).expect("the models are connected");
    simulation.run().expect("no event fails");
    let gone = counts.gone.load(Relaxed);
    let mean = counts.nanoseconds.load(Relaxed) as f64 / 1e9 / gone as f64;
    println!("nexosim: mean time in system {mean:.5}, {gone} customers");
}

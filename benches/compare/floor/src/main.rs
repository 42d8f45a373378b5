//! `floor A|B|C [customers] [seed]`: M/M/1, M/M/250 and two stations with feedback on a small event engine.
//!
//! All events stand in one 4-ary heap on a word of time and sequence,
//! customers in a slab, waiting ones in a ring. No statistics but the mean time in system and no names, calendars,
//! addresses of draws or ledger: that is what the ratio measures.

use std::collections::VecDeque;

use rand::{SeedableRng, rngs::SmallRng};
use rand_distr::{Distribution, Exp1};

/// Time in 2^-18 units above 24 bits of sequence: sound up to 2^22 units and 16 million events.
const SEQUENCE_BITS: u32 = 24;
const TICKS: f64 = (1 << 18) as f64;

struct Heap {
    items: Vec<(u64, u64)>,
    sequence: u64,
}

impl Heap {
    fn push(&mut self, at: f64, what: u64) {
        self.sequence = (self.sequence + 1) & ((1 << SEQUENCE_BITS) - 1);
        let key = ((at * TICKS) as u64) << SEQUENCE_BITS | self.sequence;
        self.items.push((key, what));
        let items = &mut self.items[..];
        let mut at = items.len() - 1;
        while at > 0 {
            let parent = (at - 1) / 4;
            if items[parent].0 <= key {
                break;
            }
            items[at] = items[parent];
            at = parent;
        }
        items[at] = (key, what);
    }

    fn pop(&mut self) -> Option<(f64, u64)> {
        let last = self.items.pop()?;
        let Some(&top) = self.items.first() else { return Some(at_of(last)) };
        let items = &mut self.items[..];
        let mut at = 0;
        loop {
            let child = 4 * at + 1;
            if child >= items.len() {
                break;
            }
            let mut least = child;
            if child + 4 <= items.len() {
                // Without jumps that nobody can foresee.
                let left = child + usize::from(items[child + 1].0 < items[child].0);
                let right = child + 2 + usize::from(items[child + 3].0 < items[child + 2].0);
                least = if items[right].0 < items[left].0 { right } else { left };
            } else {
                for other in child + 1..items.len() {
                    if items[other].0 < items[least].0 {
                        least = other;
                    }
                }
            }
            if items[least].0 >= last.0 {
                break;
            }
            items[at] = items[least];
            at = least;
        }
        items[at] = last;
        Some(at_of(top))
    }
}

fn at_of(item: (u64, u64)) -> (f64, u64) {
    ((item.0 >> SEQUENCE_BITS) as f64 / TICKS, item.1)
}

struct Station {
    free: u32,
    mean: f64,
    queue: VecDeque<u32>,
}

struct Net {
    heap: Heap,
    random: SmallRng,
    stations: Vec<Station>,
    born: Vec<f64>,
    unused: Vec<u32>,
}

impl Net {
    fn draw(&mut self, mean: f64) -> f64 {
        let unit: f64 = Exp1.sample(&mut self.random);
        unit * mean
    }

    fn begin(&mut self, now: f64, station: usize, customer: u32) {
        let span = self.draw(self.stations[station].mean);
        self.heap.push(now + span, (station as u64 + 1) << 32 | u64::from(customer));
    }

    fn join(&mut self, now: f64, station: usize, customer: u32) {
        if self.stations[station].free > 0 {
            self.stations[station].free -= 1;
            self.begin(now, station, customer);
        } else {
            self.stations[station].queue.push_back(customer);
        }
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let number = |place: usize, default: u64| args.get(place).and_then(|text| text.parse().ok()).unwrap_or(default);
    let (customers, seed) = (number(2, 3_000_000), number(3, 1));
    let (gap, stations, back): (f64, &[(u32, f64)], f64) = match args.get(1).map(String::as_str) {
        Some("A") => (1.0 / 0.9, &[(1, 1.0)], 0.0),
        Some("B") => (1.0 / 237.5, &[(250, 1.0)], 0.0),
        Some("C") => (1.0, &[(20, 15.3), (5, 3.4)], 0.15),
        _ => {
            eprintln!("floor A|B|C [customers] [seed]");
            std::process::exit(2);
        }
    };
    let mut net = Net {
        heap: Heap { items: Vec::with_capacity(1024), sequence: 0 },
        random: SmallRng::seed_from_u64(seed),
        stations: stations.iter().map(|&(free, mean)| Station { free, mean, queue: VecDeque::new() }).collect(),
        born: Vec::new(),
        unused: Vec::new(),
    };
    let (mut arrived, mut gone, mut events, mut sum) = (0, 0u64, 0u64, 0.0);
    let first = net.draw(gap);
    net.heap.push(first, 0);
    while let Some((now, what)) = net.heap.pop() {
        events += 1;
        let customer = what as u32;
        match (what >> 32) as usize {
            0 => {
                arrived += 1;
                if arrived < customers {
                    let next = now + net.draw(gap);
                    net.heap.push(next, 0);
                }
                let customer = net.unused.pop().unwrap_or_else(|| {
                    net.born.push(0.0);
                    (net.born.len() - 1) as u32
                });
                net.born[customer as usize] = now;
                net.join(now, 0, customer);
            }
            station => {
                let station = station - 1;
                match net.stations[station].queue.pop_front() {
                    Some(next) => net.begin(now, station, next),
                    None => net.stations[station].free += 1,
                }
                let is_last = station + 1 == net.stations.len();
                if !is_last {
                    net.join(now, station + 1, customer);
                } else if back > 0.0 && rand::RngExt::random::<f64>(&mut net.random) < back {
                    net.join(now, 0, customer);
                } else {
                    sum += now - net.born[customer as usize];
                    gone += 1;
                    net.unused.push(customer);
                }
            }
        }
    }
    println!("floor: mean time in system {:.5}, {gone} customers, {events} events", sum / gone as f64);
}

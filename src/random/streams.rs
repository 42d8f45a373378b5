//! Addressed draws: (seed, replication, name, purpose, entity, visit) → a short stream of numbers.
//!
//! A draw is found, not taken from a queue: whoever knows the address gets the same numbers, in any order
//! and on any thread. Three steps lead there, dear ones first, so that the last costs a few nanoseconds.
//!
//! 1. [`Source`], once a replication: Philox4x32-10 under the seed, of the replication's number.
//! 2. [`Key`], once per (name, purpose): Philox4x32-10 under the source, of a 128-bit FNV-1a hash of both.
//! 3. [`Draws`], once per (entity, visit): SplitMix64, started at a keyed moremur mix of both.
//!
//! # Source
//! Philox: Salmon, Moraes, Dror and Shaw (2011), *Parallel random numbers: as easy as 1, 2, 3*. SplitMix64:
//! Steele, Lea and Flood (2014). Moremur: Evensen (2019). Keying before and after a fixed mix: Even and
//! Mansour (1997). FNV-1a: Fowler, Noll and Vo (1991), 128-bit parameters of their draft standard.

use std::convert::Infallible;

use rand::TryRng;
use rand_distr::{Distribution as _, Exp1, StandardNormal};

/// 2⁶⁴ / golden ratio, odd: SplitMix64's step, and the stride of visits within an address.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Second counter word of step 1, so that it never meets a counter of another use. ASCII "source".
const SOURCE_DOMAIN: u128 = 0x736f_7572_6365 << 64;

/// The luck of one replication: everything random in it follows from this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source(u64);

impl Source {
    /// The luck of replication number `replication` under `seed`.
    pub fn new(seed: u64, replication: u64) -> Self {
        Self(philox_word(SOURCE_DOMAIN | u128::from(replication), seed))
    }

    /// The key of one use of chance: `name` says whose (a stream, stage, pool, input), `purpose` what for.
    ///
    /// Some 20 ns and more for long names: made once a replication, not once a case. Keys hang on the names alone, never on an
    /// order or a count, so that adding a name moves no other draw.
    pub fn key(&self, name: &str, purpose: &str) -> Key {
        Key(philox_word(hash_of(name, purpose), self.0))
    }

    /// Another source that follows from this one, known by what it is for.
    #[must_use]
    pub fn beside(&self, purpose: &str) -> Source {
        Source(philox_word(hash_of(purpose, "source"), self.0))
    }
}

/// The luck of one run in three parts, so that each can be held while the others vary (RULES 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    /// What the future brings to all alike: forecast errors, shocks, which path demand takes.
    pub demand: Source,
    /// When each case comes, and with what: its class, age, difficulty, family.
    pub arrivals: Source,
    /// All that happens within: efforts, routes, people, courts.
    pub work: Source,
}

impl From<Source> for Chance {
    fn from(source: Source) -> Self {
        Chance { demand: source, arrivals: source, work: source }
    }
}

/// One use of chance in one replication; with (entity, visit) it gives [`Draws`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u64);

impl Key {
    /// The numbers at (`entity`, `visit`): the same at every call.
    ///
    /// Visits stride through the addresses by 2⁶⁴ / golden ratio, the number worst approached by
    /// fractions: two pairs can only share an address when their distances multiply to 0.38 · 2⁶⁴ or more
    /// (for fewer than 2³¹ visits), so 2³⁸ entities of 2²³ visits each, or any other split, are all apart.
    #[inline]
    pub fn draws(self, entity: u64, visit: u64) -> Draws {
        let address = entity.wrapping_add(visit.wrapping_mul(GOLDEN));
        // Keyed on both sides: two keys that differ in a few bits only must not give the same streams in
        // another order, as they would if the key entered once.
        Draws { state: moremur(self.0 ^ address) ^ self.0.rotate_left(32) }
    }
}

/// The numbers of one address, in order. A generator for `rand` and `rand_distr` too.
#[derive(Clone, Debug)]
pub struct Draws {
    state: u64,
}

impl Draws {
    /// Uniform on the open interval (0, 1): an odd multiple of 2⁻⁵³, all 2⁵² of them equally likely.
    ///
    /// Neither 0 nor 1 can appear, so logarithms and inverse distribution functions are safe, and the mean
    /// is exactly ½. Takes one word.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        open_unit(self.word())
    }

    /// Exponential with mean 1, above 0. Takes one word in most cases.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        Exp1.sample(self)
    }

    /// Normal with mean 0 and standard deviation 1. Takes one word in most cases.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(self)
    }

    #[inline]
    fn word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

impl TryRng for Draws {
    type Error = Infallible;

    /// The high half of a word.
    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.word() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.word())
    }

    /// Little-endian words; the last one is cut.
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.word().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// The middle of the step of 2⁻⁵² in which a word's high 52 bits lie.
#[inline]
pub(super) fn open_unit(word: u64) -> f64 {
    const HALF_STEP: f64 = 1.0 / (1u64 << 53) as f64;
    (((word >> 12) << 1) | 1) as f64 * HALF_STEP
}

/// A bijection of 64-bit words in which every input bit moves every output bit with probability near ½.
#[inline]
fn moremur(mut x: u64) -> u64 {
    x = (x ^ (x >> 27)).wrapping_mul(0x3C79_AC49_2BA7_B653);
    x = (x ^ (x >> 33)).wrapping_mul(0x1C69_B3F7_4AC4_AE35);
    x ^ (x >> 27)
}

/// A stable 128-bit number for two strings: FNV-1a of `name`, the byte 0xFF, and `purpose`.
///
/// 0xFF appears in no UTF-8 text, so ("ab", "c") and ("a", "bc") are different bytes.
fn hash_of(name: &str, purpose: &str) -> u128 {
    fnv1a(name.bytes().chain([0xFF]).chain(purpose.bytes()))
}

pub(super) fn fnv1a(bytes: impl IntoIterator<Item = u8>) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.into_iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}

/// The low 64 bits of Philox4x32-10 at a 128-bit counter.
fn philox_word(counter: u128, key: u64) -> u64 {
    let words = philox4x32_10([0, 32, 64, 96].map(|shift| (counter >> shift) as u32), [key as u32, (key >> 32) as u32]);
    u64::from(words[1]) << 32 | u64::from(words[0])
}

/// Philox4x32-10: ten rounds, each two 32 × 32 → 64 bit products, the key bumped between rounds.
pub(super) fn philox4x32_10(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let left = 0xD251_1F53 * u64::from(counter[0]);
        let right = 0xCD9E_8D57 * u64::from(counter[2]);
        counter = [
            (right >> 32) as u32 ^ counter[1] ^ key[0],
            right as u32,
            (left >> 32) as u32 ^ counter[3] ^ key[1],
            left as u32,
        ];
        key[0] = key[0].wrapping_add(0x9E37_79B9);
        key[1] = key[1].wrapping_add(0xBB67_AE85);
    }
    counter
}

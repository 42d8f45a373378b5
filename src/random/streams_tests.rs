//! Are addressed draws what they say: known answers, one address one stream, and no pattern between
//! neighbouring addresses.
//!
//! Every statistical test here has alpha = 1e-4: it raises one false alarm in ten thousand choices of seed.
//!
//! # Source
//! Known answers of Philox: Random123's `kat_vectors`. Of FNV-1a: the Go standard library's `hash/fnv` tests.
//! Rank test: Marsaglia and Tsay (1985), *Matrices and the structure of random number sequences*.

use rand::Rng;

use super::streams::{fnv1a, open_unit, philox4x32_10};
use super::{Key, Source};
use crate::stats::Moments;

/// Two-sided 1e-4 point of the normal.
const Z: f64 = 3.890_591_886_413;

fn key() -> Key {
    Source::new(20_201_231, 3).key("hearing", "effort")
}

fn word(key: Key, entity: u64, visit: u64) -> u64 {
    key.draws(entity, visit).next_u64()
}

#[test]
fn philox_gives_its_published_answers() {
    assert_eq!(philox4x32_10([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
    assert_eq!(philox4x32_10([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
    assert_eq!(
        philox4x32_10([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    );
}

#[test]
fn the_hash_gives_its_published_answers() {
    for (text, hash) in [
        ("", 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d),
        ("a", 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964),
        ("ab", 0x0880_9544_bbab_1be9_5aa0_7330_55b6_9a62),
        ("abc", 0xa68d_622c_ec8b_5822_836d_bc79_77af_7f3b),
    ] {
        assert_eq!(fnv1a(text.bytes()), hash, "{text}");
    }
}

/// Pinned, not proved: a change here is "Value-breaking".
#[test]
fn pinned_first_words_of_some_addresses() {
    let found = [(0, 0), (1, 0), (0, 1), (u64::MAX, 7)].map(|(e, v)| word(key(), e, v));
    assert_eq!(found, [0xf95f_fd37_dad8_efcf, 0xb72d_f8d1_fbc5_a40c, 0x2306_42ea_ef49_6b55, 0x58f3_6e55_750c_d9fc,]);
}

#[test]
fn one_address_is_one_stream_in_any_order() {
    let take = |entity, visit| {
        let mut draws = key().draws(entity, visit);
        [draws.uniform(), draws.exponential(), draws.normal()]
    };
    let forth: Vec<_> = (0..100).map(|e| take(e, e % 3)).collect();
    let mut back: Vec<_> = (0..100).rev().map(|e| take(e, e % 3)).collect();
    back.reverse();
    assert_eq!(forth, back);
}

#[test]
fn every_part_of_an_address_tells() {
    let at = |seed, replication, name: &str, purpose: &str, entity, visit| {
        word(Source::new(seed, replication).key(name, purpose), entity, visit)
    };
    let mut words = vec![
        at(1, 1, "ab", "c", 1, 1),
        at(2, 1, "ab", "c", 1, 1),
        at(1, 2, "ab", "c", 1, 1),
        at(1, 1, "a", "bc", 1, 1),
        at(1, 1, "abc", "", 1, 1),
        at(1, 1, "", "abc", 1, 1),
        at(1, 1, "c", "ab", 1, 1),
        at(1, 1, "ab", "d", 1, 1),
        at(1, 1, "ab", "c", 2, 1),
        at(1, 1, "ab", "c", 1, 2),
        at(1, 1, "ab", "c", 1 << 40, 1),
        at(1, 1, "ab", "c", 1, 1 << 30),
        at(2, 0, "ab", "c", 1, 1),
        at(0, 2, "ab", "c", 1, 1),
    ];
    let many = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), many);
}

#[test]
fn a_million_neighbouring_addresses_share_no_word() {
    // The first two words of each: overlapping streams would repeat one. Chance alone does with
    // probability 1e-7.
    let mut words = Vec::new();
    for entity in 0..20_000 {
        for visit in 0..50 {
            let mut draws = key().draws(entity, visit);
            words.extend([draws.next_u64(), draws.next_u64()]);
        }
    }
    let many = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), many);
}

#[test]
fn a_uniform_is_never_an_end() {
    assert!(open_unit(0) > 0.0);
    assert!(open_unit(u64::MAX) < 1.0);
    assert_eq!(open_unit(0), 1.0 - open_unit(u64::MAX));
}

#[test]
fn bytes_and_half_words_follow_the_words() {
    let mut bytes = [0; 11];
    key().draws(5, 6).fill_bytes(&mut bytes);
    let mut draws = key().draws(5, 6);
    let (first, second) = (draws.next_u64(), draws.next_u64());
    assert_eq!(bytes[..8], first.to_le_bytes());
    assert_eq!(bytes[8..], second.to_le_bytes()[..3]);
    assert_eq!(key().draws(5, 6).next_u32(), (first >> 32) as u32);
}

/// z-tests of mean and variance of 10⁶ first draws each, six in all.
#[test]
fn standard_variates_have_their_moments() {
    type Draw = fn(u64) -> f64;
    let kinds: [(Draw, f64, f64); 3] = [
        (|e| key().draws(e, 0).uniform(), 0.5, 1.0 / 12.0),
        (|e| key().draws(e, 0).exponential(), 1.0, 1.0),
        (|e| key().draws(e, 0).normal(), 0.0, 1.0),
    ];
    for (draw, mean, variance) in kinds {
        let moments: Moments = (0..1_000_000).map(draw).collect();
        let z = (moments.mean() - mean) / moments.std_error();
        assert!(z.abs() < Z, "mean {mean}: z = {z}");
        let z = (moments.variance() - variance) / moments.variance_std_error();
        assert!(z.abs() < Z, "variance {variance}: z = {z}");
    }
}

/// The name of an order of addresses, and number of the draw → word.
type Order = (&'static str, Box<dyn Fn(u64) -> u64>);

/// Orders in which a run might meet addresses; the first word at each, or the second.
fn orders() -> Vec<Order> {
    let k = key();
    vec![
        ("entity inner", Box::new(move |i| word(k, i, 0))),
        ("visit inner", Box::new(move |i| word(k, 7, i))),
        ("eight visits each", Box::new(move |i| word(k, i / 8, i % 8))),
        ("entities in high bits", Box::new(move |i| word(k, i << 32, 1))),
        ("named keys", Box::new(|i| word(Source::new(1, 0).key(&format!("stage-{i}"), "effort"), 0, 0))),
        ("replications", Box::new(|i| word(Source::new(1, i).key("desk", "effort"), 0, 0))),
        ("seeds", Box::new(|i| word(Source::new(i, 0).key("desk", "effort"), 0, 0))),
        (
            "second word",
            Box::new(move |i| {
                let mut draws = k.draws(i, 0);
                draws.next_u64();
                draws.next_u64()
            }),
        ),
    ]
}

/// Correlation of 10⁵ neighbouring pairs in each of eight orders: r √n is standard normal.
#[test]
fn neighbouring_addresses_are_uncorrelated() {
    for (order, word_at) in orders() {
        let uniforms: Vec<f64> = (0..100_000).map(|i| open_unit(word_at(i))).collect();
        let z = crate::stats::lag1_correlation(&uniforms) * (uniforms.len() as f64).sqrt();
        assert!(z.abs() < Z, "{order}: z = {z}");
    }
}

/// Rank of a 64 × 64 matrix of bits.
fn rank(mut rows: [u64; 64]) -> usize {
    let mut rank = 0;
    for bit in 0..64 {
        let Some(pivot) = (rank..64).find(|&row| rows[row] >> bit & 1 == 1) else {
            continue;
        };
        rows.swap(rank, pivot);
        let lead = rows[rank];
        for row in &mut rows[rank + 1..] {
            if *row >> bit & 1 == 1 {
                *row ^= lead;
            }
        }
        rank += 1;
    }
    rank
}

/// What a matrix is filled with: whole words, or one bit of 64 times as many words.
#[derive(Clone, Copy, Debug)]
enum Fill {
    Words,
    Bit(u32),
}

const FILLS: [Fill; 4] = [Fill::Words, Fill::Bit(0), Fill::Bit(12), Fill::Bit(63)];

/// p-value of the ranks 64, 63 and below of 400 matrices over consecutive addresses.
fn rank_test(fill: Fill, word_at: &dyn Fn(u64) -> u64) -> f64 {
    // The limits for large random matrices: Π(1 − 2⁻ⁱ), twice that, and the rest.
    const FULL: f64 = 0.288_788_095_086_602_4;
    let expected = [FULL, 2.0 * FULL, 1.0 - 3.0 * FULL].map(|share| 400.0 * share);
    let mut found = [0.0; 3];
    let mut next = 0;
    let mut take = || {
        next += 1;
        word_at(next - 1)
    };
    for _ in 0..400 {
        let rows = std::array::from_fn(|_| match fill {
            Fill::Words => take(),
            Fill::Bit(bit) => (0..64).fold(0, |row, _| row << 1 | (take() >> bit & 1)),
        });
        found[(64 - rank(rows)).min(2)] += 1.0;
    }
    let chi_square: f64 = found.iter().zip(expected).map(|(n, e): (&f64, f64)| (n - e) * (n - e) / e).sum();
    // Chi-square with two degrees of freedom is exponential with mean 2.
    libm::exp(-0.5 * chi_square)
}

/// GF(2) ranks in eight orders and four fillings, 32 tests in all.
#[test]
fn neighbouring_addresses_fill_matrices_of_random_rank() {
    for (order, word_at) in orders() {
        for fill in FILLS {
            let p = rank_test(fill, &word_at);
            assert!(p > 1e-4, "{order}, {fill:?}: p = {p:e}");
        }
    }
}

/// The test above has teeth: one round, where moremur and SplitMix64 together have four, leaves patterns
/// that it finds in every filling.
#[test]
fn a_single_multiply_xorshift_round_fails_the_rank_test() {
    let start = word(key(), 0, 0);
    let shift_first = move |address: u64| {
        let x = start ^ address;
        (x ^ (x >> 32)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
    };
    let multiply_first = move |address: u64| {
        let x = (start ^ address).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x ^ (x >> 32)
    };
    let rounds: [&dyn Fn(u64) -> u64; 2] = [&shift_first, &multiply_first];
    for round in rounds {
        for fill in FILLS {
            let p = rank_test(fill, round);
            assert!(p < 1e-12, "{fill:?}: p = {p:e}");
        }
    }
}

#[test]
fn ranks_of_known_matrices() {
    assert_eq!(rank([0; 64]), 0);
    assert_eq!(rank([5; 64]), 1);
    assert_eq!(rank(std::array::from_fn(|i| 1 << i)), 64);
    assert_eq!(rank(std::array::from_fn(|i| i as u64)), 6);
}

//! The order in which a free worker looks for work, compiled into groups of lanes (RULES 4).

/// Lanes that are one queue to this crew: the front that stands first is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Lane numbers, `stage * streams + stream`; those of cases that need a grade lie behind them, level by level.
    pub lanes: Vec<u32>,
    /// All of a group are of one stage.
    pub stage: usize,
    /// The bits of its lanes.
    pub bits: u64,
}

/// So many lanes have a bit of their own in the word that tells which are empty.
pub const OWN_BITS: usize = 63;

/// A lane's bit; those beyond the word share the last, which is always set.
#[inline]
pub fn bit_of(lane: usize) -> u64 {
    1 << lane.min(OWN_BITS)
}

impl Group {
    pub fn new(stage: usize, lanes: Vec<u32>) -> Group {
        let bits = lanes.iter().fold(0, |bits, lane| bits | bit_of(*lane as usize));
        Group { lanes, stage, bits }
    }
}

/// The crews that may take a case of one lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Takers {
    /// In groups of equal grade, lowest first.
    pub by_grade: Vec<Vec<usize>>,
    /// The crew, where it is only one.
    pub sole: Option<usize>,
}

impl Takers {
    pub fn new(by_grade: Vec<Vec<usize>>) -> Self {
        let sole = match by_grade.as_slice() {
            [crews] if crews.len() == 1 => Some(crews[0]),
            _ => None,
        };
        Takers { by_grade, sole }
    }
}

/// What a crew may do and in which order it looks.
pub struct Outlook<'a> {
    /// Streams in the order in which they are looked at; equal levels are one queue.
    pub streams: &'a [(usize, u32)],
    /// Stages that the crew may do, first looked at first.
    pub stages: &'a [usize],
    pub stream_count: usize,
    /// Lanes of one level of need, and how many levels the crew may take.
    pub lanes_a_level: usize,
    pub levels: usize,
}

impl Outlook<'_> {
    /// Streams by level first, stages within a level.
    pub fn groups(&self) -> Vec<Group> {
        let mut levels: Vec<u32> = self.streams.iter().map(|(_, level)| *level).collect();
        levels.sort_unstable();
        levels.dedup();
        let mut groups = Vec::new();
        for level in levels {
            for &stage in self.stages {
                let needs = 0..self.levels;
                let lanes = needs
                    .flat_map(|need| {
                        let of_level = self.streams.iter().filter(move |(_, of)| *of == level);
                        of_level.map(move |(stream, _)| (need, *stream))
                    })
                    .map(|(need, stream)| (need * self.lanes_a_level + stage * self.stream_count + stream) as u32)
                    .collect();
                groups.push(Group::new(stage, lanes));
            }
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_stream_goes_before_a_later_stage() {
        let outlook =
            Outlook { streams: &[(0, 2), (1, 1)], stages: &[3, 1], stream_count: 2, lanes_a_level: 8, levels: 1 };
        let lanes: Vec<Vec<u32>> = outlook.groups().into_iter().map(|group| group.lanes).collect();
        assert_eq!(lanes, [[7], [3], [6], [2]]);
    }

    #[test]
    fn streams_of_one_level_are_one_queue() {
        let outlook =
            Outlook { streams: &[(0, 1), (1, 1)], stages: &[0], stream_count: 2, lanes_a_level: 8, levels: 1 };
        assert_eq!(outlook.groups(), [Group::new(0, vec![0, 1])]);
        let senior = Outlook { levels: 3, ..outlook };
        assert_eq!(senior.groups(), [Group::new(0, vec![0, 1, 8, 9, 16, 17])]);
    }
}

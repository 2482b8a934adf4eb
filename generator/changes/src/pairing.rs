//! Finds the entries of two lists that belong together.

/// Which entries of two lists belong together, by their positions.
pub(super) struct Pairing {
    /// Positions in the old and in the new list, sorted by the latter.
    pub pairs: Vec<(usize, usize)>,
    /// Positions in the old list.
    pub removed: Vec<usize>,
    /// Positions in the new list.
    pub added: Vec<usize>,
}

impl Pairing {
    /// Pairs entries with the same name, and then renamed ones: a removed entry with an added one at the same
    /// position, if `may_be_renamed`.
    pub(super) fn new(old: &[&str], new: &[&str], may_be_renamed: impl Fn(usize, usize) -> bool) -> Self {
        let mut pairs = Vec::new();
        for (to, name) in new.iter().enumerate() {
            if let Some(from) = old.iter().position(|other| other == name) {
                pairs.push((from, to));
            }
        }
        let old_places = places(old, new);
        let new_places = places(new, old);
        for (to, place) in &new_places {
            let from = old_places.iter().find(|(_, other)| other == place);
            if let Some((from, _)) = from
                && may_be_renamed(*from, *to)
            {
                pairs.push((*from, *to));
            }
        }
        pairs.sort_by_key(|(_, to)| *to);
        let is_removed = |from: &usize| pairs.iter().all(|(other, _)| other != from);
        let is_added = |to: &usize| pairs.iter().all(|(_, other)| other != to);
        let removed = (0..old.len()).filter(is_removed).collect();
        let added = (0..new.len()).filter(is_added).collect();
        Self { pairs, removed, added }
    }

    /// Returns whether the pairs are in another order in the new list.
    pub(super) fn is_reordered(&self) -> bool {
        !self.pairs.is_sorted_by_key(|(from, _)| *from)
    }
}

/// The place of an entry that the other list does not have: the last common entry before it, and its distance from
/// that.
type Gap<'a> = (Option<&'a str>, usize);

/// Returns the entries of `list` that `other` does not have, each with its place.
fn places<'a>(list: &[&'a str], other: &[&str]) -> Vec<(usize, Gap<'a>)> {
    let mut places = Vec::new();
    let mut place: Gap<'_> = (None, 0);
    for (index, name) in list.iter().enumerate() {
        if other.contains(name) {
            place = (Some(name), 0);
        } else {
            places.push((index, place));
            place.1 += 1;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_by_name_and_then_by_place() {
        for (old, new, pairs, removed, added) in [
            ("a b c", "a b c", vec![(0, 0), (1, 1), (2, 2)], vec![], vec![]),
            ("a b c", "a x c", vec![(0, 0), (1, 1), (2, 2)], vec![], vec![]),
            ("a b c", "a c x", vec![(0, 0), (2, 1)], vec![1], vec![2]),
            ("b a", "a b", vec![(1, 0), (0, 1)], vec![], vec![]),
            ("a", "x a", vec![(0, 1)], vec![], vec![0]),
            ("a b", "n x", vec![(0, 0), (1, 1)], vec![], vec![]),
        ] {
            let split = |text: &'static str| text.split(' ').collect::<Vec<_>>();
            let pairing = Pairing::new(&split(old), &split(new), |_, _| true);
            assert_eq!((pairing.pairs, pairing.removed, pairing.added), (pairs, removed, added), "{old} -> {new}");
        }
    }

    #[test]
    fn does_not_pair_different_types() {
        let pairing = Pairing::new(&["a"], &["b"], |_, _| false);
        assert!(pairing.pairs.is_empty() && pairing.removed == [0] && pairing.added == [0]);
    }
}

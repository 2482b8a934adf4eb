//! Finds the entries of two lists that belong together, and what happened to a fact.

/// Which entries of two lists belong together.
pub(super) struct Pairing<'l, T> {
    /// In the order of the new list.
    pub pairs: Vec<(&'l T, &'l T)>,
    pub removed: Vec<&'l T>,
    pub added: Vec<&'l T>,
    /// Whether the pairs are in another order in the old list.
    pub is_reordered: bool,
}

impl<'l, T> Pairing<'l, T> {
    /// Pairs entries with the same name, and then renamed ones: a removed entry with an added one at the same
    /// position, if `may_be_renamed`.
    pub(super) fn new(
        old: &'l [T],
        new: &'l [T],
        name: impl Fn(&T) -> &str,
        may_be_renamed: impl Fn(&T, &T) -> bool,
    ) -> Self {
        let old_names: Vec<&str> = old.iter().map(&name).collect();
        let new_names: Vec<&str> = new.iter().map(&name).collect();
        let old_gaps = gaps(&old_names, &new_names);
        let new_gaps = gaps(&new_names, &old_names);
        let (mut pairs, mut added) = (Vec::new(), Vec::new());
        let mut positions = Vec::new();
        for ((entry, gap), own_name) in new.iter().zip(new_gaps).zip(&new_names) {
            let from = match gap {
                None => old_names.iter().position(|other| other == own_name),
                Some(gap) => old_gaps.iter().position(|other| *other == Some(gap)),
            };
            match from.and_then(|from| Some((from, old.get(from)?))) {
                Some((from, other)) if gap.is_none() || may_be_renamed(other, entry) => {
                    positions.push(from);
                    pairs.push((other, entry));
                }
                _ => added.push(entry),
            }
        }
        let mut removed = Vec::new();
        for (from, entry) in old.iter().enumerate() {
            if !positions.contains(&from) {
                removed.push(entry);
            }
        }
        Self { pairs, removed, added, is_reordered: !positions.is_sorted() }
    }
}

/// The place of an entry that the other list does not have: the last common entry before it, and its distance from
/// that.
type Gap<'a> = (Option<&'a str>, usize);

/// Returns the place of each entry of `list`, or `None` if `other` has it too.
fn gaps<'a>(list: &[&'a str], other: &[&str]) -> Vec<Option<Gap<'a>>> {
    let mut gaps = Vec::new();
    let mut gap: Gap<'_> = (None, 0);
    for name in list {
        if other.contains(name) {
            gap = (Some(name), 0);
            gaps.push(None);
        } else {
            gaps.push(Some(gap));
            gap.1 += 1;
        }
    }
    gaps
}

/// Takes the entries that belong together out of both lists, and returns them.
pub(super) fn take_pairs<T>(old: &mut Vec<T>, new: &mut Vec<T>, belong: impl Fn(&T, &T) -> bool) -> Vec<(T, T)> {
    let mut pairs = Vec::new();
    let mut rest = Vec::new();
    for entry in old.drain(..) {
        match new.iter().position(|other| belong(&entry, other)) {
            Some(position) => pairs.push((entry, new.remove(position))),
            None => rest.push(entry),
        }
    }
    *old = rest;
    pairs
}

/// Returns what to report about a fact that differs and can be absent: that it was added, removed or changed.
pub(super) fn change_of<T, K>(old: Option<&T>, new: Option<&T>, [added, removed, changed]: [K; 3]) -> K {
    match (old, new) {
        (None, _) => added,
        (_, None) => removed,
        (Some(_), Some(_)) => changed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_by_name_and_then_by_place() {
        for (old, new, pairs, removed, added) in [
            ("a b c", "a b c", "aa bb cc", "", ""),
            ("a b c", "a x c", "aa bx cc", "", ""),
            ("a b c", "a c x", "aa cc", "b", "x"),
            ("b a", "a b", "aa bb", "", ""),
            ("a", "x a", "aa", "", "x"),
            ("a b", "n x", "an bx", "", ""),
        ] {
            let split = |text: &'static str| text.split(' ').collect::<Vec<_>>();
            let (old_list, new_list) = (split(old), split(new));
            let pairing = Pairing::new(&old_list, &new_list, |name| name, |_, _| true);
            let shown: Vec<String> = pairing.pairs.iter().map(|(old, new)| format!("{old}{new}")).collect();
            let join = |list: &[&&str]| list.iter().map(|name| **name).collect::<Vec<_>>().join(" ");
            let found = (shown.join(" "), join(&pairing.removed), join(&pairing.added));
            assert_eq!(found, (pairs.to_owned(), removed.to_owned(), added.to_owned()), "{old} -> {new}");
            assert_eq!(pairing.is_reordered, old == "b a");
        }
    }

    #[test]
    fn does_not_pair_different_types() {
        let pairing = Pairing::new(&["a"], &["b"], |name| name, |_, _| false);
        assert!(pairing.pairs.is_empty() && pairing.removed == [&"a"] && pairing.added == [&"b"]);
    }
}

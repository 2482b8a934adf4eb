//! The pages' wordings, as patterns.

use std::sync::LazyLock;

use regex_lite::Regex;

fn pattern(text: &str) -> Regex {
    let text = text
        .replace("MIN", r"(?P<min>-?\d[\d,]*)")
        .replace("MAX", r"(?P<max>-?\d[\d,]*)")
        .replace(" TO ", r"\s*(?:-|–|—|~|to|\.\.)\s*");
    exact(&format!("(?i){text}"))
}

fn exact(text: &str) -> Regex {
    Regex::new(text).expect("the patterns below are right")
}

pub(super) static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?P<label>definition|parameter description|explanation|description|constraints?|restrictions|range|value range|options|enumerat(?:ed|ion) values?|default(?: value)?)\s*(?::\s*(?P<rest>.*))?$",
    )
});
pub(super) static FURTHER_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?P<part>.+?)\s+(?P<rest>(?:constraints?|restrictions|options|range|default value)\s*:\s.*)$")
});
pub(super) static DEPRECATED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\bdeprecated\b|\bdiscarded\b|\bno longer (?:used|supported)\b"));
pub(super) static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:mandatory|required|need to|must)\b.*\b(?:when|if)\b|\b(?:when|if)\b.*\b(?:mandatory|required|need to|must)\b",
    )
});
pub(super) static SPECIAL_VALUE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\bset (?:this parameter|it) to \S+|\bvalue \S+ (?:indicates|means)\b|\S+ indicates\b"));
pub(super) static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\bin |\bunit(?: is|:)\s*|\()(?P<unit>ms|milliseconds|seconds|minutes|hours|days|bytes|KB|MB|GB)\b")
});
pub(super) static DEFAULT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:the )?default(?: value)?(?: is|\s*:)\s*(?P<value>.+)$"));
pub(super) static VALUES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:the|its) values? can be|(?:valid|possible|value|the) (?:values|options)(?: are|\s*:)|options:|values?:)\s*(?P<list>.+)$",
    )
});
pub(super) static ANNOUNCEMENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:options|values?|enumerat\w+)\b"));
pub(super) static BARE_RANGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\[?MIN TO MAX\]?\.?$"));
pub(super) static ITEM_LIMITS: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [r"\barray (?:length|size)\s*:?\s*MIN TO MAX\b", r"\bMIN TO MAX (?:items|elements|records)\b"].map(pattern)
});
pub(super) static LIMITS: LazyLock<[Regex; 8]> = LazyLock::new(|| {
    [
        r"\bMIN TO MAX (?:\w+ )?characters\b",
        r"^(?:the )?(?:value )?length(?: is| ranges from|\s*:)?\s*(?:from )?MIN TO MAX\b",
        r"\bvalue (?:range )?(?:is|ranges|can be|contains|:)?\s*(?:from |between )?\[?MIN(?: TO | and )MAX\]?(?:\W|$)",
        r"\[MIN,\s*MAX\]",
        r"\bvalue range\s*:\s*MIN TO MAX\b",
        r"\bmin(?:imum)?(?: value| length)?(?:\s*:| is)\s*MIN\b",
        r"\bmax(?:imum)?(?: value| length)?(?:\s*:| is)\s*MAX\b",
        r"\b(?:cannot exceed|up to|maximum of|at most|no more than) MAX characters\b",
    ]
    .map(pattern)
});
pub(super) static UPDATED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^updated on:?\s+(?P<date>\d{4}-\d{2}-\d{2})\b"));
pub(super) static STATUS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^status code:\s*(?P<code>\d{3})$"));
pub(super) static TABLE: LazyLock<Regex> = LazyLock::new(|| exact(r"^Table\s+\d+\W*\s(?P<title>.+)$"));
pub(super) static REQUEST: LazyLock<Regex> =
    LazyLock::new(|| exact(r"^(?P<method>GET|POST|PUT|DELETE|PATCH|HEAD)\s+(?:https?://[^/]+)?(?P<path>/\S*)$"));

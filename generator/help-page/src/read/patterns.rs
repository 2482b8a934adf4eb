//! The wordings of help pages, as regular expressions.

use std::sync::OnceLock;

use regex_lite::{Captures, Match, Regex};

/// A regular expression that is compiled on first use.
pub(super) struct Pattern {
    source: &'static str,
    /// The inner option is `None` if the source is invalid. The tests of its wordings then fail.
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Creates a pattern that ignores case. `MIN` and `MAX` stand for plain integers, ` TO ` for the text between them,
    /// and ` AND ` for that of a range in words or brackets. ` OF IT` stands for words that name the row, if there are
    /// any.
    pub(super) const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    pub(super) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.compiled()?.captures(text)
    }

    /// Returns all matches, from the first to the last.
    pub(super) fn all<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.compiled().into_iter().flat_map(|regex| regex.captures_iter(text))
    }

    pub(super) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.compiled()?.find(text)
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.compiled().is_some_and(|regex| regex.is_match(text))
    }

    fn compiled(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| self.compile().ok()).as_ref()
    }

    fn compile(&self) -> Result<Regex, regex_lite::Error> {
        let source = self
            .source
            .replace("MIN", r"(?P<min>-?\d+)")
            .replace("MAX", r"(?P<max>-?\d+)")
            .replace(" TO ", r"\s*(?:-|~|to|through|\.\.)\s*")
            .replace(" AND ", r"\s*(?:-|~|to|through|and|,|\.\.)\s*")
            .replace(" OF IT", r"(?: of (?:this|the) (?:parameter|field))?");
        Regex::new(&format!("(?i){source}"))
    }
}

/// The label of a paragraph, by itself or with text after a colon.
pub(super) static LABEL: Pattern = Pattern::new(
    r"^(?P<label>definition|parameter description|explanation|description|constraints?|restrictions|range|value range|value options|options|enumerat(?:ed|ion) values?|default(?: value)?)\s*(?::\s*(?P<rest>.*))?$",
);

/// A label of the newer layout without a line break or a colon after it.
pub(super) static FOLDED_LABEL: Pattern =
    Pattern::new(r"(?-i)(?:^Definition|(?:^|\s)(?:Constraints|Range|Default Value))\s");

/// A label in the middle of a line that starts with a label.
pub(super) static FURTHER_LABEL: Pattern =
    Pattern::new(r"\s(?:constraints?|restrictions|options|range|default value)\s*:\s");

/// A limit, a default or a label of values in the middle of a line.
pub(super) static INLINE_FACT: Pattern = Pattern::new(
    r"\s(?:(?:min(?:imum|\.)?|max(?:imum|\.)?)(?: value| length)?\s*:\s*-?\d|(?:array|list) (?:length|size)\s*:\s*\[?\d|default(?: value)?\s*:\s|(?:value range|value options|enumerat(?:ed|ion) values?)\s*:\s|(?-i:Options|Range)\s*:\s)",
);

/// A line that states nothing but a limit.
pub(super) static STATED_LIMIT: Pattern = Pattern::new(
    r"^(?:(?:min(?:imum|\.)?|max(?:imum|\.)?)(?: ?value| ?length)?\s*:\s*-?\d+|(?:array|list) (?:length|size)\s*:\s*\[?MIN AND MAX\]?)[.;,]?$",
);

/// A sentence that says what a string can contain.
pub(super) static RULE: Pattern = Pattern::new(r"\b(?:must|cannot|can contain|contains?|consists?|format of)\b");

pub(super) static DEPRECATED: Pattern = Pattern::new(r"\bdeprecated\b|\bdiscarded\b|\bno longer (?:used|supported)\b");

/// When a parameter can or must be set.
pub(super) static CONDITION: Pattern = Pattern::new(
    r"\b(?:mandatory|required|need to|must)\b.*\b(?:when|if)\b|\b(?:when|if)\b.*\b(?:mandatory|required|need to|must)\b|\b(?:valid|invalid|effective|effect|ignored|applicable|applies)\b.*\b(?:when|if|unless)\b|\b(?:when|if|unless)\b.*\b(?:invalid|effective|effect|ignored)\b|\beither\b.*\bor\b.*\b(?:mandatory|required|needs? to|must|specified)\b|\b(?:at least|at most|only|exactly) one of\b|\bmutually exclusive\b|\b(?:cannot|can't|must not) be\b.*\b(?:together|both|at the same time|simultaneously)\b",
);

pub(super) static SPECIAL_VALUE: Pattern = Pattern::new(
    r"\bset (?:this parameter|it) to \S+|\bvalue \S+ (?:indicates|means)\b|\S+ indicates\b|\bif (?:the|its) (?:parameter )?value OF IT is \S+,",
);

/// A value whose meaning the sentence explains.
pub(super) static EXPLAINED_VALUES: [Pattern; 4] = [
    Pattern::new(r"\bvalue (?P<value>\S+) (?:indicates|means)\b"),
    Pattern::new(r"\bset (?:this parameter|it) to (?P<value>\S+?)(?:[.,;:](?:\s|$)|\s(?:to|if|when|for|and|or)\b|$)"),
    Pattern::new(r"\bif (?:the|its) (?:parameter )?value OF IT is (?P<value>\S+),"),
    Pattern::new(r"(?:^|\s)(?P<value>[\x22'“‘]\S+|-?\d+|\w+_\w+) (?:indicates|means)\b"),
];

/// The unit of a number.
pub(super) static UNITS: [Pattern; 3] = [
    Pattern::new(
        r"(?:\bin |\bunit(?: is|:)\s*|\()(?P<unit>ms|milliseconds?|seconds?|minutes?|hours?|days?|bytes?|[KMGT]i?B)\b",
    ),
    Pattern::new(r"(?:\bin |\bunit(?: is|:)\s*|\s\()(?P<unit>s|secs?|mins?|h|hrs?|%)(?:[\s.,;)]|$)"),
    Pattern::new(r"\bunit(?: is|:)\s*(?P<unit>d|(?-i:B)|percent)(?:[\s.,;)]|$)"),
];

/// A sentence that states a unit, known or not.
pub(super) static ANY_UNIT: Pattern = Pattern::new(r"\bunit(?: is|:)\s*\S");

pub(super) static DEFAULTS: [Pattern; 2] = [
    Pattern::new(
        r"^(?:if (?:this parameter|this field|it) is (?:not (?:specified|set|transferred)|left blank|empty),? )?(?:(?:the |its )?default(?: parameter)?(?: value)? OF IT(?: of (?P<name>\S+))?(?: is\s*:?|\s*:)|by default, (?:the value|it|this parameter|this field) is(?: set to)?)\s*(?P<value>.+)$",
    ),
    Pattern::new(r"^(?:[^,]+, which|it|the value OF IT|this parameter) is (?:set to )?(?P<value>\S+) by default\b"),
];

/// Returns the default that a sentence in the row `name` states, with what follows it.
pub(super) fn stated_default<'t>(sentence: &'t str, name: &str) -> Option<&'t str> {
    let found = DEFAULTS.iter().find_map(|pattern| pattern.captures(sentence))?;
    let is_of_row = found.name("name").is_none_or(|other| other.as_str() == name);
    found.name("value").filter(|_| is_of_row).map(|value| value.as_str())
}

/// A default that is not a value, such as `left blank`.
pub(super) static EMPTY: Pattern = Pattern::new(r"^(?:left )?(?:blank|empty)\b");

/// What marks a value in a list as the default.
pub(super) static IS_DEFAULT: Pattern = Pattern::new(
    r"\((?:the )?default(?: value)?\)|\b(?:this|it) is the default(?: value)?\b|^\W*default value\b|[.,;] ?(?:the )?default(?: value)?\.?$",
);

/// A range with a default. Words in front of the range could state when it applies.
pub(super) static FURTHER_DEFAULT: Pattern = Pattern::new(
    r"^(?P<range>(?:(?:the )?(?:value|range|options)\b[^:(]*:?\s*)?\[?-?\d[^(;:]*?|(?:the|its) value can be [^:(;]*?)(?:[,;]?\s+and |[,;(]\s*)(?P<default>(?:the |its )?default(?: value)?(?: is|\s*:|\s)[^)]*)\)?\.?\s*$",
);

/// What a default depends on, or another one.
pub(super) static QUALIFICATION: Pattern =
    Pattern::new(r"^\W*(?:(?:or|otherwise|except|unless|if|when|while|but|for)\b|(?:and )?-?\d)");

/// A sentence that lists values.
pub(super) static VALUES: Pattern = Pattern::new(
    r"^(?:currently, )?(?:(?:the|its) (?:parameter )?values? OF IT (?:range )?(?:can (?:only )?be|must be|may be|should be|is|are)\s*:?|(?:the )?(?:valid|possible|allowed|available|supported|accepted|permitted|optional|value) (?:values?|options)(?: are|\s*:)|the (?:values?|options)(?: are|\s*:)|options:|values?:)(?:\s*(?:either|one of|any of|(?:as )?(?:the )?follow(?:ing|s)|values?|options|:)\b:?)*\s*(?P<list>.+)$",
);

/// A sentence that states the only value.
pub(super) static ONLY_VALUE: Pattern = Pattern::new(
    r"^(?:currently, |and |this parameter is reserved, and )?(?:(?:(?:its|the) (?:parameter )?value OF IT (?:can only be|is always|is fixed (?:at|to))|the only value is)\s+(?P<value>\S+?)(?:\s?, (?:indicating|which)\b.*|\.)?|(?:its|the) value OF IT is (?P<explained>\S+), indicating\b.*)$",
);

/// A sentence that may list values, of the row or of something else.
pub(super) static POSSIBLE_VALUES: Pattern = Pattern::new(
    r"\b(?:(?:can|must|may) (?:only )?be(?: set to)?|(?:supported|available|optional|possible|allowed|valid) \w+(?: are|\s*:)) (?P<list>.+)$",
);

/// A sentence that may state the only value.
pub(super) static POSSIBLE_VALUE: Pattern = Pattern::new(r"\bonly (?:the value )?\S+ (?:\(\S+\) )?is supported\b");

/// A value, and what separates it from the next one.
pub(super) static BEGINNING_OF_LIST: Pattern = Pattern::new(r"^(?:- |[\x22'“‘]?[\w.:/-]+[\x22'”’]?(?:,| or) )");

/// The explanation after a list of values.
pub(super) static EXPLANATION: Pattern =
    Pattern::new(r",? (?:indicating|representing|respectively|where|in (?:a|de)scending|which)\b");

/// A sentence that introduces a list of values.
pub(super) static ANNOUNCEMENT: Pattern = Pattern::new(r"\b(?:options|values?|enumerat\w+)\b");

pub(super) static BARE_RANGE: Pattern = Pattern::new(r"^(?:from )?\[?MIN TO MAX\]?%?(?: \(inclusive\))?[.,;]?$");

/// The number of items of a list.
pub(super) static ITEM_LIMITS: [Pattern; 3] = [
    Pattern::new(r"\b(?:array|list) (?:length|size)(?: ranges from| is(?: from)?|\s*:)?\s*\[?MIN AND MAX\b"),
    Pattern::new(
        r"\bnumber of (?:array |list )?(?:elements|items|records)(?: ranges from| is(?: from)?|\s*:)?\s*\[?MIN AND MAX\b",
    ),
    Pattern::new(r"\bMIN TO MAX (?:items|elements|records)\b"),
];

/// The length of a string.
pub(super) static LENGTHS: [Pattern; 5] = [
    Pattern::new(r"\bMIN TO MAX (?:[\w-]+ ){0,2}characters\b"),
    Pattern::new(
        r"^(?:the )?(?:value |string )?length(?: range)?(?: must be| is| ranges?|\s*:)?\s*(?:from |between )?\[?MIN AND MAX\b",
    ),
    Pattern::new(
        r"\b(?:cannot exceed|cannot be longer than|up to|maximum of|at most|no more than|no longer than) MAX (?:[\w-]+ ){0,2}characters\b",
    ),
    Pattern::new(r"\bmin(?:imum|\.)? ?length(?:\s*:| is)\s*MIN\b"),
    Pattern::new(r"\bmax(?:imum|\.)? ?length(?:\s*:| is)\s*MAX\b"),
];

/// The range of a number.
pub(super) static RANGES: [Pattern; 8] = [
    Pattern::new(
        r"\bvalues? OF IT (?:range )?(?:is|must be|ranges|can range|can be|:)?\s*(?:an integer )?(?:ranging |in the range |in the range of )?(?:from )?\[?MIN TO MAX\]?(?:\W|$)",
    ),
    Pattern::new(r"\bvalues? OF IT (?:range )?(?:(?:is|must be|can be) )?(?:an integer )?between MIN and MAX(?:\W|$)"),
    Pattern::new(r"\[MIN,\s*MAX\]"),
    Pattern::new(r"\bvalue range\s*:\s*(?:from )?MIN TO MAX\b"),
    Pattern::new(r"^MIN\s*<=\s*\w+\s*<=\s*MAX$"),
    Pattern::new(
        r"^(?:(?:the |its |it )?(?:parameter )?(?:values?|range|number)?(?: range)?(?: is| must be| should be|:)? ?)?(?:an integer )?(?:>=|greater than or equal to|no less than|not less than|at least)\s?MIN(?:,? and|,)\s(?:<=|less than or equal to|no (?:greater|more) than|not (?:greater|more) than|at most)\s?MAX(?:\W|$)",
    ),
    Pattern::new(r"\bmin(?:imum|\.)? ?value OF IT(?:\s*:| is)\s*MIN\b"),
    Pattern::new(r"\bmax(?:imum|\.)? ?value OF IT(?:\s*:| is)\s*MAX\b"),
];

/// The length of a string or the range of a number, depending on the type.
pub(super) static LIMITS: [Pattern; 2] =
    [Pattern::new(r"\bmin(?:imum|\.)?(?:\s*:| is)\s*MIN\b"), Pattern::new(r"\bmax(?:imum|\.)?(?:\s*:| is)\s*MAX\b")];

/// Another value or an exception after a limit. A remark in parentheses can also explain a value within the limits.
pub(super) static FURTHER_VALUE: Pattern = Pattern::new(
    r"^[\])'”’%]*(?:(?:\s[a-z]+){0,2}?\s*(?:[,;/|∪&]|\b(?:or|and|plus)\b)(?:\s*\b(?:or|and|also|the|special|values?|numbers?|of|is|are|from)\b)*\s*[\[(‘“]*-?\d|\s?\((?:(?:or|and|except|excluding|the|special|values?)\s)*(?P<remark>-?\d+)|\s?[~-]\s?\d|[\s,(]*(?:other than|except|excluding|not including)\b[\sa-z]{0,12}\d|[\s,(]*(?:both )?exclu(?:sive|ded)\b)",
);

/// What a limit may depend on, or a recommendation.
pub(super) static LIMIT_CONDITION: Pattern = Pattern::new(r"^(?:if|when|for)\b(?P<condition>[^,]*),|\brecommended\b");

/// A sentence about the keys of a map.
pub(super) static KEYS: Pattern = Pattern::new(r"^(?:the|a|an|each) (?:\w+ )?key\b");

/// Another value in front of a limit.
pub(super) static EARLIER_VALUE: Pattern = Pattern::new(
    r"(?:^|[\s(\[])-?\d+['”’)\]]*\s*(?:[,;/|]|\b(?:or|and|plus)\b)(?:\s*\b(?:or|and|from|between|in|the|range|ranges|ranging|a|value|values|number|is|of)\b)*[\s\[(]*$",
);

/// A sentence that seems to state a limit or a default.
pub(super) static POSSIBLE_LIMIT: Pattern = Pattern::new(
    r"\b(?:min|max)(?:imum)?(?: ?length| ?value| ?size)? OF IT\s*(?::|is|are|of)?\s*\(?\d|\b(?:minimum|maximum) of (?:one|two|three|four|five|six|seven|eight|nine|ten)\b|\bfrom \d+ \w+ to \d|\b(?:positive|non-?negative) (?:integer|number)\b|\b(?:greater|larger) than zero\b|\bthe default (?:\w+ )?(?:type|mode|ID|version|format|name|size|number|action|status) is \S+$|\blength\b\D{0,30}\d|\b(?:values?|number|integer) \D{0,20}(?:rang\w+|between|from)\D{0,12}\d|\branges?\s*:?\D{0,12}\d|\bdefault(?: value)?(?: of \S+)?(?: is\b|\s*:)\s*\S|\d+ (?:[\w-]+ ){0,3}(?:characters?|digits|bytes)\b|(?:[<>]=?|\bgreater than(?: or equal to)?|\bless than(?: or equal to)?|\b(?:no|not) (?:more|less|greater|fewer|longer|shorter|larger|smaller) than|\bat (?:least|most)|\bexceed) ?-?\d|\bvalues? can be [(\[]?-?\d|\d\s*<=?\s*\w|^(?:valid|possible|allowed|available|supported|accepted|permitted) values?(?: are|\s*:)\s*[^:]*[^\s:]$|\bdefault(?: value)? -?\d|\bdefaults? to \S|(?:^|[\s(])-?\d+ by default\b",
);

/// A field in JSON.
pub(super) static JSON_FIELD: Pattern = Pattern::new(r"^\x22[^\x22]+\x22 ?: ?(?:[\x22{\[]|-?\d|true|false|null)");

/// Matches an IP address or a version.
pub(super) static DOTTED_NUMBER: Pattern = Pattern::new(r"\d\.\d+\.\d");

pub(super) static UPDATED: Pattern =
    Pattern::new(r"^(?:last )?updated?(?: on| at)?\s*:?\s+(?P<date>\d{4}-\d{2}-\d{2})\b");

/// A line that introduces the tables or the example of a status code.
pub(super) static STATUS_LINE: Pattern =
    Pattern::new(r"^(?:[•*-]\s+)?(?:http |response )?status code(?:\s*[:：]|\s*\d{3}(?: [\w -]+)?$)");

pub(super) static STATUS: Pattern =
    Pattern::new(r"^(?:[•*-]\s+)?(?:http |response )?status code\s*[:：]?\s*(?P<code>\d{3})(?: [\w -]+)?$");

pub(super) static TABLE: Pattern = Pattern::new(r"(?-i)^(?:Table|TABLE)\s*\d+(?:[-.]\d+)?\W*\s(?P<title>.+)$");

/// A request line, by itself or after a label such as `Example:`.
pub(super) static REQUEST: Pattern = Pattern::new(
    r"(?-i)^(?:[•*-]\s+)?(?:[A-Z][A-Za-z ]{0,24}:\s*)?[`*]*(?P<method>GET|POST|PUT|DELETE|PATCH|HEAD)\s+(?:https?://[^/]+)?(?P<path>/[^?\s`*]*)(?:\?(?P<query>[^\s`*]*))?(?: HTTP/\S+)?[`*]*$",
);

/// The beginning of a request line with a query.
pub(super) static REQUEST_WITH_QUERY: Pattern = Pattern::new(
    r"(?-i)^(?:[•*-]\s+)?(?:[A-Z][A-Za-z ]{0,24}:\s*)?[`*]*(?:GET|POST|PUT|DELETE|PATCH|HEAD)\s+(?:https?://[^/\s]+)?/[^?\s]*\?[^\s=]+=",
);

/// A line that introduces a request or a response in a section of both.
pub(super) static EXAMPLE_HEADING: Pattern = Pattern::new(
    r"^(?:[•*-]\s+)?(?:(?P<failed>failed|failure|error|unsuccessful)|successful)?\s?(?:sample|example) (?:(?P<request>requests?)|responses?)[:：]?$",
);

/// The type of a list whose name is in front of that of its items.
pub(super) static LIST_TYPE: Pattern =
    Pattern::new(r"^(?:array|list)(?: of (?P<named>.*)|\s*(?:<(?P<angle>.*)>|\[(?P<square>.*)\]|\((?P<round>.*)\)))$");

/// A reference to a table in the description of a row.
pub(super) static TABLE_REFERENCE: Pattern = Pattern::new(r"(?-i)\bTable\s*(?P<number>\d+)\b");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        let single = [
            &LABEL,
            &FURTHER_LABEL,
            &FOLDED_LABEL,
            &INLINE_FACT,
            &STATED_LIMIT,
            &RULE,
            &DEPRECATED,
            &CONDITION,
            &SPECIAL_VALUE,
            &ANY_UNIT,
            &IS_DEFAULT,
            &VALUES,
            &ANNOUNCEMENT,
            &BARE_RANGE,
            &POSSIBLE_LIMIT,
            &DOTTED_NUMBER,
            &JSON_FIELD,
            &FURTHER_VALUE,
            &FURTHER_DEFAULT,
            &QUALIFICATION,
            &EARLIER_VALUE,
            &UPDATED,
            &STATUS,
            &STATUS_LINE,
            &TABLE,
            &REQUEST,
            &REQUEST_WITH_QUERY,
            &ONLY_VALUE,
            &POSSIBLE_VALUE,
            &POSSIBLE_VALUES,
            &BEGINNING_OF_LIST,
            &EXPLANATION,
            &EMPTY,
            &LIMIT_CONDITION,
            &KEYS,
            &EXAMPLE_HEADING,
            &TABLE_REFERENCE,
            &LIST_TYPE,
        ];
        for pattern in single
            .into_iter()
            .chain(&DEFAULTS)
            .chain(&UNITS)
            .chain(&EXPLAINED_VALUES)
            .chain(&ITEM_LIMITS)
            .chain(&LENGTHS)
            .chain(&RANGES)
            .chain(&LIMITS)
        {
            assert!(pattern.compile().is_ok(), "{}", pattern.source);
        }
    }
}

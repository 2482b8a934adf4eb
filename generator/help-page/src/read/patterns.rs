//! The wordings of help pages, as regular expressions.

use std::sync::OnceLock;

use regex_lite::{Captures, Match, Regex};

/// The wordings of a fact. Their expressions ignore case, and are compiled on first use.
///
/// `MIN` and `MAX` stand for plain integers, ` TO ` for the text between them, and ` AND ` for that of a range in words
/// or brackets. ` OF IT` stands for words that name the row, if there are any.
pub(super) struct Pattern {
    sources: &'static [&'static str],
    /// The expressions of the valid sources. A test finds invalid ones.
    expressions: OnceLock<Vec<Regex>>,
}

impl Pattern {
    pub(super) const fn new(sources: &'static [&'static str]) -> Self {
        Self { sources, expressions: OnceLock::new() }
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.expressions().iter().any(|expression| expression.is_match(text))
    }

    pub(super) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.expressions().iter().find_map(|expression| expression.find(text))
    }

    /// Returns the text of a group of the expression that matches.
    pub(super) fn group<'t>(&self, text: &'t str, name: &str) -> Option<&'t str> {
        Some(self.captures(text)?.name(name)?.as_str())
    }

    pub(super) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.expressions().iter().find_map(|expression| expression.captures(text))
    }

    /// Returns the first match of each expression.
    pub(super) fn captures_of_each<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.expressions().iter().filter_map(move |expression| expression.captures(text))
    }

    /// Returns all matches of each expression.
    pub(super) fn all_captures<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.expressions().iter().flat_map(move |expression| expression.captures_iter(text))
    }

    fn expressions(&self) -> &[Regex] {
        self.expressions.get_or_init(|| self.sources.iter().filter_map(|source| compile(source)).collect())
    }

    #[cfg(test)]
    pub(super) fn invalid_sources(&self) -> Vec<&str> {
        self.sources.iter().copied().filter(|source| compile(source).is_none()).collect()
    }
}

fn compile(source: &str) -> Option<Regex> {
    let source = source
        .replace("MIN", r"(?P<min>-?\d+)")
        .replace("MAX", r"(?P<max>-?\d+)")
        .replace(" TO ", r"\s*(?:-|~|to|through|\.\.)\s*")
        .replace(" AND ", r"\s*(?:-|~|to|through|and|,|\.\.)\s*")
        .replace(" OF IT", r"(?: of (?:this|the) (?:parameter|field))?");
    Regex::new(&format!("(?i){source}")).ok()
}

/// Declares patterns with their expressions, and a test that each of them compiles.
macro_rules! patterns {
    ($($(#[$comment:meta])* $name:ident = $($source:literal),+;)+) => {
        $($(#[$comment])* pub(in crate::read) static $name: Pattern = Pattern::new(&[$($source),+]);)+

        #[cfg(test)]
        #[test]
        fn every_pattern_compiles() {
            for pattern in [$(&$name),+] {
                assert_eq!(pattern.invalid_sources(), [""; 0]);
            }
        }
    };
}
pub(super) use patterns;

patterns! {
    /// The label of a paragraph, by itself or with text after a colon.
    LABEL =
        r"^(?P<label>definition|parameter description|explanation|description|constraints?|restrictions|range|value range|value options|options|enumerat(?:ed|ion) values?|default(?: value)?)\s*(?::\s*(?P<rest>.*))?$";

    /// A label of the newer layout without a line break or a colon after it.
    FOLDED_LABEL = r"(?-i)(?:^Definition|(?:^|\s)(?:Constraints|Range|Default Value))\s";

    /// A label in the middle of a line that starts with a label.
    FURTHER_LABEL = r"\s(?:constraints?|restrictions|options|range|default value)\s*:\s";

    /// A limit, a default or a label of values in the middle of a line.
    INLINE_FACT =
        r"\s(?:(?:min(?:imum|\.)?|max(?:imum|\.)?)(?: value| length)?\s*:\s*-?\d|(?:array|list) (?:length|size)\s*:\s*\[?\d|default(?: value)?\s*:\s|(?:value range|value options|enumerat(?:ed|ion) values?)\s*:\s|(?-i:Options|Range)\s*:\s)";

    /// A line that states nothing but a limit.
    STATED_LIMIT =
        r"^(?:(?:min(?:imum|\.)?|max(?:imum|\.)?)(?: ?value| ?length)?\s*:\s*-?\d+|(?:array|list) (?:length|size)\s*:\s*\[?MIN AND MAX\]?)[.;,]?$";

    /// A sentence that says what a string can contain.
    RULE = r"\b(?:must|cannot|can contain|contains?|consists?|format of)\b";

    DEPRECATED = r"\bdeprecated\b|\bdiscarded\b|\bno longer (?:used|supported)\b";

    /// When a parameter can or must be set.
    CONDITION =
        r"\b(?:mandatory|required|need to|must)\b.*\b(?:when|if)\b",
        r"\b(?:when|if)\b.*\b(?:mandatory|required|need to|must)\b",
        r"\b(?:valid|invalid|effective|effect|ignored|applicable|applies)\b.*\b(?:when|if|unless)\b",
        r"\b(?:when|if|unless)\b.*\b(?:invalid|effective|effect|ignored)\b",
        r"\beither\b.*\bor\b.*\b(?:mandatory|required|needs? to|must|specified)\b",
        r"\b(?:at least|at most|only|exactly) one of\b",
        r"\bmutually exclusive\b",
        r"\b(?:cannot|can't|must not) be\b.*\b(?:together|both|at the same time|simultaneously)\b";

    SPECIAL_VALUE =
        r"\bset (?:this parameter|it) to \S+",
        r"\bvalue \S+ means\b",
        r"\S+ indicates\b",
        r"\bif (?:the|its) (?:parameter )?value OF IT is \S+,";

    /// A value that the sentence explains.
    EXPLAINED_VALUES =
        r"\bvalue (?P<value>\S+) (?:indicates|means)\b",
        r"\bset (?:this parameter|it) to (?P<value>\S+?)(?:[.,;:](?:\s|$)|\s(?:to|if|when|for|and|or)\b|$)",
        r"\bif (?:the|its) (?:parameter )?value OF IT is (?P<value>\S+),",
        r"(?:^|\s)(?P<value>[\x22'“‘]\S+|-?\d+|\w+_\w+) (?:indicates|means)\b";

    /// The unit of a number.
    UNITS =
        r"(?:\bin |\bunits?(?: is| of|\s*:)\s*|\b(?:accurate|precise|rounded) to (?:the )?|\bnumber of |\()(?P<unit>ms|milliseconds?|seconds?|minutes?|hours?|days?|(?:kilo|mega|giga|tera)?bytes?|(?:[KMGT]i?B|[KMGT]?bit)(?:/s)?)(?:[^\w/-]|$)",
        r"(?:\bin |\bunit(?: is|\s*:)\s*|\s\()(?P<unit>s|secs?|mins?|h|hrs?|%)(?:[\s.,;)]|$)",
        r"\bunit(?: is|\s*:)\s*(?P<unit>d|(?-i:B)|percent)(?:[\s.,;)]|$)",
        r"\b(?P<unit>milliseconds?|ms|1[03]-digit)(?:-level|-precision)? (?:timestamp|precision)\b",
        r"\d TO \d+ (?P<unit>ms|milliseconds|seconds|minutes|hours|days|bytes|[KMGT]i?B)\.?$";

    /// A sentence that states a unit, known or not.
    ANY_UNIT = r"\bunit(?: is|\s*:)\s*\S|\bin \w+/\w";

    /// A sentence that states a default.
    DEFAULTS =
        r"^(?:if (?:this parameter|this field|it) is (?:not (?:specified|set|transferred)|left blank|empty),? )?(?:(?:the |its )?default(?: parameter)?(?: value)? OF IT(?: of (?P<name>\S+))?(?: is\s*:?|\s*:)|by default, (?:the value|it|this parameter|this field) is(?: set to)?)\s*(?P<value>.+)$",
        r"^(?:[^,]+, which|it|the value OF IT|this parameter) is (?:set to )?(?P<value>\S+) by default\b",
        r"^if (?:this parameter|this field|it) is (?:not (?:specified|set|transferred)|left blank|empty),? (?:the value )?(?P<value>\S+) (?:is|will be) used by default\.?$",
        r"^if (?:this parameter|this field|it) is (?:not (?:specified|set|transferred)|left blank|empty),? the default value (?P<value>\S+) (?:is|will be) used\.?$";

    /// A default that is not a value, such as `left blank`.
    EMPTY = r"^(?:left )?(?:blank|empty)\b";

    /// A media type with a parameter, which a default can have after a space.
    MEDIA_TYPE = r"^[\w.+-]+/[\w.+-]+; ?\w+=[\w-]+\.?$";

    /// What marks a value in a list as the default.
    IS_DEFAULT =
        r"\((?:the )?default(?: value)?\)",
        r"\b(?:this|it) is the default(?: value)?\b",
        r"^\W*default value\b",
        r"[.,;] ?(?:the )?default(?: value)?\.?$";

    /// A range with a default. Words in front of the range could state when it applies.
    FURTHER_DEFAULT =
        r"^(?P<range>(?:(?:the )?(?:value|range|options)\b[^:(]*:?\s*)?\[?-?\d[^(;:]*?|(?:the|its) value can be [^:(;]*?)(?:[,;]?\s+and |[,;(]\s*)(?P<default>(?:the |its )?default(?: value)?(?: is|\s*:|\s)[^)]*)\)?\.?\s*$";

    /// What a default depends on, or another one.
    QUALIFICATION = r"^\W*(?:(?:or|otherwise|except|unless|if|when|while|but|for)\b|(?:and )?-?\d)";

    /// A sentence that lists values.
    VALUES =
        r"^(?:currently, )?(?:(?:the|its) (?:parameter )?values? OF IT (?:range )?(?:can (?:only )?be|must be|may be|should be|is|are)\s*:?|(?:the )?(?:valid|possible|allowed|available|supported|accepted|permitted|optional|value) (?:values?|options)(?: are|\s*:)|the (?:values?|options)(?: are|\s*:)|options:|values?:)(?:\s*(?:either|one of|any of|(?:as )?(?:the )?follow(?:ing|s)|values?|options|:)\b:?)*\s*(?P<list>.+)$";

    /// A sentence that states the only value.
    ONLY_VALUE =
        r"^(?:currently, |and |this parameter is reserved, and )?(?:(?:its|the) (?:parameter )?value OF IT (?:can only be|is always|is fixed (?:at|to))|the only value is)\s+(?P<value>\S+?)(?:\s?, (?:indicating|which)\b.*|\.)?$",
        r"^(?:currently, |and |this parameter is reserved, and )?(?:its|the) value OF IT is (?P<value>\S+), indicating\b.*$";

    /// A sentence that states the only supported boolean.
    ONLY_BOOLEAN =
        r"^(?:currently, )?only (?:the value )?(?P<value>true|false) (?:\(\S+\) )?is (?:currently )?supported\.?$";

    /// A sentence that may list values, of the row or of something else.
    POSSIBLE_VALUES =
        r"\b(?:(?:can|must|may) (?:only )?be(?: set to)?|(?:supported|available|optional|possible|allowed|valid) \w+(?: are|\s*:)) (?P<list>.+)$";

    /// A sentence that may state the only value.
    POSSIBLE_VALUE = r"\bonly (?:the value )?\S+ (?:\(\S+\) )?is supported\b";

    /// A value, and what separates it from the next one.
    BEGINNING_OF_LIST = r"^(?:- |[\x22'“‘]?[\w.:/-]+[\x22'”’]?(?:,| or) )";

    /// The explanation after a list of values.
    EXPLANATION = r",? (?:indicating|representing|respectively|where|in (?:a|de)scending|which)\b";

    /// A sentence that introduces a list of values.
    ANNOUNCEMENT = r"\b(?:options|values?|enumerat\w+)\b";

    BARE_RANGE = r"^(?:from )?\[?MIN TO MAX\]?%?(?: \(inclusive\))?[.,;]?$";

    /// The number of items of a list.
    ITEM_LIMITS =
        r"\b(?:array|list) (?:length|size)(?: ranges from| is(?: from)?|\s*:)?\s*\[?MIN AND MAX\b",
        r"\bnumber of (?:array |list )?(?:elements|items|records)(?: ranges from| is(?: from)?|\s*:)?\s*\[?MIN AND MAX\b",
        r"\bMIN TO MAX (?:items|elements|records)\b";

    /// The length of a string.
    LENGTHS =
        r"\bMIN TO MAX (?:[\w-]+ ){0,2}characters\b",
        r"^(?:the )?(?:value |string )?length(?: range)?(?: must be| is| ranges?|\s*:)?\s*(?:from |between )?\[?MIN AND MAX\b",
        r"\b(?:cannot exceed|cannot be longer than|up to|maximum of|at most|no more than|no longer than) MAX (?:[\w-]+ ){0,2}characters\b",
        r"\bmin(?:imum|\.)? ?length(?:\s*:| is)\s*MIN\b",
        r"\bmax(?:imum|\.)? ?length(?:\s*:| is)\s*MAX\b";

    /// The range of a number.
    RANGES =
        r"\bvalues? OF IT (?:range )?(?:is|must be|ranges|can range|can be|:)?\s*(?:an integer )?(?:ranging |in the range |in the range of )?(?:from )?\[?MIN TO MAX\]?(?:\W|$)",
        r"\bvalues? OF IT (?:range )?(?:(?:is|must be|can be) )?(?:an integer )?between MIN and MAX(?:\W|$)",
        r"\[MIN,\s*MAX\]",
        r"\bvalue range\s*:\s*(?:from )?MIN TO MAX\b",
        r"^MIN\s*<=\s*\w+\s*<=\s*MAX$",
        r"^(?:(?:the |its |it )?(?:parameter )?(?:values?|range|number)?(?: range)?(?: is| must be| should be|:)? ?)?(?:an integer )?(?:>=|greater than or equal to|no less than|not less than|at least)\s?MIN(?:,? and|,)\s(?:<=|less than or equal to|no (?:greater|more) than|not (?:greater|more) than|at most)\s?MAX(?:\W|$)",
        r"\bmin(?:imum|\.)? ?value OF IT(?:\s*:| is)\s*MIN\b",
        r"\bmax(?:imum|\.)? ?value OF IT(?:\s*:| is)\s*MAX\b";

    /// The length of a string or the range of a number, depending on the type.
    LIMITS =
        r"\bmin(?:imum|\.)?(?:\s*:| is)\s*MIN\b",
        r"\bmax(?:imum|\.)?(?:\s*:| is)\s*MAX\b";

    /// Another value or an exception after a limit. A remark in parentheses can also explain a value within the limits.
    FURTHER_VALUE =
        r"^[\])'”’%]*(?:(?:\s[a-z]+){0,2}?\s*(?:[,;/|∪&]|\b(?:or|and|plus)\b)(?:\s*\b(?:or|and|also|the|special|values?|numbers?|of|is|are|from)\b)*\s*[\[(‘“]*-?\d|\s?\((?:(?:or|and|except|excluding|the|special|values?)\s)*(?P<remark>-?\d+)|\s?[~-]\s?\d|[\s,(]*(?:other than|except|excluding|not including)\b[\sa-z]{0,12}\d|[\s,(]*(?:both )?exclu(?:sive|ded)\b)";

    /// What a limit may depend on, or a recommendation.
    LIMIT_CONDITION = r"^(?:if|when|for)\b(?P<condition>[^,]*),|\brecommended\b";

    /// A sentence about the keys of a map.
    KEYS = r"^(?:the|a|an|each) (?:\w+ )?key\b";

    /// Another value in front of a limit.
    EARLIER_VALUE =
        r"(?:^|[\s(\[])-?\d+['”’)\]]*\s*(?:[,;/|]|\b(?:or|and|plus)\b)(?:\s*\b(?:or|and|from|between|in|the|range|ranges|ranging|a|value|values|number|is|of)\b)*[\s\[(]*$";

    /// A sentence that seems to state a limit or a default.
    POSSIBLE_LIMIT =
        r"\b(?:min|max)(?:imum)?(?: ?length| ?value| ?size)? OF IT\s*(?::|is|are|of)?\s*\(?\d",
        r"\b(?:minimum|maximum) of (?:one|two|three|four|five|six|seven|eight|nine|ten)\b",
        r"\bfrom \d+ \w+ to \d|\b(?:positive|non-?negative) (?:integer|number)\b",
        r"\b(?:greater|larger) than zero\b",
        r"\bthe default (?:\w+ )?(?:type|mode|ID|version|format|name|size|number|action|status) is \S+$",
        r"\blength\b\D{0,30}\d|\b(?:values?|number|integer) \D{0,20}(?:rang\w+|between|from)\D{0,12}\d",
        r"\branges?\s*:?\D{0,12}\d|\bdefault(?: value)?(?: of \S+)?(?: is\b|\s*:)\s*\S",
        r"\d+ (?:[\w-]+ ){0,3}(?:characters?|digits|bytes)\b",
        r"(?:[<>]=?|\bgreater than(?: or equal to)?|\bless than(?: or equal to)?|\b(?:no|not) (?:more|less|greater|fewer|longer|shorter|larger|smaller) than|\bat (?:least|most)|\bexceed) ?-?\d",
        r"\bvalues? can be [(\[]?-?\d|\d\s*<=?\s*\w",
        r"^(?:valid|possible|allowed|available|supported|accepted|permitted) values?(?: are|\s*:)\s*[^:]*[^\s:]$",
        r"\bdefault(?: value)? -?\d|\bdefaults? to \S|(?:^|[\s(])-?\d+ by default\b",
        r"\bby default, (?:\w+ ){0,2}-?\d|^(?:true|false) by default\b";

    /// A field in JSON.
    JSON_FIELD = r"^\x22[^\x22]+\x22 ?: ?(?:[\x22{\[]|-?\d|true|false|null)";

    /// An IP address or a version.
    DOTTED_NUMBER = r"\d\.\d+\.\d";

    UPDATED = r"^(?:last )?updated?(?: on| at)?\s*:?\s+(?P<date>\d{4}-\d{2}-\d{2})\b";

    /// A line that introduces the tables or the example of a status code.
    STATUS_LINE = r"^(?:[•*-]\s+)?(?:http |response )?status code(?:\s*[:：]|\s*\d{3}(?: [\w -]+)?$)";

    STATUS = r"^(?:[•*-]\s+)?(?:http |response )?status code\s*[:：]?\s*(?P<code>\d{3})(?: [\w -]+)?$";

    /// A status code, by itself or with its name, such as `200 OK`.
    STATUS_CODE = r"^(?P<code>\d{3})(?: (?-i:[A-Z]).{0,39})?$";

    TABLE = r"(?-i)^(?:Table|TABLE)\s*(?P<number>\d+)(?:[-.]\d+)?\W*\s(?P<title>.+)$";

    /// A request line, by itself or after a label such as `Example:`.
    REQUEST =
        r"(?-i)^(?:[•*-]\s+)?(?:[A-Z][A-Za-z ]{0,24}:\s*)?[`*]*(?P<method>GET|POST|PUT|DELETE|PATCH|HEAD)\s+(?:https?://[^/]+)?(?P<path>/[^?\s`*]*)(?:\?(?P<query>[^\s`*]*))?(?: HTTP/\S+)?[`*]*$";

    /// The beginning of a request line with a query.
    REQUEST_WITH_QUERY =
        r"(?-i)^(?:[•*-]\s+)?(?:[A-Z][A-Za-z ]{0,24}:\s*)?[`*]*(?:GET|POST|PUT|DELETE|PATCH|HEAD)\s+(?:https?://[^/\s]+)?/[^?\s]*\?[^\s=]+=";

    /// A line that introduces a request or a response in a section of both.
    EXAMPLE_HEADING =
        r"^(?:[•*-]\s+)?(?:(?P<failed>failed|failure|error|unsuccessful)|successful)?\s?(?:sample|example) (?:(?P<request>requests?)|responses?)[:：]?$";

    /// The type of a list whose name is in front of that of its items.
    LIST_TYPE =
        r"^(?:array|list) of (?P<items>.*)$",
        r"^(?:array|list)\s*<(?P<items>.*)>$",
        r"^(?:array|list)\s*\[(?P<items>.*)\]$",
        r"^(?:array|list)\s*\((?P<items>.*)\)$";

    /// A reference to a table in the description of a row.
    TABLE_REFERENCE = r"(?-i)\bTable\s*(?P<number>\d+)\b";
}

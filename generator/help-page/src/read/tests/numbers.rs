//! Numbers, and what follows them.

use super::super::{Row, read};
use super::facts;
use super::html::html_page;

/// Returns the facts, and whether some text is not understood.
fn split(read: &str) -> (&str, bool) {
    match read.split_once("unrecognized: ") {
        Some((facts, _)) => (facts.trim_end(), true),
        None => (read, false),
    }
}

/// Fails with all wrong cases.
fn require_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Returns the row that is read from a cell in HTML.
pub(super) fn html_row(ty: &str, description: &str) -> Row {
    let head =
        "<table><caption>Table 1 Query Parameters</caption><tr><th>Parameter<th>Mandatory<th>Type<th>Description";
    let text = html_page(head, &format!("<tr><td>thing<td>No<td>{ty}<td>{description}"));
    let page = read(&text).unwrap_or_else(|error| panic!("{}: {text}", error.message));
    page.tables.into_iter().flat_map(|table| table.rows).next().expect("a row")
}

/// Returns the facts that are read from a cell in HTML, and the texts that are not understood.
pub(super) fn html_facts(ty: &str, description: &str) -> String {
    super::facts_and_unrecognized(&html_row(ty, description))
}

/// Each number as the maximum of a range, in plain text.
#[test]
fn reads_powers_products_and_grouped_digits() {
    let mut wrong = Vec::new();
    for (number, expected) in [
        ("64", "64"),
        ("2^31-1", "2147483647"),
        ("2^31 - 1", "2147483647"),
        ("2^(31)-1", "2147483647"),
        ("2 ^ 31 – 1", "2147483647"),
        ("2**31-1", "2147483647"),
        ("2³¹-1", "2147483647"),
        ("2³¹ − 1", "2147483647"),
        ("2⁶³-1", "9223372036854775807"),
        ("2^63-1", "9223372036854775807"),
        ("2^31", "2147483648"),
        ("10^6", "1000000"),
        ("10⁶", "1000000"),
        ("64*1024", "65536"),
        ("64 * 1024", "65536"),
        ("64×1024", "65536"),
        ("64 × 1,024 × 1,024", "67108864"),
        ("4*2^10", "4096"),
        ("64*1024-1", "65535"),
        ("2^10*2^21 - 1", "2147483647"),
        ("1,000", "1000"),
        ("2,147,483,647", "2147483647"),
        ("2 000 000", "2000000"),
        ("32 768", "32768"),
        ("32\u{a0}768", "32768"),
        ("32\u{202f}768", "32768"),
        ("2.000.000", "2000000"),
        ("2'000'000", "2000000"),
        ("2’000", "2000"),
        ("１００", "100"),
        ("100%", "100"),
    ] {
        for wording in
            ["The value ranges from 1 to {}.", "Range\n\n1 to {}", "Value range: 1–{}", "Minimum: 1\n\nMaximum: {}"]
        {
            let description = wording.replace("{}", number);
            let read = facts("Long", &description);
            if read != format!("limits 1..{expected}") {
                wrong.push(format!("{description:?}: {read}"));
            }
        }
    }
    for (description, expected) in [
        ("Range\n\n-2^31 to 2^31-1", "limits -2147483648..2147483647"),
        ("Range\n\n−2^63 to 2^63-1", "limits -9223372036854775808..9223372036854775807"),
        ("Range\n\n−1 to 5", "limits -1..5"),
        ("Range\n\n1-2^31-1", "limits 1..2147483647"),
        ("Range\n\n2^10-2^20", "limits 1024..1048576"),
        ("Range\n\n2^3-10", "limits 8..10"),
        ("Range\n\n1～100", "limits 1..100"),
        ("Value range: [1,100]", "limits 1..100"),
        ("Value range: [1,000, 2,000]", "limits 1000..2000"),
        ("The range is [-2^31, 2^31-1].", "limits -2147483648..2147483647"),
        ("Minimum: 1,024", "limits 1024..?"),
        ("Maximum: 2^10", "limits ?..1024"),
        ("Maximum: 2 million", "limits ?..2000000"),
        ("Range\n\n0 to 2 million", "limits 0..2000000"),
        ("Range\n\n0 to 3 thousand.", "limits 0..3000"),
        ("Range\n\n10 Thousand to 2 Billion", "limits 10000..2000000000"),
        ("Range\n\n1 thousand-2 million", "limits 1000..2000000"),
        ("Value range: 3s-259,200s", "limits 3..259200"),
        ("The value ranges from 3s to 259,200s.", "limits 3..259200"),
        ("Range\n\n- 1 to 10", "limits 1..10"),
        ("Range\n\n2*1024 - 4*1024", "limits 2048..4096"),
        ("Range\n\n1—5", "limits 1..5"),
        ("Range\n\n1 \u{2011} 5", "limits 1..5"),
        ("Range\n\n–5 to –1", "limits -5..-1"),
        ("Value range: ≥1 and ≤100", "limits 1..100"),
        ("Value range: >= 1, <= 100", "limits 1..100"),
        ("The value must be greater than or equal to 1 and less than or equal to 100.", "limits 1..100"),
        ("At least 1 and at most 100", "limits 1..100"),
        ("The value is no less than 1, and no more than 100.", "limits 1..100"),
    ] {
        let read = facts("Long", description);
        if read != expected {
            wrong.push(format!("{description:?}: {read}"));
        }
    }
    require_none(&wrong);
    assert_eq!(facts("Array of strings", "Array Length: 0 - 2^10"), "items 0..1024");
    assert_eq!(facts("String", "The value can contain 1 to 2^10 characters."), "limits 1..1024");
    assert_eq!(facts("String", "The value can contain up to 32 768 characters."), "limits ?..32768");
}

/// A number with anything else after it is not read up to there.
#[test]
fn reports_numbers_that_are_not_understood() {
    let mut wrong = Vec::new();
    for number in [
        "64x1024",
        "64 x 1024",
        "64*",
        "64*1.5",
        "64*n",
        "10^20*10^20",
        "2-million",
        "2.5 million",
        "2 million million",
        "2 hundred",
        "10k",
        "10 K",
        "2M",
        "64KB",
        "1.5",
        "2.000",
        "1e6",
        "1E+6",
        "0x7F",
        "2^31+1",
        "2^31-2",
        "2^-3",
        "2^31^2",
        "2^n",
        "2^(n-1)",
        "2^200",
        "1,00,000",
        "10,00",
        "1/2",
        "1:30",
        "1 000 00",
        "100_000",
        "100+",
        "100*",
        "12 34",
        "100个",
        "2 to the power of 31",
        "2 to the 31st power",
        "2 squared",
        "100 minus 1",
        "one million",
        "a hundred",
        "-2^31-1",
        "(2^31)-1",
        "100²",
        "5-7-9",
    ] {
        for wording in
            ["The value ranges from 1 to {}.", "Range\n\n1 to {}", "Value range: 1 to {}", "Minimum: 1\n\nMaximum: {}"]
        {
            let description = wording.replace("{}", number);
            let read = facts("Long", &description);
            if !matches!(split(&read), ("" | "limits 1..?", true)) {
                wrong.push(format!("{description:?}: {read}"));
            }
        }
    }
    for description in [
        "The value contains 1 to 2 million characters.",
        "Range\n\n1-2 million",
        "Value range: 1 to 2 thousand",
        "The value is a positive integer no greater than 100.",
        "The value must be at least 8.",
        "Value range: > 0",
        "At least 1 character",
        "A maximum of one million characters.",
        "The length is 1 to 10k.",
        "Array Length: 0 - 1.000",
    ] {
        let read = facts("Array of strings", description);
        if !matches!(split(&read), ("" | "limits 1..?" | "items 0..?", true)) {
            wrong.push(format!("{description:?}: {read}"));
        }
    }
    require_none(&wrong);
}

/// Numbers that have nothing to do with limits are prose.
#[test]
fn skips_numbers_in_prose() {
    for description in [
        "An address such as 10.0.0.1 or a range of 10.0.0.1-10.0.0.9.",
        "If the API version is 2.0, the value is 2011-01-21T11:33:21Z.",
        "Thousands of plants, 2.5 m high and 64*1024 leaves.",
        "Two to the power of 31.",
        "Version 1.2.3, SHA-256, 64-bit, since 2030-01-31 10:30.",
    ] {
        assert_eq!(facts("String", description), "", "{description:?}");
    }
}

/// A range that has more than two ends is not read as if it had two.
#[test]
fn reports_ranges_with_further_values() {
    let mut wrong = Vec::new();
    for range in [
        "0 to 100, or -1",
        "0 to 100 or -1",
        "0-100 and -1",
        "0–100, -1",
        "0 to 100 (or -1)",
        "0 to 100 (-1: unlimited)",
        "0 to 100; -1",
        "0 to 100/-1",
        "0 to 100 | -1",
        "-1 or 0 to 100",
        "-1, 0 to 100",
        "-1; 0-100",
        "1 to 5 and 7 to 9",
        "1 to 5, 7 to 9",
        "[1, 5] or [7, 9]",
        "[1, 5]∪[7, 9]",
        "1 to 5 or 7",
        "1 to 100 except 50",
        "1 to 100, excluding 50",
        "1 to 100 (exclusive)",
        "1 to 100, exclusive",
        "[0, 100)",
        "(0, 100]",
        "(0, 100)",
        "[0, 1,000)",
        "[0, 2^31)",
        "[0, 100[",
        "0 to 100 other than 5",
        "0 to 100 plus the value -1",
        "0 to 100 seconds, or -1",
        "0 < value < 10",
        "1 <= value < 10",
    ] {
        for wording in [
            "The value ranges from {}.",
            "The value range is {}.",
            "Range\n\n{}",
            "Value range: {}",
            "Options: {}",
            "The value can be {}.",
            "Count. Value range: {}",
        ] {
            let description = wording.replace("{}", range);
            let read = facts("Integer", &description);
            if !matches!(split(&read), ("" | "limits 0..?", true)) {
                wrong.push(format!("{description:?}: {read}"));
            }
        }
    }
    for description in [
        "Maximum: 100, or -1",
        "Minimum: 1 (0 for all)",
        "The value can contain 0 or 8 to 26 characters.",
        "The value contains 8 to 26 or 32 characters.",
        "Array Length: 1 - 5 or 10",
    ] {
        let read = facts("Array of strings", description);
        if !matches!(split(&read), ("", true)) {
            wrong.push(format!("{description:?}: {read}"));
        }
    }
    require_none(&wrong);
    for (description, expected) in [
        ("The value ranges from 0 to 100 (0 indicates all).", "limits 0..100"),
        (
            "The value ranges from 0 to 100, and -1 means all.",
            "unrecognized: The value ranges from 0 to 100, and -1 means all.",
        ),
        ("Value range: 1 to 100 (inclusive)", "limits 1..100"),
        ("The value ranges from 1 to 65,535 and cannot be less than from_port.", "limits 1..65535"),
        ("The value ranges from 1 to 65535. The value -1 is reserved.", "limits 1..65535"),
    ] {
        assert_eq!(facts("Integer", description), expected, "{description:?}");
    }
}

#[test]
fn reads_defaults_of_numbers() {
    let mut wrong = Vec::new();
    for (description, expected) in [
        ("Default: 1,000", "default 1000"),
        ("Default: 2 000 000", "default 2000000"),
        ("Default: 10^3", "default 1000"),
        ("Default: 2^31-1", "default 2147483647"),
        ("Default: -1", "default -1"),
        ("Default Value\n\n10³", "default 1000"),
        ("The default value is 10^3.", "default 1000"),
        ("Default: 2.000.000", "default 2000000"),
        ("Default: 64*1024", "default 65536"),
        ("Default Value\n\n2 million", "default 2000000"),
        ("The default value is 10 thousand.", "default 10000"),
        ("The value ranges from 1 to 300, and the default value is 60.", "limits 1..300 default 60"),
        ("Value range: 1 to 300; the default value is 60.", "limits 1..300 default 60"),
        ("Value range: 1-300, default: 60", "limits 1..300 default 60"),
        ("Value range: 1-300 (default: 60)", "limits 1..300 default 60"),
    ] {
        let read = facts("Long", description);
        if read != expected {
            wrong.push(format!("{description:?}: {read}"));
        }
    }
    assert_eq!(facts("Number", "Default: 0.5"), "default 0.5");
    assert_eq!(facts("String", "Default: 1,000"), "default 1,000");
    assert_eq!(
        facts("String", "Default: text/plain; charset=utf-8"),
        "unrecognized: Default: text/plain; charset=utf-8"
    );
    for first_line in ["{", "[", "{\"a\":", "[ {"] {
        let read = facts("String", &format!("Default: {first_line}"));
        assert_eq!(read, format!("unrecognized: Default: {first_line}"));
    }
    assert_eq!(facts("String", "Default: []"), "default []");
    for json in ["{\n  \"a\": 1,\n  \"b\": [1, 2]\n}", "{\"a\": 1, \"b\": [1, 2]}"] {
        for label in ["Default: ", "Default Value\n\n"] {
            let read = facts("String", &format!("{label}{json}\n\nMaximum: 64"));
            assert_eq!(read, "limits ?..64 default {\"a\":1,\"b\":[1,2]}", "{label}{json}");
        }
    }
    assert_eq!(facts("String", "The default value is \"\"."), "unrecognized: The default value is \"\".");
    for default in [
        "64x1024",
        "2 million or 5",
        "one million",
        "10k",
        "1e6x",
        "100, or -1",
        "100 or -1",
        "100 (200 if it rains)",
        "5, otherwise 7",
        "5 if it rains",
        "2^n",
        "12 34",
        "100 minus 1",
        "5; 7 for trees",
    ] {
        for wording in ["Default: {}", "Default Value\n\n{}", "The default value is {}."] {
            let description = wording.replace("{}", default);
            let read = facts("Long", &description);
            if split(&read) != ("", true) {
                wrong.push(format!("{description:?}: {read}"));
            }
        }
    }
    for description in [
        "For trees, the value ranges from 1 to 300, and the default value is 60.",
        "Trees: The value ranges from 1 to 300, and the default value is 60.",
        "Both the default value and the maximum value are 1000, and the minimum value is 1.",
        "The value ranges from 1 to 300 and defaults to 60.",
        "The value ranges from 1 to 300 (60 by default).",
    ] {
        let read = facts("Long", description);
        if !split(&read).1 || split(&read).0.contains("default") {
            wrong.push(format!("{description:?}: {read}"));
        }
    }
    require_none(&wrong);
    for default in ["10^3", "10³"] {
        let read = facts("String", &format!("Default: {default}"));
        assert!(read.contains("unrecognized: "), "{default}: {read}");
    }
}

/// What is raised or lowered never becomes part of the number or name in front of it.
#[test]
fn keeps_superscripts_and_subscripts_apart() {
    let mut wrong = Vec::new();
    for (html, expected) in [
        ("The value ranges from 0 to 2<sup>63</sup>-1.", "limits 0..9223372036854775807"),
        ("Range: 0 to 2<sup>31</sup> - 1", "limits 0..2147483647"),
        ("Range: 0 to 2 <sup><i> 31 </i></sup>-1", "limits 0..2147483647"),
        ("Range: 0 to 2<span style=\"font-size: 9px; vertical-align:super\">31</span>-1", "limits 0..2147483647"),
        ("Range: 0 to 2<span style=\"vertical-align: 5px\">31</span>-1", "limits 0..2147483647"),
        ("Range: 0 to 2<small style=\"position: relative; top: -5px\">31</small>-1", "limits 0..2147483647"),
        ("Range: 0 to 2<i style=\"position:relative;bottom:.4em\">31</i>-1", "limits 0..2147483647"),
        ("Range: 0 to 2<i style=\"vertical-align: text-top\">31</i>-1", "limits 0..2147483647"),
        ("Range: 0 to <math><msup><mn>2</mn> <mn>31</mn></msup><mo>−</mo><mn>1</mn></math>", "limits 0..2147483647"),
        ("Range: 0 to 2<i style=\"vertical-align: 0; top: -5px\">31</i>", "limits 0..231"),
        ("Range: 0 to 2<i style=\"vertical-align: -20%\">31</i>", "unrecognized: 0 to 2₃₁"),
        ("Range: 0 to 2<i style=\"position: relative; top: 5px\">31</i>", "unrecognized: 0 to 2₃₁"),
        ("Range: 0 to <math><msub><mn>2</mn><mn>31</mn></msub></math>", "unrecognized: 0 to 2₃₁"),
        ("Minimum: 0<br>Maximum: 10<sup>6</sup>", "limits 0..1000000"),
        ("Range: 0 to 10<SUP class=x>6</SUP>", "limits 0..1000000"),
        ("Default: 10<sup>3</sup>", "default 1000"),
        ("Default: 10<sup></sup>", "default 10"),
        ("Range: 0 to 2<sup>63-1</sup>", "unrecognized: 0 to 2⁶³⁻¹"),
        ("Range: 0 to 100<sup>[1]</sup>", "unrecognized: 0 to 100^{[1]}"),
        ("Range: 0 to 10<sup>[1]</sup>", "unrecognized: 0 to 10^{[1]}"),
        ("Range: 0 to 10 <sup>[1]</sup>", "unrecognized: 0 to 10 ^{[1]}"),
        ("Range: 0 to 10<sup>1)</sup>", "unrecognized: 0 to 10^{1)}"),
        ("Range: 0 to 2<sup>(1)</sup>", "unrecognized: 0 to 2^{(1)}"),
        ("Range: 0 to 256<sup>1)</sup>", "unrecognized: 0 to 256^{1)}"),
        ("Range: 0 to 64<sup>2</sup>", "unrecognized: 0 to 64²"),
        ("Range: 0 to 64 <sup>2</sup>", "unrecognized: 0 to 64 ²"),
        ("Minimum: 0<br>Maximum: 64<sup>2</sup>", "unrecognized: Maximum: 64²"),
        ("Range: 0 to 3<sup>1</sup>", "unrecognized: 0 to 3¹"),
        ("Default: 64<sup>1</sup>", "unrecognized: 64¹"),
        ("Range: 0 to 10<sup>-2</sup>", "unrecognized: 0 to 10⁻²"),
        ("Range: 0 to 100<sub>2</sub>", "unrecognized: 0 to 100₂"),
        ("Range: 0 to 100<sub>200</sub>", "unrecognized: 0 to 100₂₀₀"),
        ("Range: 0 to 100<sup>a</sup>", "unrecognized: 0 to 100^{a}"),
        ("Default: 100<sub>a</sub>", "unrecognized: 100_{a}"),
        ("On the 1<sup>st</sup> of CO<sub>2</sub>.", ""),
    ] {
        let read = html_facts("Long", html).replace("limits 0..? ", "").replace("Range: ", "").replace("Default: ", "");
        if read != expected {
            wrong.push(format!("{html:?}: {read}"));
        }
    }
    for number in [
        "10<sup>[1]</sup>",
        "256<sup>1)</sup>",
        "10<sup>1)</sup>",
        "64 <sup>a</sup>",
        "64<sup>2</sup>",
        "2<sup>1<sup>a</sup></sup>",
        "64<sub>a b</sub>",
    ] {
        let read = html_facts("String", &format!("The value can contain 1 to {number} characters."));
        if !read.starts_with("limits 1..? unrecognized: ") {
            wrong.push(format!("{number:?}: {read}"));
        }
    }
    require_none(&wrong);
    let read = html_facts("String", "Its value can be:<ul><li>a<sup>1</sup>: one<li>b: two<li>c: three</ul>");
    assert_eq!(read, "value b value c unrecognized: • a¹: one");
}

/// Text that is struck out is not part of the page, and does not continue a number.
#[test]
fn skips_text_that_is_struck_out() {
    let mut wrong = Vec::new();
    for (old, is_struck_out) in [
        ("<del>64</del>", true),
        ("<s>64</s>", true),
        ("<strike>64</strike>", true),
        ("<DEL><b>64</b></DEL>", true),
        ("<span style=\"text-decoration:line-through\">64</span>", true),
        ("<span style=\"text-decoration: underline LINE-THROUGH red\"><i>64</i></span>", true),
        ("<span style=\"text-decoration-line:line-through\">64</span>", true),
        ("<span style=\"text-decoration:line-through\"><b style=\"text-decoration:none\">64</b></span>", true),
        ("<style>.old{text-decoration:line-through}</style><span class=old>64</span>", true),
        ("<del style=\"color:red\">64</del>", true),
        ("<del style=\"text-decoration:none\">64</del>", false),
        ("<span style=\"text-decoration:line-through;text-decoration:none\">64</span>", false),
        ("<span style=\"text-decoration:underline\">64</span>", false),
        ("<ins>64</ins>", false),
        ("<u>64</u>", false),
    ] {
        let expected = if is_struck_out { "limits 1..128" } else { "limits 1..64128" };
        for wording in
            ["The value can contain 1 to {}128 characters.", "Range: 1 to {}128", "Minimum: 1<br>Maximum: {}128"]
        {
            let read = html_facts("String", &wording.replace("{}", old));
            if read != expected {
                wrong.push(format!("{wording} {old}: {read}"));
            }
        }
    }
    require_none(&wrong);
    assert_eq!(
        html_facts("Long", "<div style=\"text-decoration:line-through\">Maximum: 9</div>Minimum: 1"),
        "limits 1..?"
    );
}

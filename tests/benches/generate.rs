//! Measures time and peak memory of the generator by the number of operations. Run with `cargo bench --bench generate`.
//!
//! Each size runs in a separate process, to measure its peak memory. Growth is the time per operation relative to that
//! at 50 operations: 1 is linear.

#![allow(clippy::cast_precision_loss, reason = "the results are for people")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic ends the benchmark"
)]

use std::process::Command;
use std::time::Instant;

use hss_tests::{clones, project};

const SIZES: [usize; 4] = [5, 50, 500, 5000];
const BASELINE: usize = 50;
/// Number of runs for each size. The shortest one counts, since the first run also waits for memory.
const RUNS: usize = 5;

fn main() {
    match std::env::args().nth(1).and_then(|size| size.parse().ok()) {
        Some(size) => measure(size),
        None => table(),
    }
}

/// Generates from a description of this size, and prints seconds, peak memory in MiB and the number of lines.
fn measure(size: usize) {
    let description = clones::description(&project::description(), size);
    let (mut best, mut lines) = (f64::INFINITY, 0);
    for _ in 0..RUNS {
        let start = Instant::now();
        let files = hss_generator::generate(&description).expect("a valid description");
        best = best.min(start.elapsed().as_secs_f64());
        lines = files.iter().map(|(_, text)| text.lines().count()).sum();
    }
    println!("{best} {} {lines}", peak_memory());
}

/// What a process prints about a size.
struct Figures {
    milliseconds: f64,
    mebibytes: f64,
    lines: f64,
}

fn run(size: usize) -> Figures {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).arg(size.to_string()).output().expect("the program runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let figures: Vec<f64> = text.split_whitespace().map(|figure| figure.parse().expect("a number")).collect();
    Figures { milliseconds: figures[0] * 1e3, mebibytes: figures[1], lines: figures[2] }
}

fn table() {
    let rows = SIZES.map(|size| (size, run(size)));
    let each = |(size, figures): &(usize, Figures)| figures.milliseconds / *size as f64;
    let baseline = rows.iter().find(|(size, _)| *size == BASELINE).map(each).expect("the baseline is a size");
    println!("operations | time, ms | ms per operation | growth | peak MiB |   lines | lines per operation");
    for row in &rows {
        let (size, figures) = row;
        println!(
            "{size:>10} | {:>8.1} | {:>16.2} | {:>6.2} | {:>8.1} | {:>7} | {:>19.1}",
            figures.milliseconds,
            each(row),
            each(row) / baseline,
            figures.mebibytes,
            figures.lines,
            figures.lines / *size as f64,
        );
    }
}

/// Returns the most memory that this process has held, in MiB, or 0 if the system does not report it.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let Some(line) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) else { return 0.0 };
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse().unwrap_or(0.0);
    kibibytes / 1024.0
}

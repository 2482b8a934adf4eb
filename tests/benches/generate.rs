//! Time and peak memory of a generation, by the number of operations. Prints a table; `cargo bench --bench generate`.
//!
//! Each size runs in a process of its own, so that peaks do not mix. Growth is the time for an operation, as a ratio
//! to that at 50 operations: 1 is linear.

#![allow(clippy::cast_precision_loss, reason = "figures are for people")]

use std::process::Command;
use std::time::Instant;

use hss_tests::{clones, project};

const SIZES: [usize; 4] = [5, 50, 500, 5000];
const BASELINE: usize = 50;

fn main() {
    match std::env::args().nth(1).and_then(|size| size.parse().ok()) {
        Some(size) => measure(size),
        None => table(),
    }
}

/// One size: prints seconds, peak memory in MiB, and lines generated.
fn measure(size: usize) {
    let description = clones::description(&project::description(), size);
    let best = (0..if size > 500 { 1 } else { 5 }).map(|_| {
        let start = Instant::now();
        let files = hss_generator::generate(&description).expect("the description is right");
        (start.elapsed().as_secs_f64(), files.iter().map(|(_, text)| text.lines().count()).sum::<usize>())
    });
    let (seconds, lines) = best.min_by(|a, b| a.0.total_cmp(&b.0)).expect("a run");
    println!("{seconds} {} {lines}", peak_memory());
}

fn table() {
    let program = std::env::current_exe().expect("this program");
    let run = |size: usize| -> Vec<f64> {
        let output = Command::new(&program).arg(size.to_string()).output().expect("a run");
        String::from_utf8_lossy(&output.stdout).split_whitespace().filter_map(|figure| figure.parse().ok()).collect()
    };
    let figures: Vec<_> = SIZES.into_iter().map(|size| (size, run(size))).collect();
    let per_operation = |size: usize, figures: &[f64]| figures[0] * 1e3 / size as f64;
    let baseline =
        figures.iter().find(|(size, _)| *size == BASELINE).map_or(1.0, |(size, figures)| per_operation(*size, figures));
    println!("operations | time, ms | ms an operation | growth | peak MiB | lines | lines an operation");
    for (size, figures) in &figures {
        let (time, each) = (figures[0] * 1e3, per_operation(*size, figures));
        let lines_each = figures[2] / *size as f64;
        println!(
            "{size:>10} | {time:>8.1} | {each:>15.2} | {:>6.2} | {:>8.1} | {:>5} | {lines_each:>18.1}",
            each / baseline,
            figures[1],
            figures[2]
        );
    }
}

/// The most memory that this process ever held, in MiB; 0 where the system does not say.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(0.0, |kib| kib / 1024.0)
}

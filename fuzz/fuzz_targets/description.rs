#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| hss_fuzz::description(text));

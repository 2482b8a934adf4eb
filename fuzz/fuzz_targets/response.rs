#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hss_fuzz::response(data));

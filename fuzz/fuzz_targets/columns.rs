#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tafs_fuzz::read_columns(bytes));

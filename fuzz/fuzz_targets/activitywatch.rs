#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tafs_fuzz::read_source(
    tafs::exchange::Format::ActivityWatch,
    bytes
));

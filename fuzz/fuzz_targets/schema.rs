#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| taskcenter_fuzz::schema(data));

//! The same comparison with mimalloc for everybody: an allocator serves the whole process, and trees
//! of values gain most from a fast one. `cargo bench --bench compare_mimalloc`

mod contest;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    contest::main("mimalloc ")
}

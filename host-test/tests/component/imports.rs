use crate::support::ALLOCATOR;

/// What the component may ask of its host. A new line here is a new power, and a decision: there is no clock among
/// them, no socket and no outbound request.
const ALLOWED: &[&str] = &[
    // The keys and the options.
    "spin:variables/variables@3.0.0",
    // What Rust's standard library asks for before `main`, and to print and to end.
    "wasi:cli/environment@0.2.6",
    "wasi:cli/exit@0.2.6",
    "wasi:cli/stderr@0.2.6",
    "wasi:cli/stdin@0.2.6",
    "wasi:cli/stdout@0.2.6",
    "wasi:cli/terminal-stderr@0.2.6",
    "wasi:cli/terminal-stdin@0.2.6",
    "wasi:cli/terminal-stdout@0.2.6",
    // The policy's file.
    "wasi:filesystem/preopens@0.2.6",
    "wasi:filesystem/types@0.2.6",
    // Requests and answers.
    "wasi:http/types@0.3.0",
    // The log, and reading the file.
    "wasi:io/poll@0.2.6",
    "wasi:io/streams@0.2.6",
    // The seed of the standard library's hash maps, the only thing here that is random. No decision hangs on it.
    "wasi:random/insecure-seed@0.2.6",
];

#[test]
fn the_component_imports_what_is_allowed_and_nothing_else() {
    assert_eq!(ALLOCATOR.imports(), ALLOWED);
}

//! The program: hands the world to the library and its exit code to the shell.

fn main() {}

//! Builds again when a file is added to `selectors/` or `fixtures/`: a compiled-in folder is otherwise
//! watched file by file, and a new file is none of those.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=selectors");
    println!("cargo:rerun-if-changed=fixtures");
}

//! Builds again when a profile is added to `selectors/`: a compiled-in folder is otherwise
//! watched file by file, and a new file is none of those.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=selectors");
}

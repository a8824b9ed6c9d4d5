//! What was fetched, kept as it came: WARC files, written and read.
//!
//! A capture is evidence: a record says `captures/20260115T080000Z-00001.warc.gz#4711`, and
//! there, in a format that every web archive reads, is the answer that it was read from. A
//! better profile reads it again without asking anybody.

mod capture;
mod digest;
mod kept;
mod message;
mod pages;
mod past;
mod pointer;
mod reader;
mod recorded;
mod visit;
mod warc;

pub use capture::{Capture, FILE_SIZE, FOLDER};
pub use kept::{kept_page, source_page};
pub use message::Message;
pub use pages::{Item, NoPage, Pages, Stored};
pub use past::{Past, PastVisit, is_warc};
pub use pointer::{BadPointer, Place, Pointer};
pub use reader::{Block, Damage, Entry, Reader};
pub use recorded::Recorded;
pub use visit::{VisitEnd, VisitFacts};
pub use warc::{Head, RecordType};

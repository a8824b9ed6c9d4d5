//! Draft → Record.
use super::{Draft, Record};
/// Why a draft gives no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The class: `missing_fields`, or `bad_date` when a date text was there but unusable.
    pub class: crate::problem::Class,
    /// A sentence for a person: which fields, by record key.
    pub message: String,
}

/// Makes the record, or says what is missing.
///
/// # Errors
/// A [`Rejection`] when a required field is missing.
pub fn normalize(draft: Draft) -> Result<Record, Rejection> {
    let _ = draft;
    Err(Rejection {
        class: crate::problem::Class::MissingFields,
        message: String::new(),
    })
}

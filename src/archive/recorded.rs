//! An archive as something that answers requests: what was answered then is answered again.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::visit::VisitFacts;
use crate::fetch::{Answer, Exchange, Fetch, FetchError, Fetched, Request};
use crate::problem::Class;

/// Answers the next request with what a capture holds, and nothing else.
#[derive(Debug, Default)]
pub struct Recorded {
    next: Mutex<Option<Answer>>,
}

impl Recorded {
    /// Sets the answer to the next request.
    pub fn answer_with(&self, answer: Option<Answer>) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = answer;
    }
}

impl Fetch for Recorded {
    async fn fetch(&self, _request: Request) -> Answer {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        next.take().unwrap_or_else(|| Answer {
            outcome: Err(FetchError {
                class: Class::Connect,
                message: "the capture has no answer for this address".to_owned(),
            }),
            exchanges: Vec::new(),
            weight: None,
        })
    }
}

/// The answer that a visit had.
pub(super) fn answer(
    facts: &VisitFacts,
    status: Option<u16>,
    outcome: Result<Fetched, FetchError>,
) -> Answer {
    Answer {
        outcome,
        exchanges: vec![Exchange {
            url: facts.target.url.clone(),
            status,
            waited: Duration::ZERO,
            received: 0,
            bytes: 0,
            ended: facts.ended,
            paced: None,
            raw: None,
        }],
        weight: None,
    }
}

//! Records in memory: for dry runs and tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::{Appended, Sink, SinkError};
use crate::frontier::{LastLine, Mark};
use crate::record::Record;
use crate::target::ProfileId;

/// Keeps records in memory, and marks as if they were lines of files.
#[derive(Debug, Default)]
pub struct Collected {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    records: Vec<Record>,
    marks: BTreeMap<String, Mark>,
}

impl Collected {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What was kept until now, in order.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.records.clone()
    }
}

impl Sink for Collected {
    async fn append(&self, records: Vec<Record>) -> Result<Appended, SinkError> {
        let mut touched: BTreeMap<String, Mark> = BTreeMap::new();
        let mut lines = Vec::with_capacity(records.len());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for record in &records {
            let org = &record.org;
            let before = touched.get(org).or_else(|| kept.marks.get(org));
            lines.push(LastLine::At(before.map_or(0, |mark| mark.length)));
            let mark = after(before, record)?;
            touched.insert(org.clone(), mark);
        }
        kept.marks.extend(touched.clone());
        kept.records.extend(records);
        Ok(Appended {
            marks: touched.into_values().collect(),
            lines,
        })
    }

    async fn read_again(
        &self,
        org: &ProfileId,
        line: &LastLine,
    ) -> Result<Option<Record>, SinkError> {
        let LastLine::At(wanted) = line else {
            return Ok(None);
        };
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut at = 0;
        for record in kept.records.iter().filter(|kept| kept.org == org.as_str()) {
            if at == *wanted {
                return Ok(Some(record.clone()));
            }
            at += super::jsonl::line(record)?.len() as u64;
        }
        Ok(None)
    }
}

fn after(before: Option<&Mark>, record: &Record) -> Result<Mark, SinkError> {
    let line = super::jsonl::line(record)?;
    let org = ProfileId::try_from(record.org.clone()).map_err(|_| SinkError::NotOpened {
        org: record.org.clone(),
    })?;
    Ok(Mark {
        org,
        length: before.map_or(0, |mark| mark.length) + line.len() as u64,
        last_line: Some(blake3::hash(&line).to_hex().to_string()),
    })
}

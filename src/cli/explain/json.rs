//! An explanation for machines: `dateline.explain/1`.

use std::time::Duration;

use serde_json::{Value, json};

use super::Told;
use crate::extract::explain::{BodyPlace, Considered, Date, Explanation, Field, OtherDate};
use crate::fetch::{Exchange, RobotsTerms, Rule, Terms};

const SCHEMA: &str = "dateline.explain/1";

/// Every key is always there.
pub(super) fn told(told: &Told) -> Value {
    let page = told.page.as_ref();
    let explanation = told.explanation.as_ref();
    let problem = told.problem.as_ref();
    json!({
        "schema": SCHEMA,
        "input": told.input,
        "profile": told.profile.id.to_string(),
        "url": page.and_then(|(url, _)| url.as_ref()).map(ToString::to_string),
        "fetched_at": page.map(|(_, at)| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
        "scope": told.scope().map(|(_, why)| json!({"admitted": why.is_none(), "why": why})),
        "web": told.web.as_ref().map(|(terms, exchanges)| web(terms, exchanges)),
        "problem": problem.map(|(class, message)| {
            json!({"class": class.to_string(), "message": message})
        }),
        "layout": explanation.and_then(|explanation| explanation.layout.clone()),
        "strict": explanation.map(|explanation| explanation.strict),
        "content": explanation.map(|explanation| {
            json!({"rule": explanation.content.rule, "path": explanation.content.path})
        }),
        "language": explanation.and_then(|explanation| explanation.language.as_ref()).map(
            |language| json!({"tag": language.tag, "why": language.why}),
        ),
        "body": explanation.and_then(|explanation| explanation.body.as_ref()).map(body),
        "fields": all(explanation, |explanation| &explanation.fields, field),
        "dates": all(explanation, |explanation| &explanation.dates, date),
        "other_dates": all(explanation, |explanation| &explanation.other_dates, other_date),
        "other_dates_left_off": explanation.map(|explanation| explanation.other_dates_left_off),
        "issues": explanation.map(|explanation| &explanation.draft.issues),
        "record": told.record,
    })
}

fn all<'e, T: 'e>(
    explanation: Option<&'e Explanation>,
    list: impl Fn(&'e Explanation) -> &'e Vec<T>,
    written: impl Fn(&'e T) -> Value,
) -> Vec<Value> {
    let list = explanation.into_iter().flat_map(list);
    list.map(written).collect()
}

fn web(terms: &Terms, exchanges: &[Exchange]) -> Value {
    let Terms {
        own,
        robots,
        pause: (pause, by),
        hours,
        closed_until,
    } = terms;
    let closed = closed_until.as_ref();
    let exchanges = exchanges.iter().map(|exchange| {
        json!({
            "url": exchange.url.to_string(),
            "status": exchange.status,
            "waited_ms": milliseconds(exchange.waited),
            "pause_by": exchange.paced.as_ref().map(|paced| paced.rule.as_str()),
        })
    });
    json!({
        "robots": robots.as_ref().map(of_robots),
        "own_address": own,
        "pause_ms": milliseconds(*pause),
        "pause_by": by.as_str(),
        "hours": hours,
        "closed_until": closed.map(|(until, _)| until.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
        "closed_by": closed.map(|(_, by)| by.as_str()),
        "exchanges": exchanges.collect::<Vec<Value>>(),
    })
}

fn of_robots(robots: &RobotsTerms) -> Value {
    let RobotsTerms {
        exists,
        allowed,
        line,
        pause,
        visits,
    } = robots;
    let pause: Option<(Duration, Rule)> = *pause;
    json!({
        "exists": exists,
        "allowed": allowed,
        "line": line,
        "pause_ms": pause.map(|(pause, _)| milliseconds(pause)),
        "pause_by": pause.map(|(_, by)| by.as_str()),
        "visits": visits,
    })
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn body(body: &BodyPlace) -> Value {
    let BodyPlace {
        path,
        blocks,
        boilerplate,
        split_by,
        left_out,
    } = body;
    let left_out = left_out
        .iter()
        .map(|left_out| json!({"path": left_out.path, "why": left_out.why, "text": left_out.text}));
    json!({
        "path": path,
        "blocks": blocks,
        "boilerplate": boilerplate,
        "split_by": split_by,
        "left_out": left_out.collect::<Vec<Value>>(),
    })
}

fn field(field: &Field) -> Value {
    let considered = field.considered.iter().map(|considered| {
        let Considered {
            verdict,
            text,
            origin,
            rule,
            detail,
            path,
        } = considered;
        json!({
            "verdict": verdict.as_str(),
            "why": verdict.why(),
            "text": text,
            "origin": origin.as_str(),
            "rule": rule,
            "detail": detail,
            "path": path,
        })
    });
    json!({"field": field.key, "considered": considered.collect::<Vec<Value>>()})
}

fn date(date: &Date) -> Value {
    let Date {
        verdict,
        value,
        precision,
        role,
        raw,
        origin,
        rule,
        detail,
        path,
    } = date;
    json!({
        "verdict": verdict.as_str(),
        "why": verdict.why(),
        "value": value.map(|day| day.to_string()),
        "precision": precision,
        "role": role,
        "raw": raw,
        "origin": origin.as_str(),
        "rule": rule,
        "detail": detail,
        "path": path,
    })
}

fn other_date(date: &OtherDate) -> Value {
    let OtherDate {
        place,
        repeats,
        value,
        precision,
        unread: _,
        role,
        raw,
        path,
    } = date;
    json!({
        "place": place.as_str(),
        "why": date.why(),
        "repeats": repeats,
        "value": value.map(|day| day.to_string()),
        "precision": precision,
        "role": role,
        "raw": raw,
        "path": path,
    })
}

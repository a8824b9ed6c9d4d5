//! Answers that are none, or say no.

use dateline::problem::Class;

use crate::support::Reply;
use crate::support::faults::{Fault, page, problem};

pub(crate) fn rows() -> Vec<Fault> {
    let mut rows = vec![
        page("an empty page", problem(Class::Empty), |_| Reply::html("")),
        page(
            "a page that is no release",
            problem(Class::MissingFields),
            |_| Reply::html("<title>Calendar</title><h2>Event</h2>"),
        ),
        page(
            "not found, with status 200",
            problem(Class::Soft404),
            |_| Reply::html("<title>Page not found</title><h1>Page not found</h1>"),
        ),
        page("no answer", problem(Class::Reset), |_| Reply::close()),
        page("a reset", problem(Class::Reset), |_| Reply::reset()),
        page("silence", problem(Class::Timeout), |_| Reply::stall()),
    ];
    for (name, status, class) in [
        ("204", 204, Class::Empty),
        ("205", 205, Class::Empty),
        ("206 unasked", 206, Class::HttpOther),
        ("300", 300, Class::Http3xx),
        ("304 unasked", 304, Class::Http3xx),
        ("400", 400, Class::Http4xx),
        ("401", 401, Class::Auth),
        ("402", 402, Class::Http4xx),
        ("403", 403, Class::Auth),
        ("404", 404, Class::NotFound),
        ("407", 407, Class::Auth),
        ("410", 410, Class::Gone),
        ("418", 418, Class::Http4xx),
        ("429", 429, Class::RateLimited),
        ("451", 451, Class::Http4xx),
        ("500", 500, Class::Http5xx),
        ("503", 503, Class::Http5xx),
        ("520", 520, Class::Http5xx),
        ("999", 999, Class::HttpOther),
    ] {
        rows.push(page(name, problem(class), move |at| {
            Reply::html(at.release()).status_code(status)
        }));
    }
    rows
}

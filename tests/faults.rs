//! Every way in which a server or a page goes wrong, as one table: what the server does,
//! what must come out, and under which class. The other releases of each newsroom must come
//! out exactly as they do when nothing is wrong.

mod support;

mod faults {
    pub(crate) mod addresses;
    pub(crate) mod answers;
    pub(crate) mod charsets;
    pub(crate) mod codings;
    pub(crate) mod exchange;
    pub(crate) mod listings;
    pub(crate) mod redirects;
    pub(crate) mod text;
}

use support::faults::run::check;

#[test]
fn every_fault_has_its_class_and_the_rest_comes_out_exactly() {
    let tables = [
        faults::addresses::rows(),
        faults::answers::rows(),
        faults::charsets::rows(),
        faults::codings::rows(),
        faults::exchange::rows(),
        faults::listings::rows(),
        faults::redirects::rows(),
        faults::text::rows(),
    ];
    check(tables.into_iter().flatten().collect());
}

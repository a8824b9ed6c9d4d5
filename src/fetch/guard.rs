//! Which network addresses may be asked.
//!
//! A press page can name, redirect to, or resolve to `http://169.254.169.254/` or
//! `http://localhost:6379/`. Only global unicast addresses are asked, and those that the
//! operator named with `--allow-address`.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;

/// The operator's exceptions, and the table of what is refused without them.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    allowed: Vec<IpNet>,
    refused: Vec<(IpNet, &'static str)>,
}

impl Guard {
    /// A guard with these exceptions.
    pub(super) fn new(allowed: &[IpNet]) -> Self {
        let refused = REFUSED
            .iter()
            .map(|(net, what)| (net.parse().expect("a net of the table"), *what))
            .collect();
        Self {
            allowed: allowed.to_vec(),
            refused,
        }
    }

    /// Whether the operator named this address; a mapped IPv4 address counts as its IPv4.
    pub(super) fn is_allowed(&self, address: IpAddr) -> bool {
        let plain = address.to_canonical();
        self.allowed
            .iter()
            .any(|net| net.contains(&address) || net.contains(&plain))
    }

    /// Why this address is not asked, in words; `None` when it may be.
    pub(super) fn objection(&self, address: IpAddr) -> Option<&'static str> {
        if self.is_allowed(address) {
            return None;
        }
        if let Some((_, what)) = self.refused.iter().find(|(net, _)| net.contains(&address)) {
            return Some(what);
        }
        match address {
            IpAddr::V4(_) => None,
            IpAddr::V6(address) => (!is_global_unicast(address)).then_some("not a global address"),
        }
    }
}

/// RFC 4291 §2.4: everything assigned so far lies in 2000::/3.
fn is_global_unicast(address: Ipv6Addr) -> bool {
    address.segments()[0] & 0xe000 == 0x2000
}

/// The special-purpose registries of IANA, and forms that hide an IPv4 address.
const REFUSED: &[(&str, &str)] = &[
    ("0.0.0.0/8", "an address of this host"),
    ("10.0.0.0/8", "a private address"),
    ("100.64.0.0/10", "a carrier's shared address"),
    ("127.0.0.0/8", "a loopback address"),
    ("169.254.0.0/16", "a link-local address"),
    ("172.16.0.0/12", "a private address"),
    ("192.0.0.0/24", "a protocol's own address"),
    ("192.0.2.0/24", "a documentation address"),
    ("192.88.99.0/24", "a 6to4 relay"),
    ("192.168.0.0/16", "a private address"),
    ("198.18.0.0/15", "a benchmarking address"),
    ("198.51.100.0/24", "a documentation address"),
    ("203.0.113.0/24", "a documentation address"),
    ("224.0.0.0/4", "a multicast address"),
    ("255.255.255.255/32", "the broadcast address"),
    ("240.0.0.0/4", "a reserved address"),
    ("::/128", "an address of this host"),
    ("::1/128", "a loopback address"),
    ("::ffff:0:0/96", "an IPv4-mapped address"),
    ("::ffff:0:0:0/96", "an IPv4-translated address"),
    ("::/96", "an IPv4-compatible address"),
    ("64:ff9b::/96", "a NAT64 address"),
    ("64:ff9b:1::/48", "a NAT64 address"),
    ("100::/64", "a discard address"),
    ("2001::/32", "a Teredo address"),
    ("2001::/23", "a protocol's own address"),
    ("2001:db8::/32", "a documentation address"),
    ("2002::/16", "a 6to4 address"),
    ("3fff::/20", "a documentation address"),
    ("fc00::/7", "a private address"),
    ("fe80::/10", "a link-local address"),
    ("fec0::/10", "a site-local address"),
    ("ff00::/8", "a multicast address"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(allowed: &[&str]) -> Guard {
        let nets: Vec<IpNet> = allowed.iter().map(|net| net.parse().unwrap()).collect();
        Guard::new(&nets)
    }

    #[test]
    fn refuses_what_is_not_on_the_public_net() {
        let guard = guard(&[]);
        for (address, why) in [
            ("0.0.0.0", "this host"),
            ("10.1.2.3", "private"),
            ("100.64.0.1", "carrier"),
            ("127.0.0.1", "loopback"),
            ("127.255.255.254", "loopback"),
            ("169.254.169.254", "link-local"),
            ("172.16.0.1", "private"),
            ("172.31.255.255", "private"),
            ("192.0.0.170", "protocol"),
            ("192.168.1.1", "private"),
            ("198.19.0.1", "benchmarking"),
            ("203.0.113.9", "documentation"),
            ("224.0.0.1", "multicast"),
            ("240.0.0.1", "reserved"),
            ("255.255.255.255", "broadcast"),
            ("::", "this host"),
            ("::1", "loopback"),
            ("::ffff:10.0.0.1", "mapped"),
            ("::ffff:8.8.8.8", "mapped"),
            ("::127.0.0.1", "compatible"),
            ("64:ff9b::a9fe:a9fe", "NAT64"),
            ("64:ff9b:1::1", "NAT64"),
            ("2001:0:53aa:64c::1", "Teredo"),
            ("2001:db8::1", "documentation"),
            ("2002:7f00:1::1", "6to4"),
            ("fc00::1", "private"),
            ("fd00:ec2::254", "private"),
            ("fe80::1", "link-local"),
            ("fec0::1", "site-local"),
            ("ff02::1", "multicast"),
            ("4000::1", "not a global"),
        ] {
            let objection = guard.objection(address.parse().unwrap());
            assert!(
                objection.is_some_and(|text| text.contains(why)),
                "{address}: {objection:?}"
            );
        }
    }

    #[test]
    fn lets_public_addresses_pass() {
        let guard = guard(&[]);
        for address in [
            "1.1.1.1",
            "100.128.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "2001:200::1",
            "2606:4700::1111",
            "2a00:1450::1",
        ] {
            assert_eq!(guard.objection(address.parse().unwrap()), None, "{address}");
        }
    }

    #[test]
    fn the_operator_can_name_exceptions() {
        let guard = guard(&["127.0.0.0/8", "fd00::/8"]);
        for (address, allowed) in [
            ("127.0.0.1", true),
            ("::ffff:127.0.0.1", true),
            ("::127.0.0.1", false),
            ("::1", false),
            ("fd12::1", true),
            ("fc00::1", false),
            ("10.0.0.1", false),
        ] {
            let address: IpAddr = address.parse().unwrap();
            assert_eq!(guard.objection(address).is_none(), allowed, "{address}");
            assert_eq!(guard.is_allowed(address), allowed, "{address}");
        }
        assert!(!guard.is_allowed("1.1.1.1".parse().unwrap()));
    }
}

//! Servers that speak TLS badly: with a certificate that nobody vouches for, with noise, or
//! not at all.
//!
//! The certificate and its key are made up for these tests; nothing trusts them.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

/// What is spoken where TLS is expected.
#[derive(Debug, Clone, Copy)]
pub enum Speaks {
    /// TLS, with a certificate of its own making.
    SelfSigned,
    /// Records of TLS that are none.
    Noise,
    /// Nothing.
    Silence,
}

/// Starts such a server. It ends with the tests, so that nobody waits for it.
pub fn start(speaks: Speaks) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
    let address = listener.local_addr().expect("a bound address");
    std::thread::spawn(move || {
        let mut silent = Vec::new();
        for stream in listener.incoming().flatten() {
            match speaks {
                Speaks::SelfSigned => self_signed(stream),
                Speaks::Noise => noise(stream),
                Speaks::Silence => silent.push(stream),
            }
        }
    });
    address
}

fn self_signed(mut stream: TcpStream) {
    let certificate = CertificateDer::from(&include_bytes!("certificate.der")[..]);
    let key = PrivatePkcs8KeyDer::from(&include_bytes!("key.der")[..]);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], PrivateKeyDer::Pkcs8(key))
        .expect("a certificate and its key");
    let mut connection = ServerConnection::new(Arc::new(config)).expect("a connection");
    let mut tls = Stream::new(&mut connection, &mut stream);
    // A client that goes on nevertheless gets its page.
    let _ = tls.read(&mut [0; 1024]);
    let _ = tls.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

fn noise(mut stream: TcpStream) {
    let _ = stream.read(&mut [0; 1024]);
    let _ = stream.write_all(b"\x16\x03\x03\x00\x05\xff\xff\xff\xff\xff");
}

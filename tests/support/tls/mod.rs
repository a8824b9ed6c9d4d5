//! Servers that speak TLS: well, with a certificate that nobody vouches for, with noise, or not
//! at all.
//!
//! The certificates and keys are made up for these tests; nothing trusts them, unless it is told
//! to trust [`AUTHORITY`].

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

/// Who vouches for [`serve`], in PEM.
pub const AUTHORITY: &str = include_str!("authority.pem");

/// Starts a server with a certificate for 127.0.0.1 that the authority vouches for. It answers
/// each path with what `script` gives, a whole response, and ends with the tests.
pub fn serve(script: impl Fn(&str) -> String + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
    let address = listener.local_addr().expect("a bound address");
    let vouched = config(
        include_bytes!("vouched.der"),
        include_bytes!("vouched-key.der"),
    );
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut connection = ServerConnection::new(Arc::clone(&vouched)).expect("TLS");
            let mut tls = Stream::new(&mut connection, &mut stream);
            let mut head = Vec::new();
            let mut piece = [0; 1024];
            while !head.windows(4).any(|four| four == b"\r\n\r\n") {
                match tls.read(&mut piece) {
                    Ok(count) if count > 0 => head.extend_from_slice(&piece[..count]),
                    Ok(_) | Err(_) => break,
                }
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let path = head.split(' ').nth(1).unwrap_or_default();
            let _ = tls.write_all(script(path).as_bytes());
            tls.conn.send_close_notify();
            let _ = tls.flush();
        }
    });
    address
}

fn config(certificate: &'static [u8], key: &'static [u8]) -> Arc<ServerConfig> {
    let certificate = CertificateDer::from(certificate);
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate and its key");
    Arc::new(config)
}

/// Starts a server that speaks it badly. It ends with the tests, so that nobody waits for it.
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
    let config = config(include_bytes!("certificate.der"), include_bytes!("key.der"));
    let mut connection = ServerConnection::new(config).expect("a connection");
    let mut tls = Stream::new(&mut connection, &mut stream);
    // A client that goes on nevertheless gets its page.
    let _ = tls.read(&mut [0; 1024]);
    let _ = tls.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

fn noise(mut stream: TcpStream) {
    let _ = stream.read(&mut [0; 1024]);
    let _ = stream.write_all(b"\x16\x03\x03\x00\x05\xff\xff\xff\xff\xff");
}

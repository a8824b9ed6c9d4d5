//! The door to the network, seen from the server's side.

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;

use support::{Reply, Server};

#[test]
fn the_test_server_writes_down_what_it_was_asked() -> std::io::Result<()> {
    let server = Server::start(|asked| match asked.nth {
        0 => Reply::html("first"),
        _ => Reply::truncated("sec", 10),
    });
    let mut stream = TcpStream::connect(server.address())?;
    let ask = b"GET /a?b HTTP/1.1\r\nHost: x\r\nUser-Agent: test\r\n\r\n";
    stream.write_all(ask)?;
    let mut piece = [0; 1024];
    let count = stream.read(&mut piece)?;
    assert!(piece[..count].ends_with(b"first"));
    stream.write_all(ask)?;
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest)?;
    assert!(rest.ends_with(b"sec"));
    assert_eq!(server.paths(), ["/a?b", "/a?b"]);
    assert_eq!(server.asked()[0].header("user-agent"), Some("test"));
    assert_eq!(server.most_at_once("x"), 1);
    assert_eq!(server.gaps().len(), 1);
    Ok(())
}

//! Finding the charset that a page or a header field names.
//!
//! `<meta charset="windows-1251">`, `<meta http-equiv=content-type content="text/html;
//! charset=koi8-r">` and `<?xml encoding="big5"?>` are looked for as the WHATWG HTML
//! standard's prescan does, on bytes, before anything is decoded.

/// The standard says 1,024 bytes; many pages put their scripts first.
const PRESCANNED: usize = 4096;

/// The label that the page's own markup declares.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let start = &bytes[..bytes.len().min(PRESCANNED)];
    in_meta(start).or_else(|| in_xml_declaration(start))
}

/// The `charset` parameter of a `Content-Type` value: `text/html; charset="utf-8"`.
pub(super) fn charset_parameter(value: &str) -> Option<String> {
    label_in(value.as_bytes())
}

fn in_meta(bytes: &[u8]) -> Option<String> {
    let mut scan = Scan::new(bytes);
    while let Some(offset) = scan.rest().iter().position(|byte| *byte == b'<') {
        scan.at += offset;
        let tag = scan.rest();
        if tag.starts_with(b"<!--") {
            // `<!-->` is a whole comment.
            scan.at += 2;
            scan.skip_past(b"-->");
        } else if is_meta(tag) {
            scan.at += "<meta".len();
            if let Some(label) = read_meta(&mut scan) {
                return Some(label);
            }
        } else if matches!(tag, [b'<', b'!' | b'?', ..]) {
            scan.skip_past(b">");
        } else if matches!(tag, [b'<', letter, ..] | [b'<', b'/', letter, ..] if letter.is_ascii_alphabetic())
        {
            let name = tag.iter().position(|byte| is_space(*byte) || *byte == b'>');
            scan.at += name.unwrap_or(tag.len());
            while scan.attribute().is_some() {}
        } else {
            scan.at += 1;
        }
    }
    None
}

fn is_meta(tag: &[u8]) -> bool {
    tag.len() > 5 && tag[..5].eq_ignore_ascii_case(b"<meta") && (is_space(tag[5]) || tag[5] == b'/')
}

/// Reads one `<meta>`; a `content` counts only with `http-equiv=content-type`.
fn read_meta(scan: &mut Scan<'_>) -> Option<String> {
    let mut charset = None;
    let mut content = None;
    let mut is_content_type = false;
    while let Some((name, value)) = scan.attribute() {
        match name.as_slice() {
            b"charset" if charset.is_none() => charset = Some(lossy(value.trim_ascii())),
            b"content" if content.is_none() => content = label_in(&value),
            b"http-equiv" => is_content_type |= value.eq_ignore_ascii_case(b"content-type"),
            _ => {}
        }
    }
    charset
        .or(content.filter(|_| is_content_type))
        .filter(|label| !label.is_empty())
}

fn in_xml_declaration(bytes: &[u8]) -> Option<String> {
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let end = declaration.iter().position(|byte| *byte == b'>')?;
    value_of(&declaration[..end], b"encoding")
}

fn label_in(value: &[u8]) -> Option<String> {
    value_of(value, b"charset")
}

/// What follows `key =` in a text, quotes taken off.
fn value_of(text: &[u8], key: &[u8]) -> Option<String> {
    let mut from = 0;
    loop {
        let found = text[from..]
            .windows(key.len())
            .position(|window| window.eq_ignore_ascii_case(key))?;
        from += found + key.len();
        let Some(value) = text[from..].trim_ascii_start().strip_prefix(b"=") else {
            continue;
        };
        let value = value.trim_ascii_start();
        let label = match value.split_first() {
            Some((quote @ (b'"' | b'\''), rest)) => {
                let end = rest.iter().position(|byte| byte == quote)?;
                rest[..end].trim_ascii()
            }
            Some(_) => {
                let end = value
                    .iter()
                    .position(|byte| is_space(*byte) || matches!(byte, b';' | b','));
                &value[..end.unwrap_or(value.len())]
            }
            None => return None,
        };
        return (!label.is_empty()).then(|| lossy(label));
    }
}

/// A place in the bytes.
pub(super) struct Scan<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The bytes from here on.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at.min(self.bytes.len())..]
    }

    fn skip_past(&mut self, mark: &[u8]) {
        let found = self
            .rest()
            .windows(mark.len())
            .position(|window| window == mark);
        self.at = found.map_or(self.bytes.len(), |found| self.at + found + mark.len());
    }

    /// Goes over a `<`; gives the tag's name in lower case when it starts an element, whose
    /// attributes come next.
    pub(super) fn tag(&mut self) -> Option<Vec<u8>> {
        let rest = self.rest();
        match rest {
            [b'<', b'!', b'-', b'-', ..] => {
                // `<!-->` is a whole comment.
                self.at += 2;
                self.skip_past(b"-->");
            }
            [b'<', letter, ..] if letter.is_ascii_alphabetic() => {
                let ends = |byte: &u8| is_space(*byte) || matches!(byte, b'>' | b'/');
                let end = rest.iter().position(ends).unwrap_or(rest.len());
                self.at += end;
                return Some(rest[1..end].to_ascii_lowercase());
            }
            [b'<', b'!' | b'?', ..] => self.skip_past(b">"),
            [b'<', b'/', letter, ..] if letter.is_ascii_alphabetic() => self.skip_past(b">"),
            _ => self.at += 1,
        }
        None
    }

    /// Goes to the end tag of an element whose content is no markup.
    pub(super) fn skip_to_end_of(&mut self, name: &[u8]) {
        let rest = self.rest();
        let is_end =
            |window: &[u8]| window.starts_with(b"</") && window[2..].eq_ignore_ascii_case(name);
        let found = rest.windows(name.len() + 2).position(is_end);
        self.at += found.unwrap_or(rest.len());
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.rest().first().copied()?;
        self.at += 1;
        Some(byte)
    }

    fn skip_spaces(&mut self) {
        while self.rest().first().is_some_and(|byte| is_space(*byte)) {
            self.at += 1;
        }
    }

    /// The next attribute of a tag, name in lower case; `None` at the tag's end.
    pub(super) fn attribute(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        while self
            .rest()
            .first()
            .is_some_and(|byte| is_space(*byte) || *byte == b'/')
        {
            self.at += 1;
        }
        let mut name = Vec::new();
        loop {
            match self.rest().first().copied()? {
                b'>' if name.is_empty() => {
                    self.at += 1;
                    return None;
                }
                b'>' | b'/' => return Some((name, Vec::new())),
                b'=' if !name.is_empty() => break,
                byte if is_space(byte) => {
                    self.skip_spaces();
                    if self.rest().first() == Some(&b'=') {
                        break;
                    }
                    return Some((name, Vec::new()));
                }
                byte => name.push(byte.to_ascii_lowercase()),
            }
            self.at += 1;
        }
        self.at += 1;
        self.skip_spaces();
        Some((name, self.value()?))
    }

    fn value(&mut self) -> Option<Vec<u8>> {
        let mut value = Vec::new();
        if let Some(quote @ (b'"' | b'\'')) = self.rest().first().copied() {
            self.at += 1;
            loop {
                match self.next()? {
                    byte if byte == quote => return Some(value),
                    byte => value.push(byte),
                }
            }
        }
        while let Some(byte) = self.rest().first().copied() {
            if is_space(byte) || byte == b'>' {
                break;
            }
            value.push(byte);
            self.at += 1;
        }
        Some(value)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r')
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_label_in_markup() {
        for (page, label) in [
            ("<meta charset=utf-8>", Some("utf-8")),
            ("<META CHARSET = 'koi8-r' />", Some("koi8-r")),
            (
                "<html><head><title>a</title><meta charset=\"gbk\">",
                Some("gbk"),
            ),
            (
                "<meta http-equiv=Content-Type content=\"text/html; charset=big5\">",
                Some("big5"),
            ),
            (
                "<meta content='text/html;charset=euc-jp' http-equiv='content-type'>",
                Some("euc-jp"),
            ),
            ("<meta name=x content='charset=big5'>", None),
            (
                "<!-- <meta charset=big5> --><meta charset=utf-8>",
                Some("utf-8"),
            ),
            ("<!--><meta charset=utf-8>", Some("utf-8")),
            (
                "<p title='<meta charset=big5>'><meta charset=utf-8>",
                Some("utf-8"),
            ),
            ("<metadata charset=big5>", None),
            ("<meta name=a/><meta charset=utf-8>", Some("utf-8")),
            (
                "<?xml version='1.0' encoding='iso-8859-2'?><html>",
                Some("iso-8859-2"),
            ),
            ("<meta charset=''>", None),
            ("<meta charset", None),
            ("<meta charset=\"utf", None),
            ("<", None),
            ("", None),
        ] {
            assert_eq!(declared(page.as_bytes()).as_deref(), label, "{page}");
        }
        let late = format!("{}<meta charset=utf-8>", " ".repeat(PRESCANNED));
        assert_eq!(declared(late.as_bytes()), None);
    }

    #[test]
    fn finds_the_label_in_a_field() {
        for (field, label) in [
            ("text/html; charset=utf-8", Some("utf-8")),
            ("text/html;CHARSET=\"UTF-8\"; x=y", Some("UTF-8")),
            ("text/html; charset = 'latin1'", Some("latin1")),
            ("text/html; charset=utf-8, text/html", Some("utf-8")),
            ("text/html; charset=", None),
            ("text/html; charset=\"utf-8", None),
            ("text/html", None),
        ] {
            assert_eq!(charset_parameter(field).as_deref(), label, "{field}");
        }
    }
}

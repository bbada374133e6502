//! Who may ask: only the page that this process opened. Left out: what is asked.
//!
//! Any page that a browser shows may send requests to this machine. Such a request lacks the token, which is in the address
//! and nowhere else; its `Host` is another if its name was made to point here; and a browser names its `Origin`.

/// Letters of a token.
const TOKEN_BYTES: usize = 16;

/// What a request says of where it comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sender<'a> {
    /// The address that was asked for, with the token.
    pub path: &'a str,
    /// `Host`.
    pub host: Option<&'a str>,
    /// `Origin`, which browsers send with what other pages ask and with every POST.
    pub origin: Option<&'a str>,
    /// `Sec-Fetch-Site`, which browsers send always.
    pub site: Option<&'a str>,
}

/// The token and the port by which requests are known.
pub struct Guard {
    token: String,
    port: u16,
}

impl Guard {
    /// With a token that nobody can guess: the only randomness of the operating system, and part of no result.
    ///
    /// # Errors
    /// If the operating system has none.
    pub fn new(port: u16) -> std::io::Result<Self> {
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
        Ok(Self { token: bytes.iter().map(|byte| format!("{byte:02x}")).collect(), port })
    }

    /// The address of the page.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// What of the page is asked for, if the sender is the page itself; none for everybody else.
    pub fn admits<'a>(&self, sender: Sender<'a>) -> Option<&'a str> {
        let (token, file) = sender.path.strip_prefix('/')?.split_once('/')?;
        let here = |host: &str| {
            [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)].contains(&host.to_owned())
        };
        let own = |origin: &str| origin.strip_prefix("http://").is_some_and(here);
        let admitted = same(token, &self.token)
            && sender.host.is_some_and(here)
            && sender.origin.is_none_or(own)
            && sender.site.is_none_or(|site| ["same-origin", "none"].contains(&site));
        admitted.then_some(file)
    }
}

/// Takes as long for a token that is nearly right as for one that is wrong from its first letter on.
fn same(found: &str, expected: &str) -> bool {
    let differences = found.bytes().zip(expected.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    found.len() == expected.len() && differences == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_itself_is_admitted() {
        let guard = Guard::new(8123).unwrap();
        let path = format!("/{}/run", guard.token);
        let page = Sender {
            path: &path,
            host: Some("127.0.0.1:8123"),
            origin: Some("http://127.0.0.1:8123"),
            site: Some("same-origin"),
        };
        assert_eq!(guard.admits(page), Some("run"));
        assert_eq!(guard.admits(Sender { origin: None, site: None, ..page }), Some("run"));
        for hostile in [
            Sender { path: "/run", ..page },
            Sender { path: "/0123456789abcdef0123456789abcdef/run", ..page },
            Sender { host: Some("evil.example:8123"), ..page },
            Sender { host: Some("127.0.0.1:80"), ..page },
            Sender { host: None, ..page },
            Sender { origin: Some("https://evil.example"), ..page },
            Sender { origin: Some("null"), ..page },
            Sender { origin: Some("http://127.0.0.1:8123.evil.example"), ..page },
            Sender { site: Some("cross-site"), ..page },
            Sender { site: Some("same-site"), ..page },
        ] {
            assert_eq!(guard.admits(hostile), None, "{hostile:?}");
        }
    }

    #[test]
    fn tokens_differ_and_have_128_bits() {
        let [a, b] = [1, 2].map(|port| Guard::new(port).unwrap().token);
        assert!(a != b && a.len() == 32, "{a} {b}");
    }
}

//! The server: HTTP on 127.0.0.1 for the one page that it opened. Left out: TLS, files, other machines.
//!
//! ```text
//! GET  /TOKEN/             the page, /TOKEN/app.js, /TOKEN/app.css
//! GET  /TOKEN/start.json   controls, colors, thresholds
//! POST /TOKEN/run          { "changes": ["patient.tp53=null"], "stage": "coarse" } -> see `answer`
//! ```
//!
//! A newer request cancels the older one, which ends at its next replicate. Requests are bounded in bytes, changes, agents,
//! replicates and days, and so is the number of those that are worked on at a time.

use super::{
    Base,
    answer::{Stage, answer},
    guard::{Guard, Sender},
    page,
};
use serde_json::json;
use std::{
    io::{self, Read},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use tiny_http::{Header, Method, Request, Response};

/// Bytes of a request: far more than all controls need.
const MOST_BYTES: u64 = 1 << 16;
/// Requests that are worked on at a time.
const WORKERS: usize = 4;

/// The port cannot be had.
#[derive(Debug, thiserror::Error)]
#[error("port {port} of 127.0.0.1 cannot be used ({why}): expected a free one; leave out --port to get one")]
pub struct Unavailable {
    port: u16,
    why: String,
}

/// What the page asks.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    changes: Vec<String>,
    stage: Stage,
}

/// The answer to a request: status, type, body.
type Reply = (u16, &'static str, Vec<u8>);

/// A page of one scenario, served on this machine.
pub struct Server {
    http: tiny_http::Server,
    guard: Guard,
    base: Base,
    /// Number of the newest request.
    newest: AtomicU64,
    /// Held while the replicates of one request are simulated.
    simulating: Mutex<()>,
}

impl Server {
    /// Listens on this port, or on any that is free if it is 0.
    ///
    /// # Errors
    /// If the port is in use.
    pub fn listen(base: Base, port: u16) -> Result<Self, Unavailable> {
        let unavailable = |why: String| Unavailable { port, why };
        let http = tiny_http::Server::http(("127.0.0.1", port)).map_err(|error| unavailable(error.to_string()))?;
        let listening = http.server_addr().to_ip().map_or(port, |address| address.port());
        let guard = Guard::new(listening).map_err(|error| unavailable(error.to_string()))?;
        Ok(Self { http, guard, base, newest: AtomicU64::new(0), simulating: Mutex::new(()) })
    }

    /// The address of the page, with the token.
    pub fn address(&self) -> String {
        self.guard.address()
    }

    /// Answers until the process ends, or until [`Server::close`].
    pub fn serve(&self) {
        thread::scope(|scope| {
            for _ in 0..WORKERS {
                scope.spawn(|| {
                    for request in self.http.incoming_requests() {
                        self.handle(request);
                    }
                });
            }
        });
    }

    /// Ends [`Server::serve`].
    pub fn close(&self) {
        (0..WORKERS).for_each(|_| self.http.unblock());
    }

    /// A browser that has gone is no error.
    fn handle(&self, mut request: Request) {
        let (status, of_type, body) = self.reply(&mut request);
        let mut response = Response::from_data(body).with_status_code(status).with_chunked_threshold(usize::MAX);
        for (name, value) in headers(of_type) {
            response.add_header(Header::from_bytes(name, value).expect("a header of letters"));
        }
        let _ = request.respond(response);
    }

    /// Everybody who is not the page learns nothing.
    fn reply(&self, request: &mut Request) -> Reply {
        let path = request.url().to_owned();
        let header = |name: &'static str| {
            request.headers().iter().find(|header| header.field.equiv(name)).map(|header| header.value.to_string())
        };
        let [host, origin, site] = ["Host", "Origin", "Sec-Fetch-Site"].map(header);
        let (host, origin, site) = (host.as_deref(), origin.as_deref(), site.as_deref());
        let Some(file) = self.guard.admits(Sender { path: &path, host, origin, site }) else {
            return (403, "text/plain", b"this address is of one page only\n".to_vec());
        };
        match (request.method(), file) {
            (Method::Get, "start.json") => (200, "application/json", page::start(&self.base).to_string().into_bytes()),
            (Method::Get, file) => match page::file(file) {
                Some((text, of_type)) => (200, of_type, text.as_bytes().to_vec()),
                None => (404, "text/plain", b"there is no such file\n".to_vec()),
            },
            (Method::Post, "run") => self.run(request),
            _ => (405, "text/plain", b"expected GET, or POST of run\n".to_vec()),
        }
    }

    /// Reads what is asked and answers it, unless a newer request came meanwhile.
    fn run(&self, request: &mut Request) -> Reply {
        let asked = match read(request) {
            Ok(asked) => asked,
            Err((status, said)) => return refusal(status, &said),
        };
        self.simulated(&asked, self.number())
    }

    /// The number of the request that is read now, which makes it the newest.
    fn number(&self) -> u64 {
        self.newest.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// What this request is answered, unless a newer one has come.
    fn simulated(&self, asked: &Asked, number: u64) -> Reply {
        let goes_on = || self.newest.load(Ordering::SeqCst) == number;
        // A coarse answer does not wait for the replicate that an older request still simulates.
        let turn =
            (asked.stage != Stage::Coarse).then(|| self.simulating.lock().unwrap_or_else(PoisonError::into_inner));
        let answered = answer(&self.base, &asked.changes, asked.stage, &goes_on);
        drop(turn);
        match answered {
            Ok(Some(body)) => (200, "application/octet-stream", body),
            Ok(None) => refusal(409, "a newer request came"),
            Err(refused) => refusal(422, &refused.to_string()),
        }
    }
}

/// The request, within its bounds.
fn read(request: &mut Request) -> Result<Asked, (u16, String)> {
    let most = format!("expected at most {MOST_BYTES} bytes");
    if request.body_length().is_some_and(|length| length as u64 > MOST_BYTES) {
        return Err((413, most));
    }
    let mut body = Vec::new();
    let read: io::Result<usize> = request.as_reader().take(MOST_BYTES + 1).read_to_end(&mut body);
    match read {
        Err(error) => Err((400, error.to_string())),
        Ok(length) if length as u64 > MOST_BYTES => Err((413, most)),
        Ok(_) => serde_json::from_slice(&body).map_err(|error| (400, error.to_string())),
    }
}

/// A sentence for the page.
fn refusal(status: u16, said: &str) -> Reply {
    (status, "application/json", json!({ "error": said }).to_string().into_bytes())
}

/// Headers of every answer: nothing is kept, guessed, framed, or read by other pages.
fn headers(of_type: &'static str) -> [(&'static str, &'static str); 7] {
    [
        ("Content-Type", of_type),
        ("Content-Security-Policy", page::ONLINE),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{answer::tests::read as numbers_of, base::tests::base};
    use std::{io::Write, net::TcpStream};

    /// Status and body of an answer to a request written by hand.
    fn ask(server: &Server, method: &str, file: &str, headers: &str, body: &str) -> (u16, Vec<u8>) {
        let address = server.address();
        let (host, path) = address.trim_start_matches("http://").split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        let length = body.len();
        let head = format!(
            "{method} /{path}{file} HTTP/1.1\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n"
        );
        let head = head.replace("HERE", host);
        stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let text = String::from_utf8_lossy(&answer);
        assert!(!text.to_lowercase().contains("access-control"), "no other page may read this");
        let status = text.split(' ').nth(1).unwrap().parse().unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        (status, answer[end..].to_vec())
    }

    /// A server while something is asked of it.
    fn served(test: impl FnOnce(&Server)) {
        let server = Server::listen(base(&[]), 0).unwrap();
        thread::scope(|scope| {
            scope.spawn(|| server.serve());
            let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| test(&server)));
            server.close();
            if let Err(panic) = found {
                std::panic::resume_unwind(panic);
            }
        });
    }

    const HOST: &str = "Host: HERE\r\n";
    const COARSE: &str = r#"{"changes":["patient.tp53=null"],"stage":"coarse"}"#;

    #[test]
    fn the_page_and_its_answers_are_served() {
        served(|server| {
            assert!(server.http.server_addr().to_ip().unwrap().ip().is_loopback(), "another machine could ask");
            for file in ["", "app.js", "app.css", "start.json"] {
                let (status, body) = ask(server, "GET", file, HOST, "");
                assert!(status == 200 && !body.is_empty(), "{file}: {status}");
            }
            let (status, body) = ask(server, "POST", "run", HOST, COARSE);
            assert_eq!(status, 200);
            assert!(numbers_of(&body).1.len() > 1000);
        });
    }

    #[test]
    fn another_page_another_name_and_no_token_are_refused() {
        served(|server| {
            for headers in [
                "Host: HERE\r\nOrigin: https://evil.example\r\n",
                "Host: evil.example\r\n",
                "Host: HERE\r\nSec-Fetch-Site: cross-site\r\n",
                "",
            ] {
                assert_eq!(ask(server, "POST", "run", headers, COARSE).0, 403, "{headers}");
            }
            assert_eq!(ask(server, "GET", "../../Cargo.toml", HOST, "").0, 404);
            assert_eq!(ask(server, "GET", "Cargo.toml", HOST, "").0, 404);
            assert_eq!(ask(server, "DELETE", "run", HOST, "").0, 405);
        });
    }

    #[test]
    fn what_is_too_long_or_wrong_is_told_in_a_sentence() {
        served(|server| {
            let told = |body: &str| {
                let (status, told) = ask(server, "POST", "run", HOST, body);
                (status, String::from_utf8(told).unwrap())
            };
            assert_eq!(told(&"x".repeat(70_000)).0, 413);
            assert_eq!(told("{").0, 400);
            let (status, sentence) = told(r#"{"changes":["patient.tp53=wild"],"stage":"coarse"}"#);
            assert!(status == 422 && sentence.contains("did you mean `wild_type`?"), "{sentence}");
            let (status, sentence) = told(r#"{"changes":["simulation.horizon=9000 d"],"stage":"full"}"#);
            assert!(status == 422 && sentence.contains("expected"), "{sentence}");
        });
    }

    #[test]
    fn a_port_in_use_is_named_with_the_way_out() {
        let first = Server::listen(base(&[]), 0).unwrap();
        let port = first.http.server_addr().to_ip().unwrap().port();
        let refused = Server::listen(base(&[]), port).err().unwrap().to_string();
        assert!(refused.starts_with(&format!("port {port} of 127.0.0.1 cannot be used")), "{refused}");
        assert!(refused.ends_with("leave out --port to get one"), "{refused}");
    }

    #[test]
    fn a_newer_request_cancels_the_older() {
        let server = Server::listen(base(&[]), 0).unwrap();
        let asked = |stage: &str| serde_json::from_str(&format!(r#"{{"changes":[],"stage":"{stage}"}}"#)).unwrap();
        let (older, newer) = (server.number(), server.number());
        let statuses = [server.simulated(&asked("full"), older).0, server.simulated(&asked("coarse"), newer).0];
        assert_eq!(statuses, [409, 200]);
    }
}

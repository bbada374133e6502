//! sha256 of bytes, of what is read and of what is written. Left out: what the hash of a result is made of, which each kind of
//! result says.

use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// sha256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// sha256 of all that a reader gives.
///
/// # Errors
/// If it cannot be read.
pub fn sha256_of(mut from: impl io::Read) -> io::Result<String> {
    let mut hashing = HashingWriter::new(io::sink());
    io::copy(&mut from, &mut hashing)?;
    hashing.finish()
}

/// Bytes in lower-case hexadecimal, as `sha256sum` prints them.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Hashes bytes on their way to a writer.
pub struct HashingWriter<W> {
    /// Receives the bytes unchanged.
    to: W,
    /// Of the bytes so far.
    hash: Sha256,
}

impl<W: Write> HashingWriter<W> {
    /// Nothing is hashed yet.
    pub fn new(to: W) -> Self {
        Self { to, hash: Sha256::new() }
    }

    /// The hash of all that was written.
    ///
    /// # Errors
    /// If what is below refuses.
    pub fn finish(mut self) -> io::Result<String> {
        self.to.flush()?;
        Ok(hex(&self.hash.finalize()))
    }
}

impl<W: Write> Write for HashingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_sha256() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256_of(&b"abc"[..]).unwrap(), sha256(b"abc"));
    }
}

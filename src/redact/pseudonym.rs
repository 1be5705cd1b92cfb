//! Other ids, names and addresses of the same shape.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

/// Stable pseudonyms: the same input gives the same output, under one key.
///
/// A UUID becomes a UUID, 32 hexadecimal digits stay 32 with the engine's suffix (`in01`) kept, an
/// IPv4 address becomes one of 192.0.2.0/24, which is set aside for documents, and a name becomes
/// `name-` with some digits.
pub struct Pseudonyms {
    key: Key,
}

enum Key {
    Random(RandomState),
    Salt(u64),
}

impl Pseudonyms {
    /// Under a key that nobody knows, not even the next run.
    pub fn new() -> Self {
        Pseudonyms { key: Key::Random(RandomState::new()) }
    }

    /// Under a salt of one's own: the same pseudonyms in each run. Whoever knows the salt and
    /// guesses an input can see whether the guess was right.
    pub fn with_salt(salt: &str) -> Self {
        Pseudonyms { key: Key::Salt(fnv(0xcbf2_9ce4_8422_2325, salt.as_bytes())) }
    }

    /// An id of the same shape: hexadecimal digits are replaced, in their case, and everything else
    /// in it stays. An id without such a shape becomes 32 digits.
    pub fn id(&self, id: &str) -> String {
        let suffix = crate::dialect::engine(id.trim()).unwrap_or_default();
        let body = id.trim().strip_suffix(suffix).unwrap_or_default();
        let digits = body.bytes().filter(u8::is_ascii_hexdigit).count();
        let shaped = digits >= 8 && body.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        let mut stream = self.stream(0, body);
        if !shaped {
            return format!("{:016x}{:016x}{suffix}", stream(), stream());
        }
        let mut left = (0u8, 0u64);
        let replaced = body.chars().map(|character| {
            if !character.is_ascii_hexdigit() {
                return character;
            }
            if left.0 == 0 {
                left = (16, stream());
            }
            let digit = char::from_digit((left.1 & 0xF) as u32, 16).unwrap_or('0');
            left = (left.0.saturating_sub(1), left.1 >> 4);
            if character.is_ascii_uppercase() { digit.to_ascii_uppercase() } else { digit }
        });
        replaced.chain(suffix.chars()).collect()
    }

    /// Another name.
    pub fn name(&self, name: &str) -> String {
        format!("name-{:08x}", self.stream(1, name.trim())() & 0xFFFF_FFFF)
    }

    /// Another address: IPv4 in 192.0.2.0/24, IPv6 in 2001:db8::/32, a host name under `example`;
    /// a port stays.
    pub fn address(&self, address: &str) -> String {
        let address = address.trim();
        let (host, port) = match address.rsplit_once(':') {
            Some((host, port))
                if !port.is_empty()
                    && port.trim().bytes().all(|byte| byte.is_ascii_digit())
                    && (!host.contains(':') || host.ends_with(']')) =>
            {
                (host, format!(":{}", port.trim()))
            }
            _ => (address, String::new()),
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let number = self.stream(2, bare)();
        let squeezed: String = bare.split_whitespace().collect();
        if squeezed.parse::<std::net::Ipv4Addr>().is_ok() {
            format!("192.0.2.{}{port}", (number % 254).saturating_add(1))
        } else if squeezed.parse::<std::net::Ipv6Addr>().is_ok() {
            let (open, close) = if host.starts_with('[') { ("[", "]") } else { ("", "") };
            format!("{open}2001:db8::{:x}:{:x}{close}{port}", number & 0xFFFF, number >> 16 & 0xFFFF)
        } else {
            format!("host-{:08x}.example{port}", number & 0xFFFF_FFFF)
        }
    }

    /// As many numbers as wanted, from the key and the input.
    fn stream(&self, kind: u8, input: &str) -> impl FnMut() -> u64 {
        let mut seed = match &self.key {
            Key::Random(state) => {
                let mut hasher = state.build_hasher();
                hasher.write_u8(kind);
                hasher.write(input.as_bytes());
                hasher.finish()
            }
            Key::Salt(salt) => fnv(fnv(*salt, &[kind]), input.as_bytes()),
        };
        move || {
            // splitmix64
            seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = seed;
            mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ mixed >> 31
        }
    }
}

impl Default for Pseudonyms {
    fn default() -> Self {
        Pseudonyms::new()
    }
}

impl fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pseudonyms").finish_non_exhaustive()
    }
}

fn fnv(mut hash: u64, bytes: &[u8]) -> u64 {
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}

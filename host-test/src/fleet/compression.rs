use std::fmt::{self, Display, Formatter};
use std::io::{self, BufReader, Cursor, Read};

use flate2::read::MultiGzDecoder;

/// How a file is compressed, by its first bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Compression {
    None,
    Gzip,
    Zstd,
}

/// The first bytes of each (RFC 1952, section 2.3.1; RFC 8878, section 3.1.1).
const MAGIC: [(Compression, &[u8]); 2] =
    [(Compression::Gzip, &[0x1f, 0x8b]), (Compression::Zstd, &[0x28, 0xb5, 0x2f, 0xfd])];

impl Compression {
    /// How bytes are compressed, and what they are without.
    pub(crate) fn find(mut bytes: impl Read + Send + 'static) -> io::Result<(Self, Box<dyn Read + Send>)> {
        let mut head = Vec::new();
        bytes.by_ref().take(4).read_to_end(&mut head)?;
        let found = MAGIC.iter().find(|(_, magic)| head.starts_with(magic)).map(|(compression, _)| *compression);
        let bytes = Cursor::new(head).chain(bytes);
        Ok(match found {
            None | Some(Self::None) => (Self::None, Box::new(bytes)),
            Some(Self::Gzip) => (Self::Gzip, Box::new(MultiGzDecoder::new(BufReader::new(bytes)))),
            Some(Self::Zstd) => (Self::Zstd, Box::new(zstd::Decoder::new(bytes)?)),
        })
    }

    /// Its name; none where there is none.
    pub(crate) fn word(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Gzip => Some("gzip"),
            Self::Zstd => Some("zstd"),
        }
    }
}

impl Display for Compression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.word().unwrap_or("none"))
    }
}

use core::fmt;

/// How a fleet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A registration ID on each line.
    Ids,
    /// A header that names fields, and a line for each device.
    Csv,
    /// A JSON object on each line.
    Ndjson,
    /// A list of JSON objects, or one after the other, on any lines.
    Json,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Ids, Self::Csv, Self::Ndjson, Self::Json];

    /// The word for it on a command line and in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ids => "ids",
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
            Self::Json => "json",
        }
    }

    /// The format of the word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// What a file's name says, endings of compression aside.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = [".gz", ".zst"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
        match name.rsplit('.').next()? {
            "csv" | "tsv" => Some(Self::Csv),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            _ => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

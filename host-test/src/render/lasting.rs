//! How long something takes, as people write it.

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A time in its two greatest units: `45 s`, `6 h 40 min`, `2 d 3 h`. What is left is counted as one of the smaller unit.
pub(crate) fn lasting(seconds: u64) -> String {
    let two = |great: u64, great_name: &str, small: u64, small_name: &str| {
        let count = seconds.div_ceil(small);
        let (whole, rest) = (count * small / great, count * small % great / small);
        match (whole, rest) {
            (0, rest) => format!("{rest} {small_name}"),
            (whole, 0) => format!("{whole} {great_name}"),
            (whole, rest) => format!("{whole} {great_name} {rest} {small_name}"),
        }
    };
    match seconds {
        0..MINUTE => format!("{seconds} s"),
        MINUTE..DAY => two(HOUR, "h", MINUTE, "min"),
        _ => two(DAY, "d", HOUR, "h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_people_write_it() {
        for (seconds, text) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (61, "2 min"),
            (3_541, "1 h"),
            (24_000, "6 h 40 min"),
            (86_399, "24 h"),
            (86_400, "1 d"),
            (90_001, "1 d 2 h"),
            (172_800, "2 d"),
        ] {
            assert_eq!(lasting(seconds), text, "{seconds}");
        }
    }
}

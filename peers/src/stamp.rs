//! The stamps of the work: four for each geography and lifecycle.

/// Where a device is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Geo {
    /// The European Union.
    Eu,
    /// The United States.
    Us,
    /// Asia and the Pacific.
    Ap,
}

/// What a device is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lifecycle {
    /// It is tried by those who make it.
    Test,
    /// It is tried by those who buy it.
    Pilot,
    /// It works.
    Production,
}

/// Which of the four stamps of a geography and lifecycle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Share {
    /// The one with a half of the devices.
    Half,
    /// The one with 30 %.
    Third,
    /// The one with 15 %.
    Seventh,
    /// The one with 5 %.
    Twentieth,
}

/// A stamp.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// The geography that it serves.
    pub geo: Geo,
    /// The lifecycle that it serves.
    pub lifecycle: Lifecycle,
    /// The devices that it gets of those.
    pub share: Share,
}

impl Geo {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Eu, Self::Us, Self::Ap];

    /// The word for it in rules.
    pub fn word(self) -> &'static str {
        match self {
            Self::Eu => "eu",
            Self::Us => "us",
            Self::Ap => "ap",
        }
    }
}

impl Lifecycle {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Test, Self::Pilot, Self::Production];

    /// The word for it in rules.
    pub fn word(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Pilot => "pilot",
            Self::Production => "production",
        }
    }
}

impl Share {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Half, Self::Third, Self::Seventh, Self::Twentieth];

    /// The buckets.
    pub const BUCKETS: u16 = 1000;

    /// How many of a hundred devices it gets.
    pub fn percent(self) -> u16 {
        match self {
            Self::Half => 50,
            Self::Third => 30,
            Self::Seventh => 15,
            Self::Twentieth => 5,
        }
    }

    /// Its buckets: from the first to the one before the second.
    pub fn buckets(self) -> (u16, u16) {
        match self {
            Self::Half => (0, 500),
            Self::Third => (500, 800),
            Self::Seventh => (800, 950),
            Self::Twentieth => (950, Self::BUCKETS),
        }
    }

    /// The one that has this bucket.
    #[inline]
    pub fn of_bucket(bucket: u16) -> Self {
        if bucket < 500 {
            Self::Half
        } else if bucket < 800 {
            Self::Third
        } else if bucket < 950 {
            Self::Seventh
        } else {
            Self::Twentieth
        }
    }
}

impl Stamp {
    /// How many there are.
    pub const COUNT: usize = 36;

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        groups().flat_map(|(geo, lifecycle)| Share::ALL.map(|share| Self { geo, lifecycle, share }))
    }

    /// Its name: the words and a number from 1.
    pub fn name(self) -> String {
        format!("{}-{}-{}", self.geo.word(), self.lifecycle.word(), self.share as usize + 1)
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut parts = name.split('-');
        let (geo, lifecycle, number) = (parts.next()?, parts.next()?, parts.next()?.parse::<usize>().ok()?);
        Some(Self {
            geo: Geo::ALL.into_iter().find(|known| known.word() == geo)?,
            lifecycle: Lifecycle::ALL.into_iter().find(|known| known.word() == lifecycle)?,
            share: *Share::ALL.get(number.checked_sub(1)?)?,
        })
        .filter(|_| parts.next().is_none())
    }

    /// Its place among [`Stamp::all`].
    pub fn position(self) -> usize {
        (self.geo as usize * Lifecycle::ALL.len() + self.lifecycle as usize) * Share::ALL.len() + self.share as usize
    }
}

/// The geographies and lifecycles.
pub fn groups() -> impl Iterator<Item = (Geo, Lifecycle)> {
    Geo::ALL.into_iter().flat_map(|geo| Lifecycle::ALL.map(|lifecycle| (geo, lifecycle)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_found_by_its_name_and_stands_at_its_position() {
        let all: Vec<Stamp> = Stamp::all().collect();
        assert_eq!(all.len(), Stamp::COUNT);
        for (position, stamp) in all.into_iter().enumerate() {
            assert_eq!(Stamp::named(&stamp.name()), Some(stamp));
            assert_eq!(stamp.position(), position);
        }
        for wrong in ["", "eu-test", "eu-test-0", "eu-test-5", "eu-test-1-1", "de-test-1"] {
            assert_eq!(Stamp::named(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn shares_have_as_many_buckets_as_their_percentage_says() {
        for bucket in 0..Share::BUCKETS {
            let (from, to) = Share::of_bucket(bucket).buckets();
            assert!((from..to).contains(&bucket));
        }
        for share in Share::ALL {
            let (from, to) = share.buckets();
            assert_eq!(to - from, share.percent() * 10);
        }
    }
}

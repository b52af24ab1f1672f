//! Whether somebody does the work, before it is timed.

use anyhow::{Context as _, Result, ensure};

use crate::corpus::Device;
use crate::peer::{Choice, Peer};
use crate::stamp::{Share, Stamp, groups};

/// How many standard deviations of the binomial distribution a share may be off. By chance one of 36 shares is that far
/// off once in 50,000 corpora, and there is one corpus.
const SIGMAS: i64 = 5;

/// Holds that `peer` gives every device a stamp of its geography and lifecycle, and the same one when asked again: the one
/// of its bucket, where that is given, else by the shares of the stamps, within [`SIGMAS`].
///
/// # Errors
/// The first answer that is wrong, or the first share.
pub fn check<P: Peer>(peer: &mut P, devices: &[Device]) -> Result<()> {
    let mut counts = [0; Stamp::COUNT];
    for device in devices {
        let question = peer.question(device)?;
        let stamp = P::stamp(&peer.decide(&question)).with_context(|| format!("{device:?} got no stamp"))?;
        ensure!((stamp.geo, stamp.lifecycle) == (device.geo, device.lifecycle), "{device:?} got {stamp:?}");
        if P::CHOICE == Choice::GivenBucket {
            ensure!(stamp == device.stamp_of_bucket(), "{device:?} got {stamp:?}");
        }
        if let Some(count) = counts.get_mut(stamp.position()) {
            *count += 1;
        }
        let again = P::stamp(&peer.decide(&question));
        ensure!(again == Some(stamp), "{device:?} got {stamp:?}, and then {again:?}");
    }
    if P::CHOICE == Choice::OwnHash { shares(&counts) } else { Ok(()) }
}

fn shares(counts: &[i64; Stamp::COUNT]) -> Result<()> {
    let of = |stamp: Stamp| counts.get(stamp.position()).copied().unwrap_or_default();
    for (geo, lifecycle) in groups() {
        let stamps = Share::ALL.map(|share| Stamp { geo, lifecycle, share });
        let all: i64 = stamps.into_iter().map(of).sum();
        for stamp in stamps {
            let percent = i64::from(stamp.share.percent());
            // Both sides are squared and times 10,000, so that they are whole numbers.
            let off = 100 * of(stamp) - all * percent;
            ensure!(
                off * off <= SIGMAS * SIGMAS * all * percent * (100 - percent),
                "{} got {} of {all} devices, more than {SIGMAS} sigma off {percent} %",
                stamp.name(),
                of(stamp)
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::devices;

    /// Gives what the function says of a device and of how often it was asked.
    struct Told<F>(F, u32);

    impl<F: Fn(&Device, u32) -> Option<Stamp>> Peer for Told<F> {
        const NAME: &'static str = "told";
        const CHOICE: Choice = Choice::OwnHash;
        type Question = Device;
        type Answer<'a>
            = Option<Stamp>
        where
            Self: 'a;

        fn question(&self, device: &Device) -> Result<Device> {
            Ok(device.clone())
        }

        fn decide<'a>(&'a mut self, device: &'a Device) -> Option<Stamp> {
            self.1 += 1;
            (self.0)(device, self.1)
        }

        fn stamp(answer: &Option<Stamp>) -> Option<Stamp> {
            *answer
        }
    }

    fn error(told: impl Fn(&Device, u32) -> Option<Stamp>) -> String {
        let devices = devices(10_000);
        check(&mut Told(told, 0), &devices).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_stamps_of_the_buckets_are_right() {
        assert_eq!(error(|device, _| Some(device.stamp_of_bucket())), "");
    }

    #[test]
    fn no_stamp_another_group_and_another_answer_are_found() {
        assert!(error(|_, _| None).ends_with("got no stamp"));
        assert!(error(|_, _| Stamp::named("eu-test-1")).contains(" got Stamp { geo: Eu, lifecycle: Test"));
        let fickle = |device: &Device, turn: u32| {
            let bucket = if turn.is_multiple_of(2) { device.bucket } else { 999 - device.bucket };
            Some(Stamp { share: Share::of_bucket(bucket), ..device.stamp_of_bucket() })
        };
        assert!(error(fickle).contains(", and then Some(Stamp"));
    }

    #[test]
    fn a_share_that_is_no_chance_is_found() {
        // 52.5 and 27.5 % in place of 50 and 30.
        let greedy = |device: &Device, _| {
            let bucket = if device.bucket < 525 { 0 } else { device.bucket };
            Some(Stamp { share: Share::of_bucket(bucket), ..device.stamp_of_bucket() })
        };
        let devices = devices(100_000);
        let found = check(&mut Told(greedy, 0), &devices).err().map(|error| error.to_string());
        assert!(found.as_deref().is_some_and(|text| text.ends_with(" off 50 %")), "{found:?}");
    }
}

//! Whoever decides.

use anyhow::Result;

use crate::corpus::Device;
use crate::stamp::Stamp;

/// By what a device gets one of the stamps of its geography and lifecycle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// By a hash of its registration ID, which is part of deciding.
    OwnHash,
    /// By the bucket that is given with it.
    GivenBucket,
}

/// A library with its rules read.
///
/// What [`Peer::question`] does is not timed, and what [`Peer::decide`] does is, the end of its answer included. So a
/// question has everything in the form in which the library takes it, and an answer is what the library gives.
pub trait Peer {
    /// Its name in the table.
    const NAME: &'static str;

    /// By what it chooses.
    const CHOICE: Choice;

    /// A device in the form in which the library is asked about it.
    type Question;

    /// What the library answers.
    type Answer<'a>
    where
        Self: 'a;

    /// Makes the question about a device.
    ///
    /// # Errors
    /// The library does not take the device.
    fn question(&self, device: &Device) -> Result<Self::Question>;

    /// Decides where a device belongs.
    fn decide<'a>(&'a mut self, question: &'a Self::Question) -> Self::Answer<'a>;

    /// The stamp that an answer means; none of an error.
    fn stamp(answer: &Self::Answer<'_>) -> Option<Stamp>;
}

//! Proofs about a policy: what it does, for every input that there can be.
//!
//! A policy asks finitely many questions about each part of a request, so all requests fall into finitely many classes
//! ([`crate::input`]). Which of them a condition holds for, a rule gives a value for, a stamp serves, is a set of
//! combinations of classes, held as a decision diagram; so a question about the policy becomes a question about sets.
//! What no set can know, the stamp that the hash prefers and where an ID stands on the scale of a cohort, is taken to be
//! free. A set that is empty is a proof. One that is not is a suspicion, which the decision itself confirms for a
//! request made from it, or does not.

mod alike;
mod diagram;
mod model;
mod questions;
mod rounds;
mod space;
mod subject;
mod tries;
mod witness;

pub(crate) use alike::alike;
pub(crate) use diagram::{Diagrams, Set};
pub(crate) use model::{Model, Models};
pub(crate) use questions::keys;
pub(crate) use rounds::Rounds;
pub(crate) use space::{NAMES, Space};
pub(crate) use subject::Subject;
pub(crate) use tries::Tries;
pub(crate) use witness::{BILLION, Case, Search, Seeker};

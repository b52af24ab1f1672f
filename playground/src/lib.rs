//! The decision and its tools in a web page: what the page's workers call.
//!
//! Each function is the rim of one of `analysis`, with texts on both sides: policies as they are typed, and JSON. An error
//! is thrown in words for people. Nothing is kept between two calls but a [`Fleet`], and a [`Simulation`] or a
//! [`Difference`] that goes on, which are asked a slice at a time so that a worker can leave off when something newer was
//! asked.
//!
//! It says nothing about the page itself: that is `page/`, which uses this through `wasm-bindgen`.

mod checking;
mod comparing;
mod counting;
mod device;
mod fleet;
mod flow;
mod policy;
mod position;
mod run;

use std::rc::Rc;

use serde_json::{Value, json};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::position::{Position, Positions};
use crate::run::Run;

/// Smaller and quicker than the one of Rust's standard library, for the many small texts that devices have.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What is found in the text of a policy: `{ "findings", "excepted", "policy" }`. Places are lines from 1 and UTF-16 columns
/// from 0; `policy` is none for one that cannot be used.
#[wasm_bindgen]
pub fn check(text: &str) -> String {
    checking::check(text).to_string()
}

/// The text laid out as `stamp fmt` does.
///
/// # Errors
/// It is not TOML.
#[wasm_bindgen]
pub fn format(text: &str) -> Result<String, JsError> {
    let not_toml = || JsError::new("the text is not TOML: what is wrong with it is underlined");
    analysis::format::format(text).map_err(|_| not_toml())
}

/// What could stand at a place of a text that is being typed: `{ "from", "to", "options" }`, or `null`.
#[wasm_bindgen]
pub fn complete(text: &str, line: usize, column: usize) -> String {
    let positions = Positions::of(text);
    let completion = analysis::completion::complete(text, positions.byte(Position { line, column }));
    let told = completion.map(|completion| {
        let span = positions.span(&completion.replaces);
        json!({ "from": span.from, "to": span.to, "options": completion.options })
    });
    Value::from(told).to_string()
}

/// The text whose cohort of this number, by the order of [`check`], ends at this percentage.
///
/// # Errors
/// There is no such cohort, or the policy would be no valid one.
#[wasm_bindgen(js_name = withCohortEnd)]
pub fn with_cohort_end(text: &str, number: usize, end: &str) -> Result<String, JsError> {
    checking::with_cohort_end(text, number, end).map_err(thrown)
}

/// The body that DPS would post about the device of a form.
///
/// # Errors
/// The policy cannot be used, or a field of the form is not what it must be.
#[wasm_bindgen]
pub fn body(text: &str, form: &str) -> Result<String, JsError> {
    device::body(text, form).map_err(thrown)
}

/// A decision about the body of a request: `{ "explanation", "words", "line", "answer" }`, where `explanation` is what
/// `stamp explain --format json` writes; `{ "error", "answer" }` for a body that is no request.
///
/// # Errors
/// The policy cannot be used.
#[wasm_bindgen]
pub fn explain(text: &str, body: &str) -> Result<String, JsError> {
    device::explain(text, body.as_bytes()).map(|told| told.to_string()).map_err(thrown)
}

/// A fleet on which the policy has something to decide, in a few shares.
///
/// # Errors
/// The policy cannot be used.
#[wasm_bindgen]
pub fn sketch(text: &str) -> Result<String, JsError> {
    let policy = policy::policy(text).map_err(thrown)?;
    serde_json::to_string(&analysis::fleet::sketch::Sketch::of(&policy)).map_err(thrown)
}

/// The description of a fleet of these shares, as the file of `stamp fleet`.
///
/// # Errors
/// The policy cannot be used, or the shares cannot be written.
#[wasm_bindgen]
pub fn describe(text: &str, sketch: &str) -> Result<String, JsError> {
    let policy = policy::policy(text).map_err(thrown)?;
    let sketch: analysis::fleet::sketch::Sketch = serde_json::from_str(sketch).map_err(thrown)?;
    sketch.description(&policy).map_err(thrown)
}

/// A fleet that is held in memory.
#[wasm_bindgen]
pub struct Fleet(Rc<fleet::Fleet>);

#[wasm_bindgen]
impl Fleet {
    /// The fleet of a file: registration IDs, CSV, NDJSON, JSON.
    ///
    /// # Errors
    /// It is no fleet.
    #[wasm_bindgen(js_name = ofFile)]
    pub fn of_file(name: &str, bytes: Vec<u8>) -> Result<Self, JsError> {
        fleet::Fleet::file(name, bytes).map(|fleet| Self(Rc::new(fleet))).map_err(thrown)
    }

    /// The fleet of a description.
    ///
    /// # Errors
    /// What is wrong with it: a list of findings as JSON.
    #[wasm_bindgen(js_name = ofDescription)]
    pub fn of_description(text: &str) -> Result<Self, JsError> {
        fleet::Fleet::made(text).map(|fleet| Self(Rc::new(fleet))).map_err(thrown)
    }
}

/// What a policy does with a fleet.
#[wasm_bindgen]
pub struct Simulation(Run<counting::Counted>);

#[wasm_bindgen]
impl Simulation {
    /// Begins with the first device.
    ///
    /// # Errors
    /// The policy cannot be used.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, fleet: &Fleet) -> Result<Self, JsError> {
        counting::begin(text, Rc::clone(&fleet.0)).map(Self).map_err(thrown)
    }

    /// Goes on with some thousands of devices. Gives whether there may be more.
    pub fn advance(&mut self) -> bool {
        self.0.advance()
    }

    /// How much of the fleet has been read, in thousandths.
    #[wasm_bindgen(getter)]
    pub fn part(&self) -> u32 {
        self.0.part()
    }

    /// What came of it, as `stamp simulate --format json` writes it.
    pub fn outcome(&mut self) -> String {
        counting::outcome(&mut self.0).to_string()
    }
}

/// What an edit does to a fleet.
#[wasm_bindgen]
pub struct Difference(Run<comparing::Counted>);

#[wasm_bindgen]
impl Difference {
    /// Begins with the first device.
    ///
    /// # Errors
    /// One of the policies cannot be used.
    #[wasm_bindgen(constructor)]
    pub fn new(old: &str, new: &str, fleet: &Fleet) -> Result<Self, JsError> {
        comparing::begin(old, new, Rc::clone(&fleet.0)).map(Self).map_err(thrown)
    }

    /// Goes on with some thousands of devices. Gives whether there may be more.
    pub fn advance(&mut self) -> bool {
        self.0.advance()
    }

    /// How much of the fleet has been read, in thousandths.
    #[wasm_bindgen(getter)]
    pub fn part(&self) -> u32 {
        self.0.part()
    }

    /// What came of it, as `stamp diff --format json` writes it, with `words` and `picture`.
    pub fn outcome(&mut self) -> String {
        comparing::outcome(&mut self.0).to_string()
    }
}

fn thrown(error: impl ToString) -> JsError {
    JsError::new(&error.to_string())
}

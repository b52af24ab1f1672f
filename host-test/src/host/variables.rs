//! The host's side of `spin:variables/variables@3.0.0`, with the errors that Spin 4.1 gives.

use std::collections::BTreeMap;
use std::sync::Arc;

use wasmtime::component::{Accessor, ComponentType, Lift, Linker, Lower};

use super::offer::Variable;
use super::state::State;

/// The variables that one component may read. Clones share them.
#[derive(Clone)]
pub(crate) struct Variables {
    component: Arc<str>,
    values: Arc<BTreeMap<String, Variable>>,
}

impl Variables {
    pub(crate) fn new(component: &str, values: BTreeMap<String, Variable>) -> Self {
        Self { component: component.into(), values: Arc::new(values) }
    }

    fn get(&self, name: &str) -> Result<String, Error> {
        check_name(name).map_err(|reason| Error::InvalidName(format!("{name:?}: {reason}")))?;
        match self.values.get(name) {
            Some(Variable::Value(value)) => Ok(value.clone()),
            Some(Variable::Unresolved(reason)) => Err(Error::Provider(reason.clone())),
            None => Err(Error::Undefined(format!("no variable for {:?}.{name:?}", self.component))),
        }
    }
}

/// Adds the interface. It is asynchronous because Spin may have to ask a vault.
pub(crate) fn add_to_linker(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    linker.instance("spin:variables/variables@3.0.0")?.func_wrap_concurrent(
        "get",
        |accessor: &Accessor<State>, (name,): (String,)| {
            Box::pin(async move { Ok((accessor.with(|mut access| access.get().variables.get(&name)),)) })
        },
    )
}

/// The interface's `error`, case by case in its order.
#[derive(ComponentType, Lift, Lower, Clone, PartialEq, Eq, Debug)]
#[component(variant)]
enum Error {
    #[component(name = "invalid-name")]
    InvalidName(String),
    #[component(name = "undefined")]
    Undefined(String),
    #[component(name = "provider")]
    Provider(String),
    #[component(name = "other")]
    Other(String),
}

/// What Spin takes as the name of a variable; the reason where it does not.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() {
        Err("must not be empty".into())
    } else if let Some(other) = name.chars().find(|&c| !fits(c)) {
        Err(format!(
            "invalid character {other:?}. Variable names may contain only lower-case letters, numbers, and underscores."
        ))
    } else if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        Err("must start with a lowercase ASCII letter".into())
    } else if name.ends_with('_') {
        Err("must end with a lowercase ASCII letter or digit".into())
    } else if name.contains("__") {
        Err("must not contain multiple consecutive underscores".into())
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Variables {
        let values = [
            ("log_ids".to_owned(), Variable::Value("plain".to_owned())),
            ("webhook_keys".to_owned(), Variable::Unresolved("nobody knows".to_owned())),
        ];
        Variables::new("allocator", BTreeMap::from(values))
    }

    #[test]
    fn a_declared_variable_has_its_value() {
        assert_eq!(variables().get("log_ids"), Ok("plain".to_owned()));
    }

    #[test]
    fn an_undeclared_variable_is_undefined() {
        let undefined = Error::Undefined(r#"no variable for "allocator"."seed""#.to_owned());
        assert_eq!(variables().get("seed"), Err(undefined));
    }

    #[test]
    fn a_variable_that_nobody_can_resolve_is_a_provider_error() {
        assert_eq!(variables().get("webhook_keys"), Err(Error::Provider("nobody knows".to_owned())));
    }

    #[test]
    fn names_that_spin_refuses_are_invalid() {
        for name in ["", "Keys", "a-b", "1st", "_a", "a_", "a__b"] {
            assert!(matches!(variables().get(name), Err(Error::InvalidName(_))), "{name}");
        }
    }
}

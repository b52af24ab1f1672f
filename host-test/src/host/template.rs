//! `{{ name }}` in the values of a component's variables.

/// A text with places for variables of the application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Template(Vec<Part>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Text(String),
    Variable(String),
}

impl Template {
    /// Reads a template. The error says what is wrong with it.
    pub(crate) fn parse(mut text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        while let Some((before, rest)) = text.split_once("{{") {
            let (name, after) = rest.split_once("}}").ok_or_else(|| format!("`{{{{` without `}}}}` in `{text}`"))?;
            parts.extend([Part::Text(before.to_owned()), Part::Variable(name.trim().to_owned())]);
            text = after;
        }
        parts.push(Part::Text(text.to_owned()));
        Ok(Self(parts))
    }

    /// The variables that it names.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Variable(name) => Some(name.as_str()),
        })
    }

    /// The text with each variable's value in its place. The first that has none is the error.
    pub(crate) fn fill<'a, E>(&'a self, value: impl Fn(&'a str) -> Result<&'a str, E>) -> Result<String, E> {
        self.0
            .iter()
            .map(|part| match part {
                Part::Text(text) => Ok(text.as_str()),
                Part::Variable(name) => value(name),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> Result<String, String> {
        let template = Template::parse(template)?;
        template.fill(|name| if name == "key" { Ok("0123") } else { Err(format!("no {name}")) })
    }

    #[test]
    fn a_variable_stands_amid_text() {
        assert_eq!(filled("a-{{ key }}-{{key}}!"), Ok("a-0123-0123!".into()));
    }

    #[test]
    fn a_text_without_variables_is_itself() {
        assert_eq!(filled("plain } {"), Ok("plain } {".into()));
    }

    #[test]
    fn braces_that_do_not_close_are_an_error() {
        assert_eq!(filled("a {{ key"), Err("`{{` without `}}` in `a {{ key`".into()));
    }

    #[test]
    fn a_variable_without_a_value_is_the_error() {
        assert_eq!(filled("{{ other }}"), Err("no other".into()));
    }
}

use placement::Policy;

/// The policy that a text is.
///
/// # Errors
/// It cannot be used, in words; what is wrong with it stands at its text.
pub(crate) fn policy(text: &str) -> Result<Policy, String> {
    match Policy::parse(text) {
        Ok(read) => Ok(read.policy),
        Err(problems) => Err(match problems.len() {
            1 => "the policy has an error".into(),
            many => format!("the policy has {many} errors"),
        }),
    }
}

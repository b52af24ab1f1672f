use std::process::ExitCode;

/// What a command's exit code says to a script.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ExitStatus {
    /// 0: done, and the answer is yes.
    Success,
    /// 1: done, and the answer is no: a policy with errors, a test that failed.
    Failure,
    /// 2: not done: wrong use, or a file, port or network that was not to be had.
    Error,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        match status {
            ExitStatus::Success => Self::SUCCESS,
            ExitStatus::Failure => Self::FAILURE,
            ExitStatus::Error => Self::from(2),
        }
    }
}

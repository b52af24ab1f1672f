/// What DPS does with the status of an answer other than 200, in words (`docs/http.md`, "Errors").
pub fn retry(status: u16) -> &'static str {
    const FIRST_TO_BE_REPEATED: u16 = 429;
    if status >= FIRST_TO_BE_REPEATED {
        "DPS asks again, 10 times within about 7 minutes"
    } else {
        "DPS takes this status as final and does not ask again"
    }
}

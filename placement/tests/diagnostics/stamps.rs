//! What stamps serve, and their hubs.

use placement::Code;

use super::example::*;

pub(crate) fn examples() -> Vec<Example> {
    vec![
        example(
            Code::MissingServes,
            with(&GEO.replace("serves = { geo = ['eu', 'us'] }", ""), "").replace("[[stamp]]", "«[[stamp]]»"),
            "stamp `home` does not say which `geo` it serves",
            "add `geo = …` to `serves`; `\"*\"` serves any value",
        ),
        example(
            Code::BadServes,
            with(&GEO.replace("'us'] }", "'us'], «family» = 'press' }"), ""),
            "`family` has `places = false`, so stamps do not serve it",
            "leave it out of `serves`",
        ),
        example(
            Code::BadServes,
            with(&GEO.replace("{ geo = ['eu', 'us'] }", "{ geo = { not = «['eu', 'us']» } }"), ""),
            "no value of `geo` is left to serve",
            "leave a value out of `not`",
        ),
        example(
            Code::SharedHub,
            with(HOME, &AWAY.replace("'away-hub", "«'Home-Hub").replace(".net'", ".net'»")),
            "the hub `Home-Hub.azure-devices.net` is named twice",
            "each hub, former ones included, belongs to one stamp",
        ),
        example(
            Code::ManyHubs,
            many_stamps(),
            "52 hubs, and a DPS links at most 50",
            "split the policy, or serve several DPS instances with it",
        ),
    ]
}

fn many_stamps() -> String {
    let stamp = |number| {
        let hub = format!("'hub-{number}.azure-devices.net'");
        let hub = if number == 50 { format!("«{hub}»") } else { hub };
        format!("[[stamp]]\nname = 's{number}'\nhub = {hub}\ncapacity = 1\n")
    };
    format!("{TOP}{}", (0..52).map(stamp).collect::<String>())
}

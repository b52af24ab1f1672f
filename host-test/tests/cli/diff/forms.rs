//! Lists, JSON and Markdown.

use serde_json::{Value, json};
use snapbox::str;

use super::{FLEET, HOME, diff, edited, stamp};

#[test]
fn every_device_that_is_elsewhere_afterwards_is_listed_in_the_order_of_the_fleet() {
    diff(&["--list", "moved.csv"])
        .leaves(
            "moved.csv",
            "\
registration-id,devices,from,to,line,cause
press-1,150,eu-1,eu-2,35,\"move `leave eu-1` is new\"
press-3,5,a hub of no stamp,,32,\"stamp `us-1`: `state = \"\"down\"\"` is new\"
press-4,10,us-1,,32,\"stamp `us-1`: `state = \"\"down\"\"` is new\"
press-8,11,us-1,,32,\"stamp `us-1`: `state = \"\"down\"\"` is new\"
",
        )
        .prints(str!["..."])
        .exits(0);
}

#[test]
fn scripts_get_every_figure_as_json() {
    let printed = diff(&["--format", "json", "--max-refused", "5"]).prints(str!["..."]).exits(1);
    let json: Value = serde_json::from_str(&printed).unwrap();
    let figures = ["devices", "moved", "moving_anyway", "held_back", "cut_off", "new_devices"];
    assert_eq!(figures.map(|figure| json[figure].as_u64().unwrap()), [206, 150, 0, 20, 26, 13]);
    assert_eq!(json["least"], json!({ "devices": 150, "exact": false, "excess": 0 }));
    assert_eq!(json["unreadable"]["lines"], 1);
    let flow = |from, to, devices: u64, is_move| json!({ "from": from, "to": to, "devices": devices, "move": is_move });
    let flows = [
        flow("eu-1", "eu-2", 150, true),
        flow("us-1", "refused", 21, false),
        flow("a hub of no stamp", "refused", 5, false),
    ];
    assert_eq!(json["flows"], json!(flows));
    assert_eq!(
        json["stamps"][0],
        json!({ "stamp": "eu-1", "state": "open", "before": 170, "after": 20, "capacity": 2000 })
    );
    let causes: Vec<_> =
        json["causes"].as_array().unwrap().iter().map(|cause| (&cause["edits"][0], &cause["devices"])).collect();
    let expected = json!({
        "kind": "stamp", "attribute": null, "name": "us-1", "change": "added", "word": "state", "to": "\"down\"", "line": 32,
        "words": "stamp `us-1`: `state = \"down\"` is new",
    });
    assert_eq!(causes[1], (&expected, &json!(46)));
    assert_eq!(json["edits"].as_array().unwrap().len(), 4);
    assert_eq!(json["budget"][0]["kept"], false);
}

#[test]
fn a_list_of_many_devices_is_in_the_order_of_the_fleet() {
    let devices: String = (0..40_000).map(|number| format!("press-{number:05}\n")).collect();
    let run = stamp(["diff", "home.toml", "edited.toml", "many.txt", "--list", "moved.csv"]);
    let policy =
        HOME.replace("read = { payload = \"/country\" }\n  map  = { DE = \"eu\", US = \"us\" }", "value = \"eu\"");
    let edited = format!("{policy}\n[[move]]\nname = \"leave eu-1\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\n");
    let run = run.file("home.toml", &policy).file("edited.toml", &edited).file("many.txt", &devices);
    let path = run.path("moved.csv");
    let run = run.then(move || {
        let text = std::fs::read_to_string(path).unwrap();
        let ids: Vec<&str> = text.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
        assert!(ids.len() > 20_000 && ids.is_sorted(), "{}", ids.len());
    });
    run.prints(str![[r#"
old home.toml: policy home 7, sha256 a5a22ecefcfb…
new edited.toml: policy home 7, sha256 0700cce55542…
40,000 devices of many.txt, as they register
all of them on no hub yet: the old policy places them first

26,739 devices move (66.8 %)
      26,739  eu-1 -> eu-2
least possible for these shares: 26,739 (exact), excess 0 (0.0 %)

why
      26,739  move `leave eu-1` is new, line 33

stamp     before      after     change   capacity  fill
eu-1      26,739          0    -26,739      2,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
eu-2      13,261     40,000    +26,739      1,000  ████████████████████ 4000.0 %  39,000 too many
us-1           0          0          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

"#]])
        .exits(0);
}

#[test]
fn for_a_pull_request_it_is_markdown() {
    diff(&["--format", "markdown", "--max-moves", "5%", "--require-capacity"]).prints(str![[r####"
### 150 of 206 devices move (72.8 %), and 26 lose their hub

❌ devices that the edit moves: at most 5 %, are 150 (72.8 %).  
✅ stamps with more devices than they are built for: at most none, are none.  

This edit of the policy was tried on 206 devices of fleet.csv. Nothing moves at once: a device goes to its new stamp when it registers again.

13 devices on no hub yet: the old policy was taken to place them first.

❌ 1 line of the fleet cannot be read as devices, and count nowhere.

| devices | because | line |
|---:|---|---:|
| 150 | move `leave eu-1` is new | 35 |
| 46 | stamp `us-1`: `state = "down"` is new | 32 |

| from | to | devices |
|---|---|---:|
| eu-1 | eu-2 | 150 |
| us-1 | refused | 21 |
| a hub of no stamp | refused | 5 |

- Any policy with these shares must move at least 150 devices; this one moves 0 more.
- 20 devices would have left their stamp without this edit, and stay.
- 26 devices refused afterwards: no stamp that this device may be on takes devices now (`none-open`).

<details><summary>Every stamp has room</summary>

| stamp | before | after | change | capacity | fill |
|---|---:|---:|---:|---:|---:|
| eu-1 | 170 | 20 | -150 | 2,000 | 1.0 % |
| eu-2 | 3 | 153 | +150 | 1,000 | 15.3 % |
| us-1 | 28 | 7 | -21 | 1,000 | 0.7 % |

</details>

<sub>home.toml, policy home 7, sha256 014a94ba79ab…, against edited.toml, policy home 8, sha256 9ae0c89e1345…</sub>

"####]]).exits(1);
}

#[test]
fn a_list_takes_the_place_of_nothing_that_is_compared() {
    diff(&["--list", "home.toml"]).leaves("home.toml", HOME).notes(str!["..."]).exits(2);
    diff(&["--list", "edited.toml"]).leaves("edited.toml", &edited()).notes(str!["..."]).exits(2);
    diff(&["--list", "fleet.csv"]).leaves("fleet.csv", FLEET).notes(str!["..."]).exits(2);
    diff(&["--list", "-"]).notes(str!["..."]).exits(2);
}

#[cfg(unix)]
#[test]
fn a_list_takes_the_place_of_no_socket() {
    diff(&["--list", "socket"])
        .socket("socket")
        .notes(str![[r#"
error: socket is no file: name one for the list

"#]])
        .exits(2);
}

#[test]
fn names_mean_nothing_to_markdown() {
    let order = "[[move]]\nname = \"*a* | `b` <b> @team [x](http://y)\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\n";
    let edited = format!("{HOME}\n{order}");
    let printed = diff(&["--format", "markdown"]).file("edited.toml", &edited).prints(str!["..."]).exits(0);
    let row = printed.lines().find(|line| line.contains("is new")).unwrap();
    assert_eq!(row, r"| 150 | move \`\*a\* \| \`b\` &lt;b> &#64;team \[x\](http://y)\` is new | 34 |");
}

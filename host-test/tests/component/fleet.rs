//! A fleet through the component by HTTP, and through what simulations decide by: no difference in hub and status.

use analysis::fleet::Defaults;
use analysis::fleet::generate::Recipe;
use bytes::Bytes;
use host_test::built_in::POLICY;
use http::Request;
use placement::{Placing, Policy};
use serde_json::Value;

use crate::support::{KEY, allocator};

/// Ten thousand devices of all kinds that the example policy tells apart, on its hubs, on others, and new.
const FLEET: &str = r#"
seed    = "differential"
devices = 10_000
payload = { country = { shares = { DE = 4, FR = 2, US = 3, JP = 2, XX = 1, "" = 1 } }, firmware = { shares = { "11.9" = 1, "12.0" = 4, "13.0" = 2 } } }
twin    = { tags = { residency = { shares = { eu = 1, "" = 9 } }, customer = { shares = { fabrikam = 1, northwind = 1, "" = 20 } } } }

[[group]]
name             = "presses"
share            = 8
id               = "press-{n:05}"
enrollment-group = { shares = { contoso-eu = 3, contoso-us = 2, contoso-ap = 1, contoso-benches = 1, "" = 1 } }
current-hub      = { shares = { "contoso-eu-0.azure-devices.net" = 1, "CONTOSO-EU-1.azure-devices.net" = 2, "contoso-eu-2.azure-devices.net" = 2, "contoso-us-1.azure-devices.net" = 2, "contoso-us-2.azure-devices.net" = 2, "contoso-ap-1.azure-devices.net" = 1, "elsewhere.azure-devices.net" = 1, "" = 4 } }

[[group]]
name                  = "engineers' own, which never change hub"
share                 = 1
id                    = "dryer-{n}-lab"
individual-enrollment = true
never-reprovision     = true
current-hub           = { shares = { "contoso-test-1.azure-devices.net" = 1, "contoso-eu-4.azure-devices.net" = 1, "" = 1 } }

[[group]]
name        = "devices with few hubs"
share       = 1
id          = "gw-{n}"
iot-edge    = true
current-hub = { shares = { "contoso-us-1.azure-devices.net" = 1, "" = 1 } }
linked-hubs = ["contoso-us-1.azure-devices.net", "contoso-us-2.azure-devices.net"]
"#;

#[tokio::test]
async fn the_component_answers_ten_thousand_devices_as_simulations_decide() {
    let policy = Policy::parse(POLICY).unwrap().policy;
    let recipe = Recipe::parse(FLEET).unwrap();
    let linked_hubs = policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
    let mut maker = recipe.maker(&Defaults { linked_hubs, ..Defaults::default() });
    let (host, mut placer) = (allocator(POLICY), policy.placer());
    let (mut answered, mut refused) = (0, 0);
    for index in 0..recipe.devices() {
        let member = maker.make(index).unwrap();
        let placing = placer.place(&member.request);
        let request = Request::post(format!("/allocate?code={KEY}")).body(Bytes::from(member.body())).unwrap();
        let response = host.request(request).await;
        let body: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(response.status(), status(&placing), "{}", String::from_utf8_lossy(&member.body()));
        let hub = placing.hub(&policy, member.request.current_hub.as_deref());
        let told = body.get("iotHubHostName").and_then(Value::as_str);
        assert_eq!(
            told.map(str::to_ascii_lowercase),
            hub.map(str::to_ascii_lowercase),
            "{}",
            String::from_utf8_lossy(&member.body())
        );
        if hub.is_some() { answered += 1 } else { refused += 1 }
    }
    assert!(answered > 5_000 && refused > 100, "{answered} {refused}");
}

fn status(placing: &Placing<'_>) -> u16 {
    placing.outcome.map_or_else(|refusal| refusal.status(), |_| 200)
}

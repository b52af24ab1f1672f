//! How `stamp build` puts a policy into the component: it calls `build-in`, and keeps what the memory then holds as the memory
//! that every instance starts with. No host calls it.
#![expect(unsafe_code, reason = "the bindings to WIT are generated, and cannot do without")]

use crate::{Service, spin::SERVICE};

spin_sdk::wit_bindgen::generate!({
    inline: "
        package stamp:allocator;

        world building {
            /// Makes this text the policy of all requests to come, in place of the file's.
            export build-in: func(policy: string);
        }
    ",
    runtime_path: "::spin_sdk::wit_bindgen::rt",
});

struct Building;

export!(Building);

impl Guest for Building {
    fn build_in(policy: String) {
        SERVICE.get_or_init(|| Service::new(Ok(policy)));
    }
}

use std::fs;
use std::process::Command;

use host_test::built_in;
use host_test::host::Application;

use crate::support::workspace;

#[test]
fn the_manifests_build_command_makes_the_embedded_component() {
    let application = Application::parse(built_in::MANIFEST).unwrap();
    let mut words = application.build_command().unwrap().split_whitespace();
    let built = Command::new(words.next().unwrap()).args(words).current_dir(workspace()).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let bytes = fs::read(workspace().join(application.source())).unwrap();
    assert!(bytes == built_in::COMPONENT, "{} bytes are not the {} embedded", bytes.len(), built_in::COMPONENT.len());
}

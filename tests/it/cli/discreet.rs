//! Names and notes hidden in what a status line shows.

use serde_json::Value;

use crate::support::env::Machine;

fn machine() -> Machine {
    let mut machine = Machine::new();
    machine
        .at("09:00")
        .ok("s /meeting @Zzyzx !Zzyzxboss #zzyzx --note 'Zzyzx terms'");
    machine.at("09:20");
    machine
}

#[test]
fn a_discreet_status_names_nobody_in_any_form() {
    let machine = machine();
    let text = machine.ok("status --discreet");
    assert!(text.contains("selling · meeting @•••   0:20:00"), "{text}");
    let filled =
        machine.ok("status --discreet --format '{letter} {activity} {account} {note} {elapsed}'");
    assert_eq!(filled.trim_end(), "s meeting ••• ••• 0:20:00");
    let json: Value = serde_json::from_str(&machine.ok("status --discreet --json")).expect("JSON");
    let running = &json["running"];
    for field in ["account", "requester", "note"] {
        assert_eq!(running[field], "•••", "{field}");
    }
    assert_eq!(running["tags"], serde_json::json!(["•••"]));
    assert_eq!(running["activity"], "meeting");
    for shown in [text, filled, json.to_string()] {
        assert!(!shown.to_lowercase().contains("zzyzx"), "{shown}");
    }
    let plain = machine.ok("status --json");
    assert!(
        plain.contains("Zzyzxboss"),
        "without the flag nothing is hidden"
    );
}

#[test]
fn nothing_is_hidden_that_is_not_there() {
    let mut machine = Machine::new();
    machine.at("09:00").ok("s");
    let json: Value = serde_json::from_str(&machine.ok("status --discreet --json")).expect("JSON");
    assert_eq!(json["running"]["account"], Value::Null);
    assert_eq!(json["running"]["note"], "");
    machine.ok("stop");
    assert!(machine.ok("status --discreet").contains("off the clock"));
}

#[test]
fn the_config_hides_names_in_what_people_read() {
    let machine = machine();
    let config = machine.home().join("config.toml");
    std::fs::write(&config, "[ui]\ndiscreet = true\n").expect("a config");
    let with = |rest: &str| machine.ok(&format!("status --config {} {rest}", config.display()));
    assert!(with("").contains("@•••"));
    assert_eq!(with("--format '{account}'").trim_end(), "•••");
    assert!(with("--json").contains("Zzyzx"), "a program reads it");
}

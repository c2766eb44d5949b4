//! Many programs that write at once, beside open screens.

use super::{Tally, hold, lane_of, minute};
use crate::support::env::Machine;
use crate::support::pty::Pty;

/// So many programs at once.
const WRITERS: usize = 8;

/// So many blocks by eight programs at once, each a minute long, while two screens are open.
pub fn write_at_once(count: usize) -> Tally {
    let mut machine = Machine::new();
    machine
        .at(&minute(0))
        .ok("add admin 2026-01-01 07:00 2026-01-01 07:01");
    let screens = [(); 2].map(|()| Pty::start(&machine, &[]));
    for screen in &screens {
        screen.wait_for("Today");
    }
    let mut tally = Tally::default();
    let each = count.div_ceil(WRITERS);
    std::thread::scope(|scope| {
        let machine = &machine;
        let works: Vec<_> = (0..WRITERS)
            .map(|writer| scope.spawn(move || write_some(machine, writer, each)))
            .collect();
        for work in works {
            let said = work.join().expect("it ends");
            for result in said {
                tally.count(result);
            }
        }
    });
    tally.count(lane_of(&machine).and_then(|lane| {
        let expected = each * WRITERS + 1;
        hold(lane.lines().count() == expected, || {
            format!("{} of {expected} blocks", lane.lines().count())
        })
    }));
    machine.ok("s @Lumen");
    for mut screen in screens {
        screen.wait_for("@Lumen");
        screen.send("q");
        screen.wait_exit();
    }
    tally
}

fn write_some(machine: &Machine, writer: usize, count: usize) -> Vec<Result<(), String>> {
    let add = |number: usize| {
        // Each writer has a day of its own.
        let at = |minute: usize| {
            format!(
                "2026-02-{:02} {:02}:{:02}",
                writer + 1,
                minute / 60,
                minute % 60
            )
        };
        let said = machine.run(&["add", "selling", &at(number * 2), &at(number * 2 + 1)]);
        hold(said.code == Some(0), || said.to_string())
    };
    (0..count).map(add).collect()
}

#[test]
fn what_many_write_at_once_is_all_there() {
    write_at_once(80).assert_held();
}

//! The program in a terminal of its own. Waits for what the screen says, up to a deadline, and never sleeps; when
//! it gives up it prints the screen.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::OpenOptionsExt;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

use super::env::{Machine, PATIENCE, TAFS};

/// A sequence that no terminal obeys: the test writes it behind all that the program wrote, to know that it has
/// seen everything.
const MARK: &str = "\u{1b}]7777;seen\u{7}";

/// The program in a terminal.
pub struct Pty {
    seen: Arc<Seen>,
    keyboard: Keyboard,
    /// `None` once the terminal is closed.
    master: Option<Box<dyn MasterPty + Send>>,
    reader: Option<JoinHandle<()>>,
    /// The program's side, held open so that its settings outlive the program.
    slave: File,
    /// The settings that the program found.
    found: String,
    pid: Pid,
    exit: Receiver<ExitStatus>,
    exited: Option<ExitStatus>,
}

type Keyboard = Arc<Mutex<Option<Box<dyn Write + Send>>>>;

/// What the terminal has been told so far.
struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser<Answers>,
    bytes: usize,
    marks: usize,
    closing: bool,
}

/// What a terminal says by itself: where the cursor is, to who asks for it, and the color of its background.
#[derive(Default)]
struct Answers {
    due: Vec<u8>,
    /// What it says of its background; nothing where it knows no such question.
    background: Vec<u8>,
    /// How often it was asked for that.
    questions: usize,
    /// How much of what it says has been typed.
    typed: usize,
}

impl vt100::Callbacks for Answers {
    fn unhandled_osc(&mut self, _: &mut vt100::Screen, params: &[&[u8]]) {
        if params == [&b"11"[..], b"?"] {
            self.questions += 1;
            self.due.extend_from_slice(&self.background);
        }
    }

    fn unhandled_csi(
        &mut self,
        screen: &mut vt100::Screen,
        i1: Option<u8>,
        _: Option<u8>,
        params: &[&[u16]],
        c: char,
    ) {
        if (i1, params, c) == (None, &[&[6][..]][..], 'n') {
            let (row, column) = screen.cursor_position();
            self.due
                .extend(format!("\u{1b}[{};{}R", row + 1, column + 1).bytes());
        }
    }
}

impl Pty {
    /// `tafs` in a terminal that says this when it is asked for its background.
    pub fn start_answering(machine: &Machine, answer: &str) -> Self {
        let answers = Answers {
            background: answer.as_bytes().to_vec(),
            ..Answers::default()
        };
        Self::start_terminal(TAFS, machine, &[], (80, 24), answers)
    }

    /// How often the terminal was asked for its background.
    pub fn questions(&self) -> usize {
        self.state().parser.callbacks_mut().questions
    }

    /// Waits until the terminal has been asked for its background and has typed all that it says to that: a key sent
    /// later comes behind it.
    pub fn wait_answered(&self) -> &Self {
        self.wait("an answer of the terminal", |state| {
            let answers = state.parser.callbacks();
            answers.questions > 0 && answers.typed >= answers.background.len()
        });
        self
    }

    /// How many bytes nobody has read, now that the program has ended.
    pub fn unread(&self) -> u64 {
        let mut raw = tcgetattr(&self.slave).expect("a terminal has settings");
        raw.make_raw();
        tcsetattr(&self.slave, OptionalActions::Now, &raw).expect("a terminal takes settings");
        rustix::io::ioctl_fionread(&self.slave).expect("a terminal counts")
    }

    /// `tafs` with these words in a terminal of 80 columns and 24 rows.
    pub fn start(machine: &Machine, args: &[&str]) -> Self {
        Self::start_sized(machine, args, 80, 24)
    }

    /// `tafs` with these words in a terminal of this size.
    pub fn start_sized(machine: &Machine, args: &[&str], columns: u16, rows: u16) -> Self {
        Self::start_program(TAFS, machine, args, columns, rows)
    }

    /// Any program in a terminal.
    pub fn start_program(
        program: impl AsRef<OsStr>,
        machine: &Machine,
        args: &[&str],
        columns: u16,
        rows: u16,
    ) -> Self {
        Self::start_terminal(program, machine, args, (columns, rows), Answers::default())
    }

    fn start_terminal(
        program: impl AsRef<OsStr>,
        machine: &Machine,
        args: &[&str],
        (columns, rows): (u16, u16),
        answers: Answers,
    ) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        for (name, value) in machine.vars() {
            command.env(name, value);
        }
        command.cwd(machine.home());
        // Opened before the program starts, to know the settings that it found.
        let path = pair.master.tty_name().expect("the terminal has a path");
        let no_controlling = rustix::fs::OFlags::NOCTTY.bits().cast_signed();
        let slave = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(no_controlling)
            .open(path)
            .unwrap();
        let found = settings(&slave);
        let mut child = pair.slave.spawn_command(command).expect("tafs starts");
        let pid = child
            .process_id()
            .and_then(|id| Pid::from_raw(id.cast_signed()))
            .expect("a running program has an id");
        let (send_exit, exit) = mpsc::channel();
        thread::spawn(move || send_exit.send(child.wait().expect("its end can be waited for")));
        let keyboard: Keyboard = Arc::new(Mutex::new(Some(
            pair.master.take_writer().expect("a keyboard"),
        )));
        let parser = vt100::Parser::new_with_callbacks(nonzero(rows), nonzero(columns), 0, answers);
        let state = Mutex::new(State {
            parser,
            bytes: 0,
            marks: 0,
            closing: false,
        });
        let seen = Arc::new(Seen {
            state,
            changed: Condvar::new(),
        });
        let output = pair.master.try_clone_reader().expect("a screen");
        let reader = thread::spawn({
            let (seen, keyboard) = (Arc::clone(&seen), Arc::clone(&keyboard));
            move || read(output, &seen, &keyboard)
        });
        let (master, reader) = (Some(pair.master), Some(reader));
        Self {
            seen,
            keyboard,
            master,
            reader,
            slave,
            found,
            pid,
            exit,
            exited: None,
        }
    }

    /// Presses keys: the characters as a terminal sends them (`\r` is Enter, `\u{1b}` Esc).
    pub fn send(&self, keys: &str) -> &Self {
        self.send_bytes(keys.as_bytes())
    }

    /// Sends bytes that no text holds.
    pub fn send_bytes(&self, bytes: &[u8]) -> &Self {
        let mut keyboard = self.keyboard.lock().unwrap();
        let keyboard = keyboard.as_mut().expect("the terminal is open");
        keyboard
            .write_all(bytes)
            .and_then(|()| keyboard.flush())
            .expect("the terminal takes keys");
        self
    }

    /// Pastes a text as a terminal does in bracketed-paste mode.
    pub fn paste(&self, text: &str) -> &Self {
        self.send(&format!("\u{1b}[200~{text}\u{1b}[201~"))
    }

    /// Waits until the screen holds the text.
    pub fn wait_for(&self, text: &str) -> &Self {
        self.wait_until(&format!("{text:?} on the screen"), |screen| {
            screen.contents().contains(text)
        })
    }

    /// Presses the key that answers a question until it counts: it does not before a person can have read the question.
    pub fn confirm(&self, key: &str, text: &str) -> &Self {
        for _ in 0..20 {
            self.send(key);
            let state = self.seen.state.lock().unwrap();
            let unread = Duration::from_millis(800);
            let waited = self
                .seen
                .changed
                .wait_timeout_while(state, unread, |state| {
                    !state.parser.screen().contents().contains(text)
                });
            if !waited.expect("the reader lives").1.timed_out() {
                return self;
            }
        }
        self.wait_for(text)
    }

    /// Waits until the screen no longer holds the text.
    pub fn wait_gone(&self, text: &str) -> &Self {
        self.wait_until(&format!("{text:?} off the screen"), |screen| {
            !screen.contents().contains(text)
        })
    }

    /// Waits until the screen is as asked; `what` names it, should it never be.
    pub fn wait_until(&self, what: &str, mut is: impl FnMut(&vt100::Screen) -> bool) -> &Self {
        self.wait(what, |state| is(state.parser.screen()));
        self
    }

    fn wait(&self, what: &str, mut is: impl FnMut(&State) -> bool) {
        let state = self.seen.state.lock().unwrap();
        let (state, late) = self
            .seen
            .changed
            .wait_timeout_while(state, PATIENCE, |state| !is(state))
            .expect("the reader lives");
        assert!(
            !late.timed_out(),
            "waited in vain for {what}; the screen:\n{}",
            framed(state.parser.screen())
        );
    }

    /// All that the screen shows.
    pub fn screen(&self) -> String {
        self.state().parser.screen().contents()
    }

    /// How many bytes the program has written so far.
    pub fn bytes(&self) -> usize {
        self.state().bytes
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.seen.state.lock().unwrap()
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.state()
            .parser
            .set_size(nonzero(rows), nonzero(columns));
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        self.master
            .as_ref()
            .expect("the terminal is open")
            .resize(size)
            .expect("a new size");
    }

    /// Whether the terminal is still there.
    pub fn is_open(&self) -> bool {
        self.master.is_some()
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).expect("the program runs");
    }

    /// Waits until the program is stopped, as by Ctrl-Z.
    pub fn wait_stopped(&self) {
        let (pid, (send, stopped)) = (self.pid, mpsc::channel());
        let flags = WaitIdOptions::STOPPED | WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        thread::spawn(move || {
            send.send(waitid(WaitId::Pid(pid), flags).ok().flatten())
                .is_ok()
        });
        let status = stopped
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|_| panic!("it did not stop:\n{}", self.framed()));
        let status = status.expect("the program is ours and changed its state");
        assert!(status.stopped(), "it ended instead of stopping");
    }

    /// Waits for the program's end and until all that it wrote is on the screen.
    pub fn wait_exit(&mut self) -> ExitStatus {
        self.wait_exit_within(PATIENCE)
    }

    /// How it ended, if it does so within this time.
    pub fn exit_within(&mut self, time: Duration) -> Option<ExitStatus> {
        self.exited = self
            .exited
            .take()
            .or_else(|| self.exit.recv_timeout(time).ok());
        self.exited.as_ref()?;
        Some(self.wait_exit())
    }

    /// As [`Self::wait_exit`], with less patience.
    pub fn wait_exit_within(&mut self, patience: Duration) -> ExitStatus {
        if self.exited.is_none() {
            let exit = self.exit.recv_timeout(patience);
            self.exited = Some(exit.unwrap_or_else(|_| {
                panic!("it did not end within {patience:?}:\n{}", self.framed())
            }));
        }
        if self.master.is_some() {
            self.catch_up();
        }
        self.exited.clone().expect("it has ended")
    }

    /// Waits until everything that has been written is on the screen.
    pub fn catch_up(&self) {
        let marks = self.state().marks;
        (&self.slave)
            .write_all(MARK.as_bytes())
            .expect("the terminal takes text");
        self.wait("the end of the output", |state| state.marks > marks);
    }

    /// Asserts that the terminal is as the program found it: the settings, the normal screen, a cursor, and
    /// neither paste nor mouse reports.
    pub fn assert_restored(&self) {
        assert_eq!(settings(&self.slave), self.found, "the terminal's settings");
        let state = self.state();
        let screen = state.parser.screen();
        let modes = (
            screen.alternate_screen(),
            screen.hide_cursor(),
            screen.bracketed_paste(),
        );
        assert_eq!(
            modes,
            (false, false, false),
            "alternate screen, hidden cursor, paste reports"
        );
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    }

    /// Asserts that the program's process is gone.
    pub fn assert_nothing_behind(&self) {
        assert!(self.exited.is_some(), "wait for its end first");
        let behind = rustix::process::test_kill_process(self.pid).is_ok();
        assert!(
            !behind,
            "the process {} is still there",
            self.pid.as_raw_nonzero()
        );
        // It was the leader of its session: whatever it started and left would be in its process group.
        assert!(
            rustix::process::test_kill_process_group(self.pid).is_err(),
            "a child was left behind"
        );
    }

    /// Closes the terminal, as a window is closed: the program loses its screen and its keyboard.
    pub fn close(&mut self) {
        // Both threads' copies have to go before the terminal hangs up, and the keyboard would type an end of
        // file as it goes, were there a key for it.
        let mut settings = tcgetattr(&self.slave).expect("a terminal has settings");
        settings.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&self.slave, OptionalActions::Now, &settings).expect("a terminal takes settings");
        self.state().closing = true;
        (&self.slave)
            .write_all(MARK.as_bytes())
            .expect("the terminal takes text");
        self.reader
            .take()
            .expect("it is closed once")
            .join()
            .expect("the reader ends");
        self.keyboard.lock().unwrap().take();
        self.master.take();
    }

    fn framed(&self) -> String {
        framed(self.state().parser.screen())
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.exited.is_none() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

/// Until the terminal is closed: what the program writes goes to the screen, and the screen's answers back.
fn read(
    mut output: Box<dyn Read + Send>,
    seen: &Seen,
    keyboard: &Mutex<Option<Box<dyn Write + Send>>>,
) {
    let mut buffer = [0; 16 * 1024];
    let mut tail = Vec::new();
    while let Ok(length @ 1..) = output.read(&mut buffer) {
        let mut state = seen.state.lock().unwrap();
        state.parser.process(&buffer[..length]);
        state.bytes += length;
        // A mark may arrive in two pieces.
        tail.extend_from_slice(&buffer[..length]);
        while let Some(at) = tail
            .windows(MARK.len())
            .position(|window| window == MARK.as_bytes())
        {
            state.marks += 1;
            state.bytes = state.bytes.saturating_sub(MARK.len());
            tail.drain(..at + MARK.len());
        }
        tail.drain(..tail.len().saturating_sub(MARK.len()));
        let due = std::mem::take(&mut state.parser.callbacks_mut().due);
        let closing = state.closing;
        drop(state);
        seen.changed.notify_all();
        if closing {
            return;
        }
        if let Some(keyboard) = keyboard
            .lock()
            .unwrap()
            .as_mut()
            .filter(|_| !due.is_empty())
        {
            keyboard.write_all(&due).expect("the terminal takes keys");
            seen.state.lock().unwrap().parser.callbacks_mut().typed += due.len();
            seen.changed.notify_all();
        }
    }
}

/// Raw mode, echo, … as a text to compare.
fn settings(terminal: &File) -> String {
    format!(
        "{:?}",
        tcgetattr(terminal).expect("a terminal has settings")
    )
}

fn framed(screen: &vt100::Screen) -> String {
    let (_, columns) = screen.size();
    let edge = "─".repeat(usize::from(columns.get()));
    let rows: Vec<String> = screen
        .rows(0, columns.get())
        .map(|row| format!("│{row}"))
        .collect();
    format!("┌{edge}\n{}\n└{edge}", rows.join("\n"))
}

fn nonzero(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size).expect("a terminal has a size")
}

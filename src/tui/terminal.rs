//! The terminal: taken over for the full screen, and given back as it was, whatever ends the program.

use std::io::{self, IsTerminal, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Once, OnceLock};
use std::thread::{self, ThreadId};

use ratatui::buffer::Buffer;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen};
use ratatui::crossterm::{execute, style};
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::canvas::{Canvas, CursorPlace};
use super::pen::Pen;

/// Whether the terminal is ours now: what must be given back exactly once.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether the mouse is taken with it.
static MOUSE: AtomicBool = AtomicBool::new(false);
static PANIC_HOOK: Once = Once::new();
/// The thread that took it: where another one panics, the screen goes on.
static OWNER: OnceLock<ThreadId> = OnceLock::new();

/// The terminal while it is ours; gives it back when dropped.
pub(super) struct Screen {
    canvas: Canvas,
    pen: Pen,
    size: Size,
}

/// Whether there is a terminal to take over: both ends are one, and it can do more than print.
pub(super) fn is_usable() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb
}

impl Screen {
    /// Takes the terminal over, with the mouse or without it.
    pub(super) fn take(mouse: bool) -> io::Result<Self> {
        MOUSE.store(mouse, Ordering::SeqCst);
        OWNER.get_or_init(|| thread::current().id());
        PANIC_HOOK.call_once(|| {
            let print = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                if OWNER.get() == Some(&thread::current().id()) {
                    give_back();
                }
                // What is printed over the screen is not read, and spoils it.
                if !TAKEN.load(Ordering::SeqCst) {
                    print(info);
                }
            }));
        });
        take_over()?;
        let size = current_size();
        Ok(Self {
            canvas: Canvas::blank(size),
            pen: Pen::of_blank_screen(),
            size,
        })
    }

    /// How large it is.
    pub(super) const fn size(&self) -> Size {
        self.size
    }

    /// Notices a new size and begins with an empty screen.
    pub(super) fn resized(&mut self) -> io::Result<()> {
        self.size = current_size();
        self.redraw()
    }

    /// Forgets what stands on the screen, so that the next frame draws all of it.
    pub(super) fn redraw(&mut self) -> io::Result<()> {
        self.canvas = Canvas::blank(self.size);
        self.pen = Pen::of_blank_screen();
        self.pen.send(io::stdout())
    }

    /// Draws a frame: `view` fills all of it, and only what changed is sent, in one write with the cursor.
    pub(super) fn draw(&mut self, view: impl FnOnce(&mut Buffer) -> CursorPlace) -> io::Result<()> {
        let cursor = self.canvas.draw(view, |cell| self.pen.write(cell));
        self.pen.place_cursor(cursor);
        self.pen.send(io::stdout())
    }

    /// Lends the terminal back to the shell until the program is continued.
    pub(super) fn suspend(&mut self, stop: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        give_back();
        let stopped = stop();
        take_over()?;
        self.resized()?;
        stopped
    }
}

/// Takes the mouse, or gives it back, where that is not so already.
pub(super) fn set_mouse(mouse: bool) -> io::Result<()> {
    if MOUSE.swap(mouse, Ordering::SeqCst) == mouse {
        return Ok(());
    }
    send_sequence(if mouse { MOUSE_ON } else { MOUSE_OFF })
}

/// Sends a sequence that draws nothing.
pub(super) fn send_sequence(sequence: &str) -> io::Result<()> {
    execute!(io::stdout(), style::Print(sequence))
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Clicks and the wheel, told in numbers. Not every move of the mouse, which crossterm's own command asks for:
/// each of them would wake the program.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// The size in cells; a terminal that has hung up says nothing or 0x0, and gets one cell.
fn current_size() -> Size {
    let (width, height) = terminal::size().unwrap_or((80, 24));
    Size::new(width.max(1), height.max(1))
}

fn take_over() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mouse = if MOUSE.load(Ordering::SeqCst) {
        MOUSE_ON
    } else {
        ""
    };
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        EnableBracketedPaste,
        style::Print(mouse)
    )
}

/// Gives the terminal back, once; errors have no one left to hear them.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = write_given_back(&mut io::stdout());
    let _ = terminal::disable_raw_mode();
    let _ = io::stdout().flush();
}

fn write_given_back(out: &mut impl Write) -> io::Result<()> {
    let mouse = if MOUSE.load(Ordering::SeqCst) {
        MOUSE_OFF
    } else {
        ""
    };
    execute!(
        out,
        style::Print(mouse),
        style::ResetColor,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    )
}

/// Gives the terminal back from beside a program that is stuck, maybe in writing to it: as much as it takes, without
/// waiting for it.
pub(super) fn give_back_by_force() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut sequence = Vec::new();
    let _ = write_given_back(&mut sequence);
    let stdout = io::stdout();
    for byte in sequence.chunks(1) {
        let mut fds = [PollFd::new(&stdout, PollFlags::OUT)];
        if !matches!(poll(&mut fds, Some(&Timespec::default())), Ok(1..)) {
            break;
        }
        let _ = rustix::io::write(&stdout, byte);
    }
    let _ = terminal::disable_raw_mode();
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use ratatui::layout::Position;
    use ratatui::style::Style;

    use super::*;

    /// What a child of ours writes to a terminal of its own, and whether that terminal's settings are those that
    /// it found.
    fn in_a_terminal(test: &str) -> (String, bool) {
        let size = PtySize {
            rows: 24,
            cols: 80,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let settings = || format!("{:?}", pair.master.get_termios());
        let before = settings();
        let mut command = CommandBuilder::new(std::env::current_exe().expect("this binary"));
        command.args([
            "--exact",
            &format!("tui::terminal::tests::{test}"),
            "--ignored",
            "--nocapture",
        ]);
        command.env("RUST_BACKTRACE", "0");
        let mut child = pair.slave.spawn_command(command).expect("a process");
        // Held open until all is read, so that nothing is lost at the program's end.
        let mut output = pair.master.try_clone_reader().expect("a screen");
        let reader = std::thread::spawn(move || {
            let mut said = Vec::new();
            let _ = output.read_to_end(&mut said);
            String::from_utf8_lossy(&said).into_owned()
        });
        child.wait().expect("it ends");
        let same = settings() == before;
        drop(pair.slave);
        (reader.join().expect("it is read"), same)
    }

    #[test]
    fn a_panic_gives_the_terminal_back_before_it_speaks() {
        let (said, same) = in_a_terminal("panics_on_the_full_screen");
        let at = |what: &str| {
            said.find(what)
                .unwrap_or_else(|| panic!("{what:?} is missing in {said:?}"))
        };
        let taken = at("\u{1b}[?1049h");
        for back in [
            "\u{1b}[?1049l",
            "\u{1b}[?25h",
            "\u{1b}[?2004l",
            "\u{1b}[?1000l",
            "\u{1b}[?1006l",
        ] {
            assert!(
                taken < at(back) && at(back) < at("the view is wrong"),
                "{back:?} in {said:?}"
            );
            assert_eq!(said.matches(back).count(), 1, "{back:?}, once, in {said:?}");
        }
        assert!(same, "raw mode is left");
        assert!(
            said.contains("FAILED"),
            "the panic goes on to whom it may concern: {said:?}"
        );
    }

    #[test]
    fn a_panic_beside_the_screen_leaves_it_as_it_is() {
        let (said, same) = in_a_terminal("panics_beside_the_full_screen");
        let (drawn, back) = (said.find("goes"), said.find("\u{1b}[?1049l"));
        assert!(drawn.is_some() && drawn < back && same, "{said:?}");
        assert!(!said.contains("the copy is wrong"), "{said:?}");
    }

    #[test]
    #[ignore = "a process of its own, in a terminal of its own"]
    fn panics_beside_the_full_screen() {
        if !is_usable() {
            return;
        }
        let mut screen = Screen::take(true).expect("a terminal");
        let beside = thread::spawn(|| panic!("the copy is wrong"));
        assert!(beside.join().is_err());
        let words = |buffer: &mut Buffer| {
            buffer.set_string(0, 0, "it goes on", Style::new());
            CursorPlace::Resting(Position::ORIGIN)
        };
        screen.draw(words).expect("a frame");
    }

    #[test]
    #[ignore = "a process of its own, in a terminal of its own"]
    fn panics_on_the_full_screen() {
        if !is_usable() {
            return;
        }
        let mut screen = Screen::take(true).expect("a terminal");
        screen
            .draw(|_| panic!("the view is wrong"))
            .expect("it does not get there");
    }
}

"""A program in a terminal of its own: what it draws is kept as a grid of cells, its keys are pressed as a person does.

Nothing waits for a fixed time: a key is over when the program has answered it and is quiet again.
"""

import fcntl
import os
import pty
import re
import select
import shlex
import signal
import struct
import termios
import time

import pyte

# So long the program may take to answer a key, and so long it says nothing once it has.
ANSWER, QUIET, AT_MOST = 0.8, 0.12, 5.0

KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "shift-tab": "\x1b[Z", "backspace": "\x7f", "space": " ",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H",
    "pgup": "\x1b[5~", "pgdn": "\x1b[6~", "ctrl-u": "\x15", "ctrl-r": "\x12", "ctrl-l": "\x0c",
}


def read_keys(line):
    """The single keys of a line: names as above, a run of digits or a "text" as it is typed."""
    for word in shlex.split(line):
        if word in KEYS:
            yield KEYS[word]
        else:
            yield from word


class Grid(pyte.Screen):
    """pyte's screen, which also keeps what is dim, as `blink`, which nothing here uses; and the sixteen by name."""

    def select_graphic_rendition(self, *attributes, **more):
        told, rest = [], list(attributes)
        while rest:
            code = rest.pop(0)
            if code in (38, 48) and rest:
                color = [rest.pop(0) for _ in range(min(len(rest), 2 if rest[0] == 5 else 4))]
                is_named = color[0] == 5 and color[-1] < 16
                told += [code - 8 + color[1] + (52 if color[1] > 7 else 0)] if is_named else [code, *color]
            else:
                told += {2: [5], 22: [22, 25]}.get(code, [code])
        super().select_graphic_rendition(*told, **more)

    def report_device_status(self, mode, **more):
        """No terminal has to answer where its cursor is, and this one does not."""


class Terminal:
    """A running program and its screen; ends the program when it is left."""

    def __init__(self, command, size, env, background):
        self.grid = Grid(*size)
        self.stream = pyte.ByteStream(self.grid)
        self.has_ended = False
        self.answer = b"\x1b]11;rgb:%02x/%02x/%02x\x1b\\" % background
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.execvpe(command[0], command, env)
            except OSError as error:
                os.write(2, f"{command[0]}: {error}".encode())
            os._exit(127)
        columns, rows = size
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.settle(first=5.0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.pid, signal.SIGTERM)
        end = time.monotonic() + AT_MOST
        # What it says in parting is taken from it, and changes nothing on the screen that is kept.
        while self._take(0.1) is not None and time.monotonic() < end:
            pass
        if os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    def _take(self, seconds):
        """Output read within this many seconds: empty if there is none, None once the program has ended."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.fd, 1 << 16) or None
        except OSError:
            return None

    def _read(self, seconds):
        """Draws the output of this many seconds; returns whether the program still runs."""
        data = self._take(seconds)
        self.has_ended = data is None
        if data and b"\x1b]11;?" in data:
            os.write(self.fd, self.answer)
        # pyte writes the parameters of what it does not know on the screen: `<`, `=` and `>` are such.
        self.stream.feed(re.sub(rb"\x1b\[[<=>][0-9;]*[a-z]", b"", data or b""))
        return data is not None

    def settle(self, first=ANSWER):
        """Waits until the program has answered and is quiet."""
        end = time.monotonic() + AT_MOST
        wait = first
        while time.monotonic() < end and select.select([self.fd], [], [], wait)[0] and self._read(0):
            wait = QUIET

    def press_each(self, line):
        """Presses keys one after the other, and pauses after each."""
        for key in read_keys(line):
            os.write(self.fd, key.encode())
            self.settle()
            yield

    def press(self, line):
        """Presses keys one after the other."""
        for _ in self.press_each(line):
            pass

    def text(self):
        """The screen as words."""
        return "\n".join(line.rstrip() for line in self.grid.display)

    def wait_for(self, words):
        """Waits until the screen shows a pattern; whether it does."""
        end = time.monotonic() + AT_MOST
        while not re.search(words, self.text()):
            if time.monotonic() > end or not self._read(0.1):
                return False
        self.settle(first=0)
        return True

"""A Python of its own for these scripts, with the packages of requirements.txt; made once, under target/."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
REQUIREMENTS = HERE / "requirements.txt"


def enter():
    """Goes on in the private Python, which is made first where it is missing or has other packages."""
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = REPOSITORY / "target" / f"shots-python-{wanted}"
    if Path(sys.prefix) == folder:
        return
    ready = folder / "ready"
    python = folder / "bin" / "python3"
    if not ready.exists():
        print(f"making {folder.relative_to(REPOSITORY)} …", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS]
        if subprocess.run(install).returncode:
            sys.exit("the packages of assets/shots/requirements.txt can't be installed: see above, then run it again")
        ready.touch()
    os.execv(python, [str(python), *sys.argv])

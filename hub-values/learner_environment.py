"""A Python environment of a learner's own on top of the course's: what a notebook installs goes into it, and with it.

In production that is the container: it takes what a notebook installs, and ends with the learner. Here the course's
environment serves all its learners, and is kept; so nothing may write into it.
"""

import os
import shlex
import shutil
from pathlib import Path

PIP = """#!/bin/sh
exec {python} -m pip "$@"
"""


def layer_on(lower: Path, folder: Path) -> Path:
    """Make the environment and return its Python; `lower` is the course's. A virtual environment is these files (PEP 405)."""
    packages = next((lower / "lib").glob("python3*/site-packages"))
    own_packages = folder / packages.relative_to(lower)
    own_packages.mkdir(parents=True)
    # addsitedir reads the lower one's own .pth files too: those of installs in place, and of the hub below it
    (own_packages / "lower.pth").write_text(f"import site; site.addsitedir({str(packages)!r})\n")
    (folder / "pyvenv.cfg").write_text((lower / "pyvenv.cfg").read_text())
    python = folder / "bin" / "python"
    python.parent.mkdir()
    for name in ("python", "python3"):
        (python.parent / name).symlink_to(os.path.realpath(lower / "bin" / "python"))
    for name in ("pip", "pip3"):
        script = python.parent / name
        script.write_text(PIP.format(python=shlex.quote(str(python))))
        script.chmod(0o755)
    for shared in ("share/jupyter", "etc/jupyter"):
        share_files(lower / shared, folder / shared)
    return python


def share_files(source: Path, target: Path) -> None:
    """Show a tree's files by hard links, in folders of one's own; a symbolic link's file Jupyter would not serve."""
    for folder, _, names in os.walk(source, followlinks=True):
        own = target / os.path.relpath(folder, source)
        own.mkdir(parents=True, exist_ok=True)
        for name in names:
            file = os.path.realpath(os.path.join(folder, name))
            try:
                os.link(file, own / name)
            except OSError:  # the environments lie on another disk, or on one without hard links
                shutil.copy2(file, own / name)

"""A learner's own Python environment: it sees the course's, and nothing written into it reaches that."""

import subprocess
import venv

import pytest
from learner_environment import layer_on


@pytest.fixture
def course(tmp_path):
    """Make a course's environment with a package, a .pth file and a file for Jupyter."""
    folder = tmp_path / "course's environment"
    venv.create(folder, symlinks=True, with_pip=False)
    packages = next((folder / "lib").glob("python3*/site-packages"))
    (packages / "colours.py").write_text("red = 1\n")
    in_place = tmp_path / "in place"
    in_place.mkdir()
    (in_place / "shapes.py").write_text("round = 1\n")
    (packages / "in_place.pth").write_text(f"{in_place}\n")
    extensions = folder / "share/jupyter/labextensions/@course"
    extensions.mkdir(parents=True)
    (extensions / "package.json").write_text("{}")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/kernel.json").write_text("{}")
    (folder / "share/jupyter/kernels").symlink_to(tmp_path / "shared")
    return folder


def run(python, code):
    """Print from an environment's Python."""
    return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_sees_what_the_course_installed_in_place_or_not(course, tmp_path):
    python = layer_on(course, tmp_path / "own")
    assert run(python, "import colours, shapes, sys; print(sys.prefix)") == str(tmp_path / "own")


def test_what_is_installed_goes_into_the_learners_own(course, tmp_path):
    python = layer_on(course, tmp_path / "own")
    assert run(python, "import sysconfig; print(sysconfig.get_path('purelib'))").startswith(str(tmp_path / "own"))
    assert run(python, "import sysconfig; print(sysconfig.get_path('data'))") == str(tmp_path / "own")
    (tmp_path / "own/share/jupyter/labextensions/@course/new.json").write_text("{}")
    assert not (course / "share/jupyter/labextensions/@course/new.json").exists()
    assert (tmp_path / "own/share/jupyter/labextensions/@course/package.json").read_text() == "{}"
    assert (tmp_path / "own/share/jupyter/kernels/kernel.json").read_text() == "{}"
    own_files = list((tmp_path / "own/share").rglob("*"))
    assert not any(path.is_symlink() for path in own_files), "Jupyter serves no file that lies elsewhere"


def test_pip_on_the_path_is_that_environments(course, tmp_path):
    layer_on(course, tmp_path / "own place")
    packages = next((course / "lib").glob("python3*/site-packages"))
    (packages / "pip").mkdir()
    (packages / "pip/__main__.py").write_text("import sys; print(sys.prefix, *sys.argv[1:])\n")
    pip = tmp_path / "own place/bin/pip"
    said = subprocess.run([pip, "install", "a b"], check=True, capture_output=True, text=True).stdout
    assert said == f"{tmp_path / 'own place'} install a b\n"



"""Production's files for learners, written where a server without a container looks for them."""

import json
import os

import yaml
from extra_files import place_extra_files


def test_productions_files_have_their_places(root, tmp_path):
    """All of base.yaml's, as JSON."""
    files = yaml.safe_load((root / "hub-values/base.yaml").read_text())["singleuser"]["extraFiles"]
    place_extra_files(files, {"/opt/conda": tmp_path / "environment", "/home/jovyan": tmp_path / "home"})
    settings = json.loads((tmp_path / "environment/share/jupyter/lab/settings/overrides.json").read_text())
    assert settings == files["menu_override"]["data"]
    page = json.loads((tmp_path / "home/.jupyter/labconfig/page_config.json").read_text())
    assert page == files["disabled_extensions"]["data"]
    assert len(files) == sum(len(names) for _, _, names in os.walk(tmp_path))


def test_a_linked_file_is_replaced_not_written_into(tmp_path):
    """The course's own file of that name serves its other learners."""
    (tmp_path / "course.json").write_text("the course's")
    (tmp_path / "own").mkdir()
    os.link(tmp_path / "course.json", tmp_path / "own/settings.json")
    place_extra_files({"one": {"mountPath": "/opt/conda/settings.json", "data": {}}}, {"/opt/conda": tmp_path / "own"})
    assert (tmp_path / "course.json").read_text() == "the course's"
    assert (tmp_path / "own/settings.json").read_text() == "{}"


def test_a_courses_link_leads_nowhere_else(tmp_path):
    """A course that brings `.jupyter` as a link does not get its author's own settings changed."""
    (tmp_path / "authors").mkdir()
    (tmp_path / "home").mkdir()
    (tmp_path / "home/.jupyter").symlink_to(tmp_path / "authors")
    file = {"mountPath": "/home/jovyan/.jupyter/labconfig/page_config.json", "data": {}}
    place_extra_files({"one": file}, {"/home/jovyan": tmp_path / "home"})
    assert list((tmp_path / "authors").iterdir()) == []


def test_a_path_below_no_root_is_passed_over(tmp_path):
    """Nothing is written outside of the learner's own folders."""
    files = {
        "other": {"mountPath": "/etc/passwd", "data": {}},
        "like": {"mountPath": "/opt/conda-like/x.json", "data": {}},
    }
    place_extra_files(files, {"/opt/conda": tmp_path})
    assert list(tmp_path.iterdir()) == []

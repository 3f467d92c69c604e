"""Production's files in a learner's container (helm value `singleuser.extraFiles`), where there is no container.

They hide from learners most of JupyterLab's menus and toolbar, so an author must see the notebook without them too.
"""

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath


def place_extra_files(files: Mapping[str, Mapping], roots: Mapping[str, Path]) -> None:
    """Write each file below the folder that stands for its root in the container; one below no root is passed over."""
    for file in files.values():
        path = PurePosixPath(file["mountPath"])
        root = next((root for root in roots if path.is_relative_to(root)), None)
        if root is not None:
            place(json.dumps(file["data"]), roots[root], path.relative_to(root))


def place(text: str, root: Path, path: PurePosixPath) -> None:
    """Write one file; not where a link of the course leads out of the learner's folder."""
    target = root / path
    if not target.parent.resolve().is_relative_to(root.resolve()):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)  # a hard link's file is the course's own
    target.write_text(text)

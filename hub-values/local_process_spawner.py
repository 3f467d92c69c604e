"""The query-string spawner where there is no Kubernetes: a learner's server is a process of this machine.

What stands for an image is a directory that nbdev made from the course's Dockerfile: `<images>/<course>.json` names its
Python, its environment variables and the files that a learner finds. Every server gets a copy of the files of its own.
"""

import json
import os
import shutil
import time
from pathlib import Path

from extra_files import place_extra_files
from jupyterhub.spawner import SimpleLocalProcessSpawner
from learner_environment import layer_on
from query_string_spawner import DEFAULT_TAG, Launch, QueryStringSpawner
from tornado import web
from traitlets import Dict, Unicode

KEPT_VARIABLES = ("LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "PIP_CERT", "NBDEV_HUB")


class QueryStringLocalProcessSpawner(QueryStringSpawner, SimpleLocalProcessSpawner):
    """Starts the environment that stands for the launch's image, with production's memory limit where there is a cgroup."""

    images = Unicode(help="Folder with a JSON file a delivered course").tag(config=True)
    servers = Unicode(help="Folder in which each running server is described, for nbdev status").tag(config=True)
    logs = Unicode(help="Folder in which each server's output is kept, also after its end").tag(config=True)
    extra_files = Dict(help="The helm value `singleuser.extraFiles`").tag(config=True)
    memory_cgroup = Unicode(help="Writable cgroup under which servers get theirs; empty: no limit").tag(config=True)

    @property
    def delivered_courses(self):
        """List the courses delivered to this hub."""
        return frozenset(path.stem for path in Path(self.images).glob("*.json"))

    def apply(self, launch: Launch) -> None:
        """Lay out the learner's files and choose the Python that serves them."""
        tag = launch.image.rpartition(":")[2]
        description = Path(self.images) / f"{tag}.json"
        if not description.is_file():
            raise web.HTTPError(404, f"IMAGE_NOT_DELIVERED {launch.image}")
        image = json.loads(description.read_text())
        folder = Path(self.servers) / self.user.name
        shutil.rmtree(folder, ignore_errors=True)
        home = folder / "home"
        shutil.copytree(image["files"], home, symlinks=True)
        self.home_dir = str(home)
        self.notebook_dir = str(home / image["workingDirectory"])
        self.default_url = launch.default_url or ""
        course_python = Path(image["python"])
        python = layer_on(course_python.parent.parent, folder / "environment")
        place_extra_files(self.extra_files, {"/opt/conda": folder / "environment", "/home/jovyan": home})
        self.cmd = [str(python), "-m", "jupyterhub.singleuser"]
        self.args = ["--allow-root"] if os.getuid() == 0 else []
        self.environment = {**image["environment"], "PATH": f"{python.parent}:{course_python.parent}:{os.defpath}"}
        self.image_description = {"launch": launch, "digest": image["digest"], "folder": str(folder)}

    async def start(self):
        """Start, with the output in a file of the server's own, then write down what runs."""
        Path(self.logs).mkdir(mode=0o700, exist_ok=True)
        with (Path(self.logs) / f"{self.user.name}.log").open("ab") as output:
            self.popen_kwargs = {"stdout": output, "stderr": output}
            address = await super().start()
        launch, folder = self.image_description["launch"], Path(self.image_description["folder"])
        record = {
            "user": self.user.name,
            "course": launch.course or DEFAULT_TAG,
            "notebook": launch.notebook,
            "origins": self.origins,
            "warnings": launch.warnings,
            "reference": launch.image,
            "digest": self.image_description["digest"],
            "pid": self.pid,
            "startedAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "cgroup": str(self.own_cgroup() or ""),
            "memoryLimit": self.mem_limit or 0,
        }
        (folder / "server.json").write_text(json.dumps(record))
        return address

    def get_env(self):
        """Give the server nothing of the author's own environment beyond what programs need to run."""
        kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        ours = {k: v for k, v in super().get_env().items() if k not in os.environ or k.startswith("JUPYTER")}
        return {**kept, **ours, **self.environment, "HOME": self.home_dir, "SHELL": "/bin/sh"}

    def own_cgroup(self) -> Path | None:
        """Name the cgroup of this server."""
        return Path(self.memory_cgroup) / self.user.name if self.memory_cgroup else None

    def make_preexec_fn(self, name):
        """Enter the working directory, and the cgroup with its limit, before the server starts."""
        inherited, cgroup, directory = super().make_preexec_fn(name), self.own_cgroup(), self.notebook_dir
        limit = self.mem_limit
        if cgroup is not None:
            cgroup.mkdir(parents=True, exist_ok=True)
            v1 = cgroup / "memory.limit_in_bytes"
            (v1 if v1.exists() else cgroup / "memory.max").write_text(str(int(limit)))

        def enter():
            inherited()
            if cgroup is not None:
                (cgroup / "cgroup.procs").write_text(str(os.getpid()))
            os.chdir(directory)

        return enter

    async def stop(self, now=False):
        """Stop, and take the learner's files along: nothing a learner wrote is kept."""
        await super().stop(now=now)
        shutil.rmtree(Path(self.servers) / self.user.name, ignore_errors=True)
        cgroup = self.own_cgroup()
        if cgroup is not None and cgroup.is_dir():
            try:
                cgroup.rmdir()
            except OSError as error:
                self.log.warning("nbdev: %s is still in use: %s", cgroup, error)

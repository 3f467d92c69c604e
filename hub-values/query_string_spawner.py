"""Production's query-string spawner: which image, GPU and page a launch link gets.

The rules are production's, row by row (mitodl/ol-infrastructure, applications/jupyterhub/dynamicImageConfig.py). What
production does silently is done the same here, and said in `Launch.warnings`. The rules know nothing of Kubernetes:
`kube_spawner.py` and `local_process_spawner.py` are the two spawners that stand on them.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from forwarded_origins import forwarded_origins, server_arguments

REPOSITORY = "610119931565.dkr.ecr.us-east-1.amazonaws.com/ol-course-notebooks"
DEFAULT_TAG = "base_authoring_image"

_UAI_WITH_GPU = {"1", "2", "3", "4", "5", "8", "9", "11", "12", "13", "15", "st1", "mltl1", "se1", "haim1"}
_UAI = _UAI_WITH_GPU | {"intro", "0", "0a", "6", "7", "pm1", "edm1", "scm1", "scm2"}

GPU_COURSES = frozenset(
    {"deep_learning_foundations_and_applications"} | {f"uai_source-uai.{part}" for part in _UAI_WITH_GPU}
)
PRODUCTION_COURSES = GPU_COURSES | frozenset(
    {
        "clustering_and_descriptive_ai",
        "supervised_learning_fundamentals",
        "introduction_to_data_analytics_and_machine_learning",
        DEFAULT_TAG,
        "mitxt-6.3710.3x",
        "mitxt-6.3710.4x",
        "mitxt-6.3710.5x",
    }
    | {f"uai_source-uai.{part}" for part in _UAI}
)


@dataclass(frozen=True)
class Arguments:
    """The query arguments of a launch link, as they came."""

    course: str = ""
    notebook: str = ""
    tag: str = ""
    needs_gpu: str = ""

    @classmethod
    def of_request(cls, handler, user_options: Mapping) -> "Arguments | None":
        """Read a spawn's arguments: what nbdev asked for through the API, else the link's query.

        `user_options["nbdev"]` holds the same names as the query. None without either (`handler` is None where nobody
        asked over HTTP): production gives such a spawn the default image.
        """
        asked = user_options.get("nbdev")
        if isinstance(asked, Mapping):
            return cls(**{name: str(asked[name]) for name in cls.__dataclass_fields__ if asked.get(name) is not None})
        if handler is None:
            return None
        wanted = {name: handler.get_query_argument(name, "") for name in cls.__dataclass_fields__}
        wanted["course"] = wanted["course"] or str(user_options.get("course", ""))
        return cls(**wanted)


@dataclass(frozen=True)
class Launch:
    """What a server is started with; `default_url` None leaves the tree view."""

    image: str
    course: str = ""
    notebook: str = ""
    gpu: bool = False
    default_url: str | None = None
    warnings: tuple[str, ...] = ()


def resolve(arguments: Arguments | None, delivered: Collection[str] = ()) -> Launch:
    """Apply production's rules; `delivered` are courses known here beyond production's list."""
    default = f"{REPOSITORY}:{DEFAULT_TAG}"
    if arguments is None:
        return Launch(image=default)
    course, tag = arguments.course.lower(), arguments.tag.lower()
    if not tag and course not in PRODUCTION_COURSES and course not in delivered:
        return Launch(image=default, warnings=_warnings_of_unknown(course, arguments))
    by_name = course in GPU_COURSES
    used = arguments.notebook.endswith(".ipynb")
    return Launch(
        image=f"{REPOSITORY}:{tag or course}",
        course=course,
        notebook=arguments.notebook if used else "",
        gpu=bool(arguments.needs_gpu) or by_name,
        default_url=f"/notebooks/{arguments.notebook}" if used else None,
        warnings=tuple(_warnings_of_known(course, tag, arguments, used)),
    )


def _warnings_of_unknown(course: str, arguments: Arguments) -> tuple[str, ...]:
    if not course and not arguments.notebook and not arguments.needs_gpu:
        return ()
    name = json.dumps(course) if course else "no course"
    ignored = " and the notebook and GPU of the link are ignored" if arguments.notebook or arguments.needs_gpu else ""
    return (f"{name} is not a known course: production opens its default image{ignored}",)


def _warnings_of_known(course: str, tag: str, arguments: Arguments, used: bool):
    if not tag and course not in PRODUCTION_COURSES:
        yield f"{course} is not registered in production: a learner would get the default image"
    if arguments.course != course:
        yield f"the course is read as {course}: production lower-cases it"
    if arguments.needs_gpu.lower() in {"false", "0", "no", "off"}:
        yield f"needs_gpu={arguments.needs_gpu} counts as true: production takes any text as a yes"
    if arguments.notebook and not used:
        yield f"the notebook {json.dumps(arguments.notebook)} is ignored: production wants a name ending in .ipynb"
    if used and ("{" in arguments.notebook or "}" in arguments.notebook):
        yield f"the notebook {json.dumps(arguments.notebook)} has a brace: production's hub answers 500"


class QueryStringSpawner:
    """Mixed into a spawner class: resolves the launch before the spawner's own start."""

    delivered_courses: Collection[str] = ()
    launch: Launch | None = None
    origins: tuple[str, ...] = ()

    def start(self):
        """Resolve, log what production would not say, and start."""
        arguments = Arguments.of_request(self.handler, self.user_options)
        self.launch = resolve(arguments, self.delivered_courses)
        for warning in self.launch.warnings:
            self.log.warning("nbdev: %s", warning)
        self.origins = tuple(sorted(forwarded_origins(self.user.settings.get("users", {}))))
        self.apply(self.launch)
        return super().start()

    def get_args(self):
        """Let the server answer where the hub does."""
        return [*super().get_args(), *server_arguments(self.origins)]

    def apply(self, launch: Launch) -> None:
        """Put the launch into the spawner's own settings."""
        raise NotImplementedError

    def _options_form_default(self) -> str:
        return '<label for="course">Course</label> <input id="course" name="course" class="form-control">'

    def options_from_form(self, formdata):
        """Keep the one field of production's form."""
        return {"course": formdata.get("course", [""])[0].strip()}

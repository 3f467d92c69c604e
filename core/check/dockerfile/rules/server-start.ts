import { posix } from "node:path";
import type { CheckedCourse } from "../../checked-course.ts";
import type { Rule } from "../../rule.ts";
import type { Instruction } from "../instruction.ts";

export const rootUser: Rule = {
  code: "NB140",
  name: "root-user",
  severity: "warning",
  what: "The last USER of the image is root.",
  why: "Nobody reviews such an image twice; where the hub does not set a user itself, learners' servers run as root or refuse to start.",
  example: {
    language: "dockerfile",
    bad: "USER root\nRUN apt-get update && apt-get install -y graphviz",
    good: "USER root\nRUN apt-get update && apt-get install -y graphviz\nUSER ${NB_UID}",
  },
  remedy: "End with `USER ${NB_UID}`.",
  *check({ dockerfile }) {
    const user = dockerfile?.imageInstructions.findLast(({ keyword }) => keyword === "USER");
    const name = user?.words[0]?.value;
    if (dockerfile === undefined || user === undefined || !/^(root|0)(:.*)?$/.test(name ?? "")) return;
    const isStack = dockerfile.base?.family === "docker-stacks";
    const end = dockerfile.lines.position(dockerfile.lines.text.length);
    const separator = end.character === 0 ? "" : "\n";
    const edit = { path: dockerfile.path, range: { start: end, end }, newText: `${separator}USER \${NB_UID}\n` };
    yield {
      path: dockerfile.path,
      range: user.range,
      message: `The image ends as user ${name}.`,
      hint: "Add USER ${NB_UID} after the last line that needs root.",
      ...(isStack ? { fix: { title: "End with USER ${NB_UID}", edits: [edit] } } : {}),
    };
  },
};

export const startCommandBlocked: Rule = {
  code: "NB141",
  name: "start-command-blocked",
  severity: "error",
  what: "ENTRYPOINT starts something else, whatever command the hub gives.",
  why: "The hub passes `jupyterhub-singleuser` to the entry point: one that ignores its arguments never starts it, and the spawn times out.",
  example: {
    language: "dockerfile",
    bad: 'ENTRYPOINT ["jupyter", "lab"]',
    good: 'ENTRYPOINT ["tini", "-g", "--", "start.sh"]',
  },
  remedy: 'Take ENTRYPOINT out: docker-stacks\' own is right. A script of your own must end with `exec "$@"`.',
  *check(course) {
    const { dockerfile } = course;
    const entry = dockerfile?.imageInstructions.findLast(({ keyword }) => keyword === "ENTRYPOINT");
    const problem = entry && entryPointProblem(course, entry);
    if (dockerfile === undefined || entry === undefined || problem === undefined) return;
    yield {
      path: dockerfile.path,
      range: entry.range,
      message: `This ENTRYPOINT ${problem}, so the hub's jupyterhub-singleuser never starts.`,
      hint: 'Take the line out, or let it end with exec "$@".',
    };
  },
};

export const jupyterEnvironment: Rule = {
  code: "NB142",
  name: "jupyter-environment",
  severity: "warning",
  what: "ENV sets a variable that belongs to the hub, to Jupyter or to docker-stacks.",
  why: "The hub sets its own variables and wins; the others move the directories where Jupyter looks for its settings and kernels.",
  example: {
    language: "dockerfile",
    bad: "ENV JUPYTERHUB_SINGLEUSER_APP=notebook.notebookapp.NotebookApp",
    good: "# leave it to the hub",
  },
  remedy: "Take the variable out.",
  *check({ dockerfile }) {
    for (const instruction of dockerfile?.imageInstructions ?? []) {
      if (instruction.keyword !== "ENV") continue;
      for (const { value, range } of instruction.words) {
        const [name = "", ...rest] = value.split("=");
        const problem = environmentProblem(name, rest.join("="));
        if (problem === undefined) continue;
        yield {
          path: dockerfile?.path ?? "Dockerfile",
          range,
          message: `ENV ${name}: ${problem}.`,
          hint: `Take ${name} out of the Dockerfile.`,
        };
      }
    }
  },
};

export const defaultUrlOverridden: Rule = {
  code: "NB143",
  name: "default-url-overridden",
  severity: "warning",
  what: "A Jupyter configuration file of the image sets where the server opens, or its root.",
  why: "The hub sets the same to lead learners to the notebook of their link; with another root the link's path means another file.",
  example: {
    language: "python",
    bad: 'c.ServerApp.default_url = "/lab"',
    good: "# leave it to the launch link",
  },
  remedy: "Take the setting out.",
  *check(course) {
    for (const path of new Set(course.layout?.files.map((file) => file.path))) {
      if (!/(^|\/)jupyter_?\w*_config\.(py|json)$|(^|\/)jupyter_server_config\.d\/.*\.json$/.test(path)) continue;
      const lines = course.text(path);
      if (lines === undefined) continue;
      const setting =
        /^[ \t]*(?:c\.(?:ServerApp|NotebookApp|LabApp|SingleUserNotebookApp)\.(default_url|root_dir|notebook_dir)[ \t]*=|"(default_url|root_dir|notebook_dir)"[ \t]*:)/gm;
      for (const match of lines.text.matchAll(setting)) {
        const name = match[1] ?? match[2] ?? "";
        const start = match.index + match[0].indexOf(name);
        yield {
          path,
          range: lines.range(start, start + name.length),
          message: `${name} is set here, in the image; the hub sets it for each launch link.`,
          hint: "Take the setting out; the launch link decides.",
        };
      }
    }
  },
};

const starters = /^(jupyter(-\w+)?|python[\d.]*|ipython|bash|sh|notebook|lab)$/;
const passers = /^(tini|dumb-init|start\.sh|\/usr\/local\/bin\/start\.sh|docker-entrypoint\.sh|env|exec)$/;

function entryPointProblem(course: CheckedCourse, entry: Instruction): string | undefined {
  const words = entry.words.map(({ value }) => value);
  const own = words.filter((word) => !/^-/.test(word) && !passers.test(posix.basename(word)));
  if (!entry.json) return words.length === 0 ? undefined : "has the shell form, which drops the hub's command";
  const script = own.find((word) => word.endsWith(".sh") || word.endsWith(".py"));
  if (script !== undefined) return scriptProblem(course, script);
  const [program] = own;
  if (program === undefined || !starters.test(posix.basename(program))) return undefined;
  if (/^(ba)?sh$/.test(posix.basename(program)) && words.some((word) => /"?\$(@|\*|\{@\})"?/.test(word)))
    return undefined;
  return `starts ${program}`;
}

function scriptProblem({ layout, text }: CheckedCourse, script: string): string | undefined {
  const name = posix.basename(script);
  const copied = layout?.files.find(({ imagePath }) => imagePath === script || posix.basename(imagePath) === name);
  const source = copied === undefined ? undefined : text(copied.path)?.text;
  if (source === undefined || /\$[@*]|\$\{@\}|sys\.argv/.test(source)) return undefined;
  return `runs ${copied?.path}, which never runs its arguments`;
}

function environmentProblem(name: string, value: string): string | undefined {
  if (/^JUPYTERHUB_/.test(name) && name !== "JUPYTERHUB_VERSION") return "the hub sets it for each server";
  if (/^JUPYTER_(CONFIG_DIR|RUNTIME_DIR|DATA_DIR|NO_CONFIG)$/.test(name))
    return "Jupyter looks elsewhere than its base image expects";
  if (name === "JUPYTER_TOKEN") return "learners come in through the hub, which knows no such token";
  if (name === "JUPYTER_PORT") return "the hub chooses the port";
  if (/^NB_(USER|UID)$/.test(name) && value.includes("$")) return undefined;
  if (name === "NB_USER" && value !== "jovyan") return "the home directory is no longer /home/jovyan";
  if (name === "NB_UID" && value !== "1000") return "the hub runs servers as user 1000";
  if (name === "HOME" && !/^(\/home\/|\$)/.test(value)) return "the server looks for its files in another directory";
  if (name === "PATH" && value !== "" && !value.includes("$") && !value.includes("/opt/conda/bin")) {
    return "it replaces the path on which jupyterhub-singleuser lies";
  }
  return undefined;
}

import { entry } from "../entry.ts";

export const hubErrors = {
  CHART_INVALID: entry<{ chart: string; reason: string }>({
    when: "the path or version given by --chart is no JupyterHub chart",
    message: ({ chart, reason }) => `${chart} is no chart of JupyterHub: ${reason}.`,
    hint: () => "Give the unpacked folder that holds Chart.yaml, or a version such as 4.4.0.",
  }),
  VALUES_INVALID: entry<{ file: string; reason: string }>({
    when: "a file given by --values is not there, or is no mapping in YAML",
    message: ({ file, reason }) => `The values file ${file} cannot be used: ${reason}.`,
    hint: () => "Give a file that helm -f would take; helm lint shows what helm says of it.",
  }),
  RELEASE_FAILED: entry<{ reason: string }>({
    when: "helm could not install or upgrade the hub's release",
    message: ({ reason }) => `The hub could not be installed: ${reason}.`,
    hint: () => "See why with: nbdev logs hub",
  }),
  HUB_CRASHING: entry<{ reason: string }>({
    when: "the hub's process keeps ending",
    message: ({ reason }) => `The hub keeps crashing: ${reason}.`,
    hint: () => "Read its last lines with: nbdev logs hub",
  }),
  HUB_NOT_RUNNING: entry<{ what: string }>({
    when: "a command needs a running hub and there is none",
    message: ({ what }) => `${what} needs a running hub, and there is none.`,
    hint: () => "Start it: nbdev up",
  }),
  SERVER_NOT_RUNNING: entry<{ course: string }>({
    when: "something connects to a learner's server of a course, and none runs",
    message: ({ course }) => `No learner's server of ${course} runs.`,
    hint: () => "Start one: nbdev up",
  }),
  HUB_UNREACHABLE: entry<{ url: string; reason: string }>({
    when: "the hub should run but does not answer",
    message: ({ url, reason }) => `The hub at ${url} does not answer: ${reason}.`,
    hint: () => "See nbdev status and nbdev logs hub.",
  }),
  IMAGE_NOT_DELIVERED: entry<{ reference: string; course: string; production: string }>({
    when: "a launch link asks for a course or tag whose image was never delivered to this hub",
    message: ({ reference, course, production }) =>
      `The image ${reference} of course ${JSON.stringify(course)} was not delivered here; ${production}.`,
    hint: () => "Build and deliver it: nbdev up path/to/that/course",
  }),
  IMAGE_PULL_FAILED: entry<{ reference: string; reason: string }>({
    when: "the node cannot pull the image of a learner's server",
    message: ({ reference, reason }) => `The node cannot pull ${reference}: ${reason}.`,
    hint: () => "Run nbdev up again to deliver it anew; nbdev doctor shows the registry.",
  }),
  SERVER_UNSCHEDULABLE: entry<{ reason: string }>({
    when: "no node has what the learner's server asks for",
    message: ({ reason }) => `The learner's server cannot be scheduled: ${reason}.`,
    hint: () => "Stop other servers (nbdev stop), or give the engine more memory; a GPU course needs a GPU host.",
  }),
  SERVER_CRASHED: entry<{ reason: string; exitCode: number | undefined }>({
    when: "the learner's server ended while starting",
    message: ({ reason, exitCode }) =>
      `The learner's server ended${exitCode === undefined ? "" : ` with exit code ${exitCode}`}: ${reason}.`,
    hint: () => "Its last lines are above; the Dockerfile's CMD, ENTRYPOINT, USER and installed packages decide this.",
  }),
  SERVER_OOM_KILLED: entry<{ limit: string }>({
    when: "the learner's server was killed for memory while starting",
    message: ({ limit }) => `The learner's server was killed for memory (OOMKilled) at its limit of ${limit}.`,
    hint: () => "Load less at start; production's limit is 4 GiB for every learner.",
  }),
  SERVER_TIMEOUT: entry<{ seconds: number; reason: string }>({
    when: "the learner's server did not answer in time",
    message: ({ seconds, reason }) => `The learner's server did not answer within ${seconds} s: ${reason}.`,
    hint: () => "See nbdev logs user.",
  }),
  NOTEBOOK_NOT_IN_IMAGE: entry<{
    notebook: string;
    directory: string;
    similar: string | undefined;
    ignored?: string | undefined;
  }>({
    when: "the server runs, but the notebook is not where the launch link says",
    message: ({ notebook, directory }) =>
      `The notebook ${JSON.stringify(notebook)} is not in the image's ${directory}; a learner would see an empty page.`,
    hint: ({ similar }) =>
      similar === undefined
        ? "Check the Dockerfile's COPY lines and .dockerignore: the path must exist below the server's start directory."
        : `The image has ${JSON.stringify(similar)}: use exactly that path, case included.`,
  }),
  STALE_IMAGE: entry<{ expected: string; actual: string }>({
    when: "the server runs another image than the one just built",
    message: ({ expected, actual }) => `The server runs the image ${actual}, not the one just built (${expected}).`,
    hint: () => "Run nbdev up again; if it stays so, run nbdev down and nbdev up.",
  }),
};

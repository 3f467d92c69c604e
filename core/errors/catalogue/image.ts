import { entry } from "../entry.ts";

export const imageErrors = {
  IMAGE_REFERENCE_INVALID: entry<{ reference: string; reason: string }>({
    when: "a text is no image reference, or its tag is no valid tag",
    message: ({ reference, reason }) => `${JSON.stringify(reference)} is no image reference: ${reason}.`,
    hint: () => "Write it as registry/repository:tag; a tag has letters, digits, '.', '_' and '-', at most 128.",
  }),
  DOCKERFILE_MISSING: entry<{ directory: string }>({
    when: "the course directory has no Dockerfile",
    message: ({ directory }) => `${directory} has no Dockerfile, so production's pipeline could not build this course.`,
    hint: () => "Create one that starts with: FROM quay.io/jupyter/base-notebook:2025-12-31",
  }),
  BASE_IMAGE_NOT_FOUND: entry<{ reference: string; line: number | undefined }>({
    when: "the image named by FROM does not exist or cannot be pulled",
    message: ({ reference, line }) =>
      `The base image ${reference}${line === undefined ? "" : ` (Dockerfile line ${line})`} cannot be pulled.`,
    hint: ({ reference }) => `Check its name and tag: docker pull ${reference}`,
  }),
  BUILD_STEP_FAILED: entry<{ instruction: string; line: number | undefined; exitCode: number | undefined }>({
    when: "an instruction of the Dockerfile failed",
    message: ({ instruction, line, exitCode }) =>
      `${line === undefined ? "The Dockerfile's step" : `Dockerfile line ${line}`} failed${exitCode === undefined ? "" : ` with exit code ${exitCode}`}: ${instruction}`,
    hint: () => "Its last lines are above; mend the line and run nbdev build again: finished steps are cached.",
  }),
  BUILD_FAILED: entry<{ reason: string }>({
    when: "the engine refused or gave up the build for another reason",
    message: ({ reason }) => `The image could not be built: ${reason}.`,
    hint: () => "Try the engine by itself: docker build .",
  }),
  IMAGE_NOT_BUILT: entry<{ reference: string }>({
    when: "nbdev check is asked to look into an image that this machine does not have",
    message: ({ reference }) => `There is no image ${reference} on this machine.`,
    hint: () => "Build it first: nbdev build",
  }),
  IMAGE_UNREADABLE: entry<{ reference: string; reason: string }>({
    when: "the Python of an image does not say which packages it has",
    message: ({ reference, reason }) => `The image ${reference} does not tell what it holds: ${reason}.`,
    hint: ({ reference }) => `See what its Python says: docker run --rm --entrypoint python3 ${reference} --version`,
  }),
  IMAGE_NOT_A_SERVER: entry<{ reference: string }>({
    when: "the image has no jupyterhub-singleuser, so that no learner's server can start from it",
    message: ({ reference }) => `The image ${reference} has no command jupyterhub-singleuser.`,
    hint: () => "Start the Dockerfile from a Jupyter image, for example: FROM quay.io/jupyter/base-notebook:2025-12-31",
  }),
  IMAGE_RUNS_AS_ROOT: entry<{ reference: string; user: string }>({
    when: "the image's last USER is root, and Jupyter refuses to run as root",
    message: ({ reference, user }) => `The image ${reference} runs as ${user}; its Jupyter server refuses to start.`,
    hint: () => "End the Dockerfile with: USER ${NB_UID}",
  }),
  DELIVERY_FAILED: entry<{ reference: string; reason: string }>({
    when: "the image could not be copied to where the hub's pods pull from",
    message: ({ reference, reason }) => `The image ${reference} could not be delivered: ${reason}.`,
    hint: () => "See nbdev doctor for the registry's state, then run nbdev up again.",
  }),
};

import { isNotebookPath } from "../../checked-course.ts";
import { fileStart } from "../../diagnostic.ts";
import type { Rule } from "../../rule.ts";

const keywords = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);

export const dockerfileMissing: Rule = {
  code: "NB100",
  name: "dockerfile-missing",
  severity: "warning",
  what: "The course directory has notebooks, but no file called `Dockerfile`.",
  why: "The pipeline builds the course's image from it; without one there is nothing to open.",
  example: { language: "text", bad: "dockerfile\nintro.ipynb", good: "Dockerfile\nintro.ipynb" },
  remedy: "Add a `Dockerfile`, spelt so, beside the notebooks.",
  *check({ tree, dockerfile }) {
    if (dockerfile !== undefined || ![...tree.files].some(isNotebookPath)) return;
    const otherwise = tree.spelledOtherwise("Dockerfile");
    yield {
      path: otherwise ?? "Dockerfile",
      range: fileStart,
      message:
        otherwise === undefined
          ? "The course directory has notebooks, but no Dockerfile: there is no image to start."
          : `The file is called ${otherwise}; the pipeline looks for Dockerfile.`,
      hint:
        otherwise === undefined
          ? "Add one of two lines: FROM quay.io/jupyter/scipy-notebook:2025-12-31, then COPY --chown=1000:100 . /home/jovyan/"
          : `Rename it: git mv ${otherwise} Dockerfile`,
    };
  },
};

export const dockerfileSyntax: Rule = {
  code: "NB106",
  name: "dockerfile-syntax",
  severity: "error",
  what: "The Dockerfile has an instruction that Docker does not know, or none that names a base image.",
  why: "The build stops before it starts.",
  example: { language: "dockerfile", bad: "FORM python:3.12", good: "FROM python:3.12" },
  remedy: "Correct the word.",
  *check({ dockerfile }) {
    if (dockerfile === undefined) return;
    const { path, instructions, stages } = dockerfile;
    let hasUnknown = false;
    for (const { keyword, keywordRange } of instructions) {
      if (keywords.has(keyword)) continue;
      hasUnknown = true;
      yield {
        path,
        range: keywordRange,
        message: `Docker knows no instruction ${keyword}.`,
        hint: "Correct the word; a line that continues the one before needs a \\ at that one's end.",
      };
    }
    if (stages.length > 0 || hasUnknown) return;
    yield { path, range: fileStart, message: "The Dockerfile names no base image.", hint: "Begin it with FROM." };
  },
};

import type { CheckedCourse } from "../../checked-course.ts";
import type { Finding, Rule } from "../../rule.ts";
import type { BaseImage } from "../base-image.ts";
import type { DockerfileFacts } from "../parse-dockerfile.ts";

const movingTag = /(^|-)(latest|nightly|edge|main|master|dev|devel)(-|$)/;

export const baseUnpinned: Rule = {
  code: "NB101",
  name: "base-unpinned",
  severity: "warning",
  what: "The base image has no tag, or one that moves, such as `latest`.",
  why: "The next build takes another base: packages change under notebooks that nobody touched.",
  example: {
    language: "dockerfile",
    bad: "FROM quay.io/jupyter/scipy-notebook",
    good: "FROM quay.io/jupyter/scipy-notebook:2025-12-31",
  },
  remedy: "Name a tag that stays, such as docker-stacks' dates, or a digest.",
  *check({ dockerfile }) {
    const { base } = dockerfile ?? {};
    if (dockerfile === undefined || base === undefined || !base.resolved || base.digest !== undefined) return;
    if (base.repository === "scratch" || base.tag?.includes("$")) return;
    if (base.tag !== undefined && !movingTag.test(base.tag)) return;
    yield atBase(dockerfile, {
      message: `The base image ${base.text} ${base.tag === undefined ? "has no tag" : `has the tag ${base.tag}, which moves`}.`,
      hint: "Name a tag that stays, such as a date of docker-stacks (2025-12-31), or a digest.",
    });
  },
};

export const baseNotJupyter: Rule = {
  code: "NB102",
  name: "base-not-jupyter",
  severity: "error",
  what: "The base image has no `jupyterhub-singleuser`, and nothing installs it.",
  why: "The hub starts `jupyterhub-singleuser` in the image: without it, no learner's server ever comes up.",
  example: {
    language: "dockerfile",
    bad: "FROM python:3.12",
    good: "FROM quay.io/jupyter/base-notebook:2025-12-31",
  },
  remedy: "Start from an image of jupyter/docker-stacks, or install `jupyterhub` and `jupyterlab`.",
  *check(course) {
    const { dockerfile } = course;
    if (dockerfile?.base?.family !== "plain") return;
    const { provided } = course;
    if (provided.has("jupyterhub") || provided.isOpaque) return;
    yield atBase(dockerfile, {
      message: `The base image ${dockerfile.base.text} has no jupyterhub-singleuser, which the hub starts.`,
      hint: "Start from a Jupyter image (FROM quay.io/jupyter/base-notebook:2025-12-31), or install jupyterhub and jupyterlab.",
    });
  },
};

export const gpuBaseMissing: Rule = {
  code: "NB103",
  name: "gpu-base-missing",
  severity: "error",
  what: "The course gets a GPU in production, but its base image has no CUDA and nothing installs it.",
  why: "The notebook runs on the CPU of an expensive GPU node, or fails at `.cuda()`.",
  example: {
    language: "dockerfile",
    bad: "FROM quay.io/jupyter/pytorch-notebook:2025-12-31",
    good: "FROM quay.io/jupyter/pytorch-notebook:cuda12-2025-12-31",
  },
  remedy: "Take the CUDA variant of the base image.",
  *check(course) {
    const { dockerfile } = course;
    if (dockerfile?.base?.cuda !== false || productionCourse(course)?.gpu !== true) return;
    const { provided } = course;
    const installsFramework = ["torch", "tensorflow", "jax", "cupy"].some((name) => provided.isRequired(name));
    if (installsFramework || provided.isOpaque) return;
    yield atBase(dockerfile, {
      message: `The course ${course.snapshot.name} has a GPU in production, but ${dockerfile.base.text} has no CUDA.`,
      hint: "Take the CUDA variant of the base, such as quay.io/jupyter/pytorch-notebook:cuda12-2025-12-31.",
    });
  },
};

export const cudaBaseWithoutGpu: Rule = {
  code: "NB104",
  name: "cuda-base-without-gpu",
  severity: "warning",
  what: "The base image brings CUDA, but the course gets no GPU in production.",
  why: "Gigabytes are pulled to every node for nothing, and code that expects a GPU finds none.",
  example: {
    language: "dockerfile",
    bad: "FROM quay.io/jupyter/pytorch-notebook:cuda12-2025-12-31",
    good: "FROM quay.io/jupyter/pytorch-notebook:2025-12-31",
  },
  remedy: "Take the CPU variant, or have the course put into `GPU_ENABLED_COURSES`.",
  *check(course) {
    const { dockerfile } = course;
    if (dockerfile?.base?.cuda !== true || productionCourse(course)?.gpu !== false) return;
    yield atBase(dockerfile, {
      message: `The base image ${dockerfile.base.text} brings CUDA, but ${course.snapshot.name} has no GPU in production.`,
      hint: "Take the CPU variant of the base, or ask for the course to be put into GPU_ENABLED_COURSES.",
    });
  },
};

export const wrongArchitecture: Rule = {
  code: "NB105",
  name: "wrong-architecture",
  severity: "error",
  what: "The base image, or a download, is for another processor than production's linux/amd64.",
  why: "The image does not build in the pipeline, or its programs end with `exec format error`.",
  example: {
    language: "dockerfile",
    bad: "FROM --platform=linux/arm64 quay.io/jupyter/base-notebook:2025-12-31",
    good: "FROM quay.io/jupyter/base-notebook:2025-12-31",
  },
  remedy: "Leave the platform out: production builds for linux/amd64.",
  *check({ dockerfile }) {
    const { base } = dockerfile ?? {};
    if (dockerfile === undefined || base === undefined) return;
    const foreign = foreignArchitecture(base);
    if (foreign === undefined) return;
    yield atBase(dockerfile, {
      message: `The base image is asked for as ${foreign}; production runs linux/amd64.`,
      hint: "Leave --platform out, or take the tag for x86_64 (amd64).",
    });
  },
};

function foreignArchitecture(base: BaseImage): string | undefined {
  const { platform, tag, repository } = base;
  if (platform !== undefined && !platform.includes("$") && !/^linux\/(amd64|x86_64)(\/|$)/.test(platform))
    return platform;
  const named = /(^|[-_/])(aarch64|arm64v8|arm64|arm32v7)([-_/]|$)/;
  if (named.test(tag ?? "")) return tag;
  return /^(arm64v8|arm32v7|arm64)\//.test(repository) ? repository : undefined;
}

function productionCourse({ snapshot }: CheckedCourse) {
  return snapshot.production.find(({ name }) => name === snapshot.name?.toLowerCase());
}

function atBase(dockerfile: DockerfileFacts, said: Pick<Finding, "message" | "hint">): Finding {
  const range = dockerfile.baseInstruction?.words[0]?.range ?? dockerfile.lines.lineRange(0);
  return { ...said, path: dockerfile.path, range };
}

import type { UserServer } from "../../core/index.ts";
import type { CourseState } from "../hub-states.ts";
import { ageOf, bytesOf } from "./amounts.ts";

/** One line of the tree, as VS Code shows it. `path` is what commands on it mean. */
export interface CourseNode {
  /** The same for the same thing, so that the tree keeps what is open. */
  readonly id: string;
  readonly path: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip?: string;
  readonly icon: string;
  /** For the `when` of inline actions. */
  readonly type: "course" | "image" | "hub" | "server" | "notebooks" | "notebook" | "problem";
  readonly state?: string;
  readonly children: readonly CourseNode[];
}

/** A course with its image, its hub with the learners' servers, and its notebooks. */
export function courseNode(courseState: CourseState, now: Date): CourseNode {
  const { course, problem } = courseState;
  const { directory } = course;
  const children = [
    ...(problem === undefined ? [] : [problemNode(directory, problem)]),
    ...imageNodes(courseState, now),
    ...hubNodes(courseState, now),
    ...notebookNodes(courseState),
  ];
  const running = isRunning(courseState);
  return {
    id: directory,
    path: directory,
    label: course.label,
    description: running ? "running" : "",
    tooltip: directory,
    icon: "mortar-board",
    type: "course",
    state: running ? "running" : "stopped",
    children,
  };
}

export function isRunning({ status }: CourseState): boolean {
  return status?.hub.state === "running" || status?.hub.state === "starting";
}

function problemNode(directory: string, problem: string): CourseNode {
  const node = { id: `${directory}#problem`, path: directory, label: problem, description: "", tooltip: problem };
  return { ...node, icon: "error", type: "problem", children: [] };
}

function imageNodes({ course, image }: CourseState, now: Date): CourseNode[] {
  if (image === undefined) return [];
  const common = { id: `${course.directory}#image`, path: course.directory, label: "Image", children: [] };
  if (image === "not built") {
    return [{ ...common, description: "not built yet", icon: "package", type: "image", state: "absent" }];
  }
  const { builtAt, bytes, changedFile, reference } = image;
  const parts = [`built ${ageOf(builtAt, now)} ago`, ...(bytes === undefined ? [] : [bytesOf(bytes)])];
  const changed = changedFile === undefined ? [] : ["changed since build"];
  const tooltip = [reference, ...(changedFile === undefined ? [] : [`${changedFile} is newer than the image`])];
  return [
    {
      ...common,
      description: [...parts, ...changed].join(", "),
      tooltip: tooltip.join("\n"),
      icon: changedFile === undefined ? "package" : "warning",
      type: "image",
      state: changedFile === undefined ? "current" : "changed",
    },
  ];
}

function hubNodes(courseState: CourseState, now: Date): CourseNode[] {
  const { course, status, description } = courseState;
  if (status === undefined) return [];
  const { hub, place, runtime } = status;
  const state = hub.state === "absent" ? (place.state === "absent" ? "not started" : place.state) : hub.state;
  const ours = status.servers.filter((server) => description === undefined || server.course === description.name);
  const address = hub.url === undefined ? [] : [`at ${new URL(hub.url).host}`];
  return [
    {
      id: `${course.directory}#hub`,
      path: course.directory,
      label: "Hub",
      description: [state, ...address, `(${runtime})`].join(" "),
      tooltip: [`${place.name}: ${place.state}`, place.detail, hub.detail].filter((line) => line !== "").join("\n"),
      icon: hub.state === "failing" || place.state === "broken" ? "error" : "server-environment",
      type: "hub",
      state: isRunning(courseState) ? "running" : "stopped",
      children: ours.map((server) => serverNode(course.directory, server, now)),
    },
  ];
}

function serverNode(directory: string, server: UserServer, now: Date): CourseNode {
  const { user, memory, restarts, lastTermination, startedAt, warnings, notebook } = server;
  const limit = memory.limit === undefined ? "" : ` of ${bytesOf(memory.limit)}`;
  const used = memory.used === undefined ? [] : [`${bytesOf(memory.used)}${limit}`];
  const restarted = restarts === 0 ? [] : [`${restarts} restart${restarts === 1 ? "" : "s"}`];
  const ended = lastTermination === undefined ? [] : [lastTermination];
  const age = startedAt === undefined ? [] : [`started ${ageOf(startedAt, now)} ago`];
  return {
    id: `${directory}#server-${user}`,
    path: directory,
    label: `Learner ${user.slice(0, 8)}`,
    description: [server.state, ...used, ...restarted, ...ended].join(", "),
    tooltip: [...(notebook === undefined ? [] : [notebook]), ...age, server.image.reference, ...warnings].join("\n"),
    icon: server.state === "failed" || ended.includes("OOMKilled") ? "error" : "person",
    type: "server",
    state: server.state,
    children: [],
  };
}

function notebookNodes({ course, description }: CourseState): CourseNode[] {
  if (description === undefined) return [];
  const { directory } = course;
  const notebooks = description.notebooks.map((notebook): CourseNode => {
    const path = `${directory}/${notebook}`;
    return { id: path, path, label: notebook, description: "", icon: "notebook", type: "notebook", children: [] };
  });
  return [
    {
      id: `${directory}#notebooks`,
      path: directory,
      label: "Notebooks",
      description: String(notebooks.length),
      icon: "library",
      type: "notebooks",
      children: notebooks,
    },
  ];
}

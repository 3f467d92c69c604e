import { describe, expect, it } from "vitest";
import type { HubStatus, UserServer } from "../../core/index.ts";
import type { CourseState } from "../../extension/hub-states.ts";
import { ageOf, bytesOf } from "../../extension/views/amounts.ts";
import { type CourseNode, courseNode } from "../../extension/views/course-nodes.ts";

const now = new Date("2026-01-01T12:00:00Z");
const course = { directory: "/intro", label: "intro" };
const image = {
  reference: "r/courses:intro",
  builtAt: "2026-01-01T11:30:00Z",
  bytes: 1.5 * 2 ** 30,
  changedFile: undefined,
};
const server: UserServer = {
  user: "decff090-7336",
  course: "intro",
  notebook: "a.ipynb",
  image: { reference: "r/courses:intro", digest: undefined },
  state: "ready",
  startedAt: "2026-01-01T11:50:00Z",
  memory: { used: 300 * 2 ** 20, limit: 4 * 2 ** 30 },
  restarts: 1,
  lastTermination: "OOMKilled",
  origins: [],
  warnings: ["intro is not registered in production"],
};

function tree({ image }: Pick<CourseState, "image">, servers: UserServer[] | undefined): string[] {
  const status = servers && {
    runtime: "kind",
    place: { name: "nbdev", state: "running", detail: "" },
    hub: { state: "running", url: "http://127.0.0.1:8000", detail: "" },
    servers,
  };
  const state: CourseState = {
    course,
    description: { name: "intro", notebooks: ["a.ipynb"] },
    image,
    status: status as HubStatus | undefined,
  };
  const lines = (node: CourseNode): string[] => [`${node.label}: ${node.description}`, ...node.children.flatMap(lines)];
  return lines(courseNode(state, now));
}

describe("the tree of a course", () => {
  it("shows the image's age and size, and whether something changed since", () => {
    expect(tree({ image }, undefined)).toContain("Image: built 30 min ago, 1.5 GiB");
    const changed = { ...image, bytes: undefined, changedFile: "a.ipynb" };
    expect(tree({ image: changed }, undefined)).toContain("Image: built 30 min ago, changed since build");
    expect(tree({ image: "not built" }, undefined)).toContain("Image: not built yet");
  });

  it("shows the notebooks, and says nothing of an image and a hub that could not be asked for", () => {
    expect(tree({}, undefined)).toEqual(["intro: ", "Notebooks: 1", "a.ipynb: "]);
  });

  it("shows the hub with its learners' servers: memory of limit, restarts, how one ended", () => {
    const lines = tree({}, [server, { ...server, course: "another" }]);
    expect(lines).toContain("Hub: running at 127.0.0.1:8000 (kind)");
    expect(lines.filter((line) => line.startsWith("Learner"))).toEqual([
      "Learner decff090: ready, 300 MiB of 4.0 GiB, 1 restart, OOMKilled",
    ]);
  });

  it("gives notebooks the path that commands on them mean", () => {
    const state: CourseState = { course, description: { name: "intro", notebooks: ["w 1/a.ipynb"] } };
    const [group] = courseNode(state, now).children.filter(({ type }) => type === "notebooks");
    expect(group?.children[0]).toMatchObject({ label: "w 1/a.ipynb", path: "/intro/w 1/a.ipynb", type: "notebook" });
  });

  it("shows what keeps it from being asked", () => {
    const [first] = courseNode({ course, problem: "nbdev.yaml:3:1: there is no setting hup." }, now).children;
    expect(first).toMatchObject({ type: "problem", label: "nbdev.yaml:3:1: there is no setting hup." });
  });
});

describe("amounts", () => {
  it("are in the unit that tells most", () => {
    expect([0, 1023, 1024, 10 * 2 ** 20, 2 ** 50].map(bytesOf)).toEqual([
      "0 B",
      "1023 B",
      "1.0 KiB",
      "10.0 MiB",
      "1024 TiB",
    ]);
    const ago = (minutes: number) => ageOf(new Date(now.getTime() - minutes * 60_000).toISOString(), now);
    expect([0, 1, 119, 120, 47 * 60, 48 * 60].map(ago)).toEqual([
      "under a minute",
      "1 min",
      "119 min",
      "2 h",
      "47 h",
      "2 d",
    ]);
  });
});

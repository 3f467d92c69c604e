import type { Nbdev, UpResult } from "../../core/index.ts";

export const upResult: UpResult = {
  outcome: "ready",
  runtime: "kind",
  course: "intro",
  image: { reference: "registry/courses:intro", digest: "sha256:0" },
  hubUrl: "http://127.0.0.1:8000",
  launchUrl: "http://127.0.0.1:8000/hub/tmplogin?course=intro&token=t",
  productionUrl: "https://nb.learn.mit.edu/tmplogin?course=intro",
  notebook: "a.ipynb",
  deviations: [{ subject: "scheduling", production: "on", here: "off", reason: "one node" }],
  warnings: ["intro is not registered in production"],
  timings: { total: 1 },
};

/** A facade of which a test has only the part that it needs. */
export function fakeNbdev(part: Partial<Nbdev>): Nbdev {
  return part as Nbdev;
}

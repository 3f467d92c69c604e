import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findOnPath } from "../../core/adapters/executables.ts";
import { Author, minutes, stepByStep } from "../extension/host/author.ts";
import { courseFolder } from "../extension/host/course-folder.ts";
import { describeInVsCode } from "../extension/host/describe-suite.ts";
import { misspeltDockerfile } from "../extension/host/misspelt-course.ts";
import { pack } from "../extension/host/package-extension.ts";
import type { Window } from "../extension/host/window.ts";
import { isolatedEnvironment, runCli } from "../support/cli.ts";
import { whyNoKind } from "../support/real-components.ts";
import { leftovers } from "../support/real-engine.ts";

const reason = whyNoKind();

/** The path of test/extension/person.e2e.ts where the hub lives in a cluster and the course in an image. */
describe.skipIf(reason !== undefined)(`on kind${reason === undefined ? "" : ` (${reason})`}`, () => {
  describeInVsCode("a person's path", async () => {
    const env = isolatedEnvironment();
    const course = await courseFolder({ Dockerfile: misspeltDockerfile });
    let before: ReturnType<typeof leftovers>;
    let author: Author;
    let window: Window;

    beforeAll(async () => {
      await runCli(["down", course, "--all", "--runtime", "kind"], { env });
      before = leftovers();
      // VS Code asks a login shell for its PATH, in which the test bed's programs are not.
      const [kind, helm] = ["kind", "helm"].map((program) => findOnPath(program, process));
      const programs = { "nbdev.kindPath": await kind, "nbdev.helmPath": await helm };
      const settings = { "nbdev.hub.runtime": "kind", ...programs };
      author = await Author.sitDown(course, { vsix: [await pack()], settings, env });
      window = author.window;
    });
    afterAll(() => runCli(["down", course, "--all", "--runtime", "kind"], { env }));
    stepByStep(() => author);

    it("sees what would fail for learners, and fixes it", () => author.fixTheDockerfile());

    it("opens the course in the local hub, watches, and runs a cell in the learner's pod", async () => {
      await window.command("nbdev: Open course in local hub");
      await window.notification(/Open course in local hub: (Build|Create|Start|Install)/).waitFor(minutes(1));
      await author.runFirstCell(await author.copyReadyLink());
    });

    it("finds the learner's server in the tree, with the pod's memory and the image's age", async () => {
      await author.findLearnerInTree();
      await window.treeItem(/^Learner .*ready, [\d.]+ MiB of 4.0 GiB/).waitFor(minutes(1));
      await window.treeItem(/^Image ?built .* ago, [\d.]+ [GM]iB$/).waitFor(minutes(1));
    });

    it("is told that a file is newer than the image, until it is built again", async () => {
      await appendFile(join(course, "requirements.txt"), "# one more line\n");
      await window.treeItem(/^Image.*changed since build/).waitFor(minutes(1));
      await window.command("nbdev: Rebuild the course's image");
      await window.treeItem(/^Image(?!.*changed since build)/).waitFor(minutes(3));
    });

    it("stops it, and opens it again", async () => {
      await author.stopTheHub();
      await window.command("nbdev: Open course in local hub");
      await author.runFirstCell(await author.copyReadyLink());
    });

    it("tears everything down, and nothing is left", async () => {
      await window.command("nbdev: Tear down the local hub");
      await window.page.getByRole("button", { name: "Tear down everything" }).click();
      await window.treeItem(/^Hub.*not started/).waitFor(minutes(2));
      await expect.poll(leftovers, minutes(2)).toEqual(before);
    });
  });
});

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repository } from "./host/build-suite.ts";
import { courseFolder, misspeltDockerfile } from "./host/course-folder.ts";
import { describeSuite } from "./host/describe-suite.ts";

const notebook = readFileSync(join(repository, "images/hello/hello.ipynb"), "utf8");

describeSuite("diagnostics", async () => ({
  suite: join(import.meta.dirname, "suite/diagnostics.ts"),
  workspace: dirname(
    await courseFolder({ Dockerfile: misspeltDockerfile, "hello.ipynb": notebook.replaceAll("humanize", "humanise") }),
  ),
}));

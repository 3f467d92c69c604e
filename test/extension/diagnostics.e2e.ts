import { dirname, join } from "node:path";
import { courseFolder } from "./host/course-folder.ts";
import { describeSuite } from "./host/describe-suite.ts";
import { misspeltDockerfile, misspeltNotebook } from "./host/misspelt-course.ts";

describeSuite("diagnostics", async () => ({
  suite: join(import.meta.dirname, "suite/diagnostics.ts"),
  workspace: dirname(await courseFolder({ Dockerfile: misspeltDockerfile, "hello.ipynb": misspeltNotebook })),
}));

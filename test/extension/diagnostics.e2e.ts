import { dirname, join } from "node:path";
import { builtImage } from "./host/built-image.ts";
import { courseFolder } from "./host/course-folder.ts";
import { describeSuite } from "./host/describe-suite.ts";
import { writeLargeCourse } from "./host/large-course.ts";
import { misspeltDockerfile, misspeltNotebook } from "./host/misspelt-course.ts";

describeSuite("diagnostics, hovers and completions", async () => {
  const workspace = dirname(await courseFolder({ Dockerfile: misspeltDockerfile, "hello.ipynb": misspeltNotebook }));
  await writeLargeCourse(join(workspace, "large"));
  return { suite: join(import.meta.dirname, "suite/diagnostics.ts"), workspace, env: (await builtImage()).env };
});

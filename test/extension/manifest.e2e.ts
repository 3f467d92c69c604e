import { join } from "node:path";
import { courseFolder, folderOf } from "./host/course-folder.ts";
import { describeSuite } from "./host/describe-suite.ts";

const suite = (name: string) => join(import.meta.dirname, "suite", `${name}.ts`);

describeSuite("the manifest, in a course", async () => ({ suite: suite("manifest"), workspace: await courseFolder() }));

describeSuite("the manifest, elsewhere", async () => ({
  suite: suite("idle"),
  workspace: await folderOf({ "notes.txt": "no course\n", "package.json": "{}" }),
}));

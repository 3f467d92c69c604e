import { writeFile } from "node:fs/promises";
import { documents } from "./documents.ts";

for (const [path, text] of Object.entries(documents())) await writeFile(path, text);

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./build-suite.ts";

const hello = (name: string) => readFileSync(join(repository, "images/hello", name), "utf8");

/** images/hello, where COPY names the notebook in another case (NB111, which has a fix). */
export const misspeltDockerfile = hello("Dockerfile").replace("hello.ipynb", "Hello.ipynb");

/** Its notebook, which imports a package that nothing brings (NB301). */
export const misspeltNotebook = hello("hello.ipynb").replaceAll("humanize", "humanise");

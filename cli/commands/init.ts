import { resolve } from "node:path";
import { Command } from "commander";
import type { Shell } from "../shell.ts";

export function initCommand(shell: Shell): Command {
  return new Command("init")
    .description("write a commented nbdev.yaml; everything works without one")
    .argument("[course-dir]")
    .option("--print", "only show it")
    .action(async (directory: string | undefined, { print = false }: { print?: boolean }) => {
      const nbdev = await shell.nbdev();
      const { file, text } = await nbdev.init({ directory: resolve(shell.cwd, directory ?? "."), print }, shell.task);
      shell.print({
        text: print ? text.trimEnd() : file,
        json: { outcome: print ? "printed" : "written", file, text },
      });
    });
}

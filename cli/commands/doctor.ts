import { Command } from "commander";
import type { Finding } from "../../core/index.ts";
import { exitCode } from "../exit-code.ts";
import { addOutputOptions, addRuntimeOption, type RuntimeOptions, runtimeRequest } from "../options.ts";
import { printResult } from "../output/result.ts";
import type { Shell } from "../shell.ts";
import { runTask } from "../task.ts";

export function doctorCommand(shell: Shell): Command {
  const command = new Command("doctor")
    .description("what nbdev up needs, and whether this machine has it")
    .argument("[course-dir]", "a course, for its nbdev.yaml", ".");
  addOutputOptions(addRuntimeOption(command));
  return command.action(async (directory: string, options: RuntimeOptions) => {
    const request = runtimeRequest(shell, directory, options);
    const findings = await runTask(shell, options, (nbdev, task) => nbdev.doctor(request, task));
    const { doctorTable } = await import("../output/doctor-table.ts");
    const failed = findings.some(({ severity }) => severity === "error");
    const object = { outcome: failed ? "findings" : "done", findings: findings.map(plain) };
    printResult(shell, options, object, doctorTable(findings));
    if (failed) shell.endWith(exitCode.findings);
  });
}

/** A finding for JSON: the error that `up` would throw becomes its code. */
function plain({ subject, severity, value, hint, error }: Finding) {
  return { subject, severity, value, hint, code: error !== undefined && "code" in error ? error.code : undefined };
}

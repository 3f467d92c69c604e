import * as vscode from "vscode";
import type { CourseFolder } from "./course-folders.ts";
import type { Shell } from "./shell.ts";

export const taskType = "nbdev";
const verbs = ["check", "build", "up"] as const;
type Verb = (typeof verbs)[number];
const matchers = ["$nbdev", "$nbdev-cell", "$nbdev-file", "$nbdev-build"];

interface NbdevTask extends vscode.TaskDefinition {
  readonly verb: Verb;
  /** Absolute, or relative to the workspace folder. */
  readonly course: string;
}

/** `nbdev check`, `build` and `up` for each course, run by the command line that comes with the extension. */
export function registerTasks(shell: Shell, installation: string): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(taskType, {
    async provideTasks() {
      if (!shell.opener.isTrusted()) return [];
      const courses = await shell.courses.list();
      const made = courses.flatMap((course) =>
        verbs.map((verb) => createTask(shell, installation, definition(verb, course))),
      );
      return Promise.all(made);
    },
    async resolveTask(task) {
      const { verb, course } = task.definition as NbdevTask;
      if (!shell.opener.isTrusted() || !verbs.includes(verb) || typeof course !== "string") return undefined;
      const resolved = await createTask(shell, installation, task.definition as NbdevTask);
      resolved.definition = task.definition;
      return resolved;
    },
  });
}

function definition(verb: Verb, { directory }: CourseFolder): NbdevTask {
  return { type: taskType, verb, course: directory };
}

async function createTask({ opener }: Shell, installation: string, task: NbdevTask): Promise<vscode.Task> {
  const { nodePath } = (await opener.core()).hostFromProcess(installation);
  const cli = vscode.Uri.joinPath(vscode.Uri.file(installation), "dist", "nbdev.js").fsPath;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(task.course)) ?? firstFolder();
  // Findings are printed as seen from the working directory, and the matchers look for them below the folder.
  // VS Code's own runtime is Node with this variable; no other Node need be installed.
  const options = { env: { ELECTRON_RUN_AS_NODE: "1" }, ...(folder && { cwd: folder.uri.fsPath }) };
  const execution = new vscode.ProcessExecution(nodePath, [cli, task.verb, task.course], options);
  const scope = folder ?? vscode.TaskScope.Workspace;
  const name = `${task.verb} ${vscode.workspace.asRelativePath(task.course)}`;
  const made = new vscode.Task(task, scope, name, "nbdev", execution, matchers);
  if (task.verb === "build") made.group = vscode.TaskGroup.Build;
  if (task.verb === "check") made.group = vscode.TaskGroup.Test;
  return made;
}

function firstFolder(): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.[0];
}

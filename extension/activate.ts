import * as vscode from "vscode";
import { CourseChoice } from "./choose-course.ts";
import { commands } from "./commands/index.ts";
import { disposeLogs } from "./commands/logs.ts";
import { openInHub } from "./commands/open.ts";
import { type CourseFolder, CourseFolders } from "./course-folders.ts";
import { registerDiagnostics } from "./diagnostics/index.ts";
import { HubStates } from "./hub-states.ts";
import { registerCourseServers } from "./jupyter/course-servers.ts";
import { NbdevOpener } from "./open-nbdev.ts";
import { registerPackages } from "./packages/index.ts";
import { KnownPackages } from "./packages/known-packages.ts";
import { SeenHubs } from "./seen-hubs.ts";
import { readCourseSettings, readPrograms } from "./settings.ts";
import type { Shell } from "./shell.ts";
import { registerTasks } from "./tasks.ts";
import { UnfinishedOpen } from "./unfinished-open.ts";
import { createCourseTree } from "./views/course-tree.ts";
import { createStatusBar } from "./views/status-bar.ts";

const pace = { milliseconds: 4_000, longestAnswerMilliseconds: 60_000 };
/** Aborts with the window, so that no build outlives it; what was being opened is gone on with after a reload. */
const ending = new AbortController();

/** Composes the extension; the library is not loaded before something needs it. */
export function activate(context: vscode.ExtensionContext): void {
  const shell = createShell(context);
  context.subscriptions.push(shell.log, shell.courses, shell.states, { dispose: disposeLogs });
  for (const [id, create] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(id, create(shell)));
  }
  context.subscriptions.push(
    registerDiagnostics(context, shell.log),
    createCourseTree(shell),
    createStatusBar(shell),
    registerTasks(shell, context.extensionPath),
    registerCourseServers(shell),
    registerPackages(shell),
  );
  void resumeOpening(shell);
}

export function deactivate(): void {
  ending.abort();
}

function createShell({ extensionPath, storageUri, workspaceState }: vscode.ExtensionContext): Shell {
  const configuration = (course?: CourseFolder) =>
    vscode.workspace.getConfiguration("nbdev", course && vscode.Uri.file(course.directory));
  const opening = storageUri && vscode.Uri.joinPath(storageUri, "opening.json");
  const opener = new NbdevOpener({
    installation: extensionPath,
    isTrusted: () => vscode.workspace.isTrusted,
    programs: () => readPrograms(configuration()),
    loadCore: () => import("../core/index.ts"),
  });
  const courses = new CourseFolders(workspaceState);
  const listCourses = () => courses.list();
  const request = (course: CourseFolder) => ({
    ...readCourseSettings(configuration(course), course),
    directory: course.directory,
  });
  const openNbdev = async () => (opener.isTrusted() ? opener.open("The list of courses") : undefined);
  const log = vscode.window.createOutputChannel("nbdev", { log: true });
  const failed = (error: unknown) => log.debug(`What the image holds is not known: ${error}`);
  const seen = new SeenHubs(workspaceState);
  const states = new HubStates({ listCourses, openNbdev, request, seen, ...pace });
  const listAll = async () => [...(await listCourses()), ...(await states.orphaned())];
  return {
    opener,
    courses,
    request,
    choice: new CourseChoice({ memory: workspaceState, listCourses: listAll, activeFile, ask: askForCourse }),
    states,
    packages: new KnownPackages({ listCourses, openNbdev, request, failed, ending: ending.signal, now: Date.now }),
    unfinished: new UnfinishedOpen(vscode.workspace.fs, opening, ending.signal),
    ending: ending.signal,
    log,
  };
}

function activeFile(): string | undefined {
  const { activeNotebookEditor, activeTextEditor } = vscode.window;
  const uri = activeNotebookEditor?.notebook.uri ?? activeTextEditor?.document.uri;
  return uri?.scheme === "file" ? uri.fsPath : undefined;
}

async function askForCourse(courses: readonly CourseFolder[]): Promise<CourseFolder | undefined> {
  const items = courses.map((course) => ({ label: course.label, description: course.directory, course }));
  return (await vscode.window.showQuickPick(items, { placeHolder: "Which course?" }))?.course;
}

/** A window that was reloaded while it opened a course goes on with it; what was done already is not done again. */
async function resumeOpening(shell: Shell): Promise<void> {
  const opening = await shell.unfinished.take();
  if (opening === undefined || !shell.opener.isTrusted()) return;
  const course = (await shell.courses.list()).find(({ directory }) => directory === opening.directory);
  if (course !== undefined) await openInHub(shell, course, opening.notebook);
}

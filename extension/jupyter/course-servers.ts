import type {
  Jupyter,
  JupyterServer,
  JupyterServerCollection,
  JupyterServerCommand,
  JupyterServerProvider,
} from "@vscode/jupyter-extension";
import * as vscode from "vscode";
import { notebookIn } from "../choose-course.ts";
import { openInHub } from "../commands/open.ts";
import { requireCourse } from "../commands/require-course.ts";
import type { CourseFolder } from "../course-folders.ts";
import { presentError } from "../present-error.ts";
import type { Shell } from "../shell.ts";

const jupyterExtension = "ms-toolsai.jupyter";

/**
 * Puts each course's running server into the Jupyter extension's kernel picker, once a notebook is open and that
 * extension is there: its cells then run on the course's image, under production's memory limit.
 */
export function registerCourseServers(shell: Shell): vscode.Disposable {
  let collection: Promise<JupyterServerCollection | undefined> | undefined;
  const changed = new vscode.EventEmitter<void>();
  const ensure = () => {
    const extension = vscode.extensions.getExtension<Jupyter>(jupyterExtension);
    if (extension === undefined || !shell.opener.isTrusted() || vscode.workspace.notebookDocuments.length === 0) return;
    collection ??= createCollection(shell, extension, changed.event);
  };
  ensure();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.onDidOpenNotebookDocument(ensure),
    vscode.workspace.onDidGrantWorkspaceTrust(ensure),
    vscode.extensions.onDidChange(ensure),
    shell.states.onDidChange(fireOnChange(shell, changed)),
    { dispose: () => void collection?.then((made) => made?.dispose()) },
  );
}

async function createCollection(
  shell: Shell,
  extension: vscode.Extension<Jupyter>,
  onDidChangeServers: vscode.Event<void>,
): Promise<JupyterServerCollection | undefined> {
  try {
    const jupyter = await extension.activate();
    const collection = jupyter.createJupyterServerCollection("nbdev", "nbdev: local hub", {
      onDidChangeServers,
      provideJupyterServers: async () => {
        await shell.states.refresh();
        return readyServers(shell);
      },
      resolveJupyterServer: (server) => connectTo(shell, server),
    } satisfies JupyterServerProvider);
    const start: JupyterServerCommand = { label: "Start this course in the local hub", description: "nbdev" };
    collection.commandProvider = {
      provideCommands: () => [start],
      handleCommand: () => startServer(shell),
    };
    return collection;
  } catch (error) {
    shell.log.warn(
      `The Jupyter extension takes no servers of nbdev: ${error instanceof Error ? error.message : error}`,
    );
    return undefined;
  }
}

/** States also change with every byte of memory; the picker is told only of servers that came or went. */
function fireOnChange(shell: Shell, changed: vscode.EventEmitter<void>): () => void {
  let before = "";
  return () => {
    const now = JSON.stringify(readyServers(shell));
    if (now !== before) changed.fire();
    before = now;
  };
}

/** Courses with a server that is ready; the id of a server is its course's directory, whichever learner it is. */
function readyServers({ states }: Shell): JupyterServer[] {
  const ready = states.all().filter(({ status, description }) => {
    return status?.servers.some((server) => server.state === "ready" && server.course === description?.name);
  });
  return ready.map(({ course }) => serverOf(course));
}

async function startServer(shell: Shell): Promise<JupyterServer | undefined> {
  const course = await requireCourse(shell, undefined);
  if (course === undefined) return undefined;
  const result = await openInHub(shell, course, openNotebook(course), {});
  return result === undefined ? undefined : serverOf(course);
}

/** The notebook that the picker was opened for. */
function openNotebook(course: CourseFolder): string | undefined {
  return notebookIn(course, vscode.window.activeNotebookEditor?.notebook.uri.fsPath);
}

function serverOf({ directory, label }: CourseFolder): JupyterServer {
  return { id: directory, label: `${label} (course image)` };
}

async function connectTo(shell: Shell, server: JupyterServer): Promise<JupyterServer | undefined> {
  try {
    const course = (await shell.courses.list()).find(({ directory }) => directory === server.id);
    if (course === undefined) return undefined;
    const nbdev = await shell.opener.open("A notebook's kernel on the local hub");
    const task = { signal: new AbortController().signal, progress: () => undefined };
    const { url, token } = await nbdev.connect(shell.request(course), task);
    // As a header: JupyterHub 5 takes no token in the address of a socket, which is where a bare `token` would go.
    const headers = { Authorization: `token ${token}` };
    return { ...server, connectionInformation: { baseUrl: vscode.Uri.parse(url, true), headers } };
  } catch (error) {
    await presentError(error, shell);
    return undefined;
  }
}

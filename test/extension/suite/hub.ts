import assert from "node:assert/strict";
import type { JupyterServer } from "@vscode/jupyter-extension";
import * as vscode from "vscode";
import type { Collection, StandIn } from "../jupyter-stand-in/stand-in.ts";
import { eventually } from "./eventually.ts";
import { suite } from "./suite.ts";
import { inWorkspace } from "./window.ts";

const { token } = new vscode.CancellationTokenSource();
let started: JupyterServer | null | undefined;

/** In a course, with the process runtime and a stand-in for the Jupyter extension. */
export const run = suite(
  {
    async "the kernel picker offers the course, once a notebook is open"() {
      assert.deepEqual((await standIn()).collections, []);
      await vscode.window.showNotebookDocument(await openNotebook());
      const { label, commandProvider } = await collection();
      assert.equal(label, "nbdev: local hub");
      const commands = await commandProvider?.provideCommands(undefined, token);
      assert.deepEqual(
        commands?.map((command) => command.label),
        ["Start this course in the local hub"],
      );
    },

    async "it offers no server before one runs"() {
      assert.deepEqual(await (await collection()).provider.provideJupyterServers(token), []);
    },

    async "it starts the course's hub"() {
      const { commandProvider, provider } = await collection();
      const [command] = (await commandProvider?.provideCommands(undefined, token)) ?? [];
      assert.ok(command);
      started = await commandProvider?.handleCommand(command, token);
      assert.ok(started);
      const offered = await provider.provideJupyterServers(token);
      assert.deepEqual(
        offered?.map(({ id }) => id),
        [started.id],
      );
    },

    async "a cell runs on the course's image"() {
      assert.ok(started, "no server was started");
      const server = await (await collection()).provider.resolveJupyterServer(started, token);
      assert.ok(server?.connectionInformation);
      const { connectionInformation } = server;
      const controller = (await standIn()).controllerFor({ ...server, connectionInformation });
      const notebook = await openNotebook();
      controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
      await vscode.commands.executeCommand("notebook.selectKernel", {
        id: controller.id,
        extension: "ms-toolsai.jupyter",
      });
      await vscode.commands.executeCommand("notebook.cell.execute", {
        ranges: [{ start: 1, end: 2 }],
        document: notebook.uri,
      });
      const printed = await eventually("the cell has printed", () => textOf(notebook.cellAt(1)), 60_000);
      assert.equal(printed, "A learner has 4.0 GiB\n");
    },

    async "it offers none after the hub was stopped"() {
      await vscode.commands.executeCommand("nbdev.stop");
      assert.deepEqual(await (await collection()).provider.provideJupyterServers(token), []);
    },
  },
  480_000,
);

async function standIn(): Promise<StandIn> {
  const extension = vscode.extensions.getExtension<StandIn>("ms-toolsai.jupyter");
  assert.ok(extension);
  return extension.activate();
}

async function collection(): Promise<Collection> {
  const { collections } = await standIn();
  return eventually("nbdev has contributed its servers", () => collections[0]);
}

function openNotebook(): Thenable<vscode.NotebookDocument> {
  return vscode.workspace.openNotebookDocument(inWorkspace("hello.ipynb"));
}

function textOf(cell: vscode.NotebookCell): string | undefined {
  const items = cell.outputs.flatMap((output) => output.items);
  return items.length === 0 ? undefined : items.map(({ data }) => new TextDecoder().decode(data)).join("");
}

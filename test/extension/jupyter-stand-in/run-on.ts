import { KernelManager, KernelMessage, ServerConnection } from "@jupyterlab/services";
import type { JupyterServer } from "@vscode/jupyter-extension";
import { type NotebookCell, NotebookCellOutput, NotebookCellOutputItem, type NotebookController } from "vscode";
import WebSocket from "ws";

/** One that says how to reach it. */
export type Server = JupyterServer & Required<Pick<JupyterServer, "connectionInformation">>;

/** Runs a cell in a new kernel of a server, as the Jupyter extension does: its token or headers on every request. */
export async function runOn(server: Server, controller: NotebookController, cell: NotebookCell): Promise<void> {
  const execution = controller.createNotebookCellExecution(cell);
  execution.start(Date.now());
  const kernels = new KernelManager({ serverSettings: settingsOf(server) });
  let succeeded = false;
  try {
    const kernel = await kernels.startNew({ name: "python3" });
    const future = kernel.requestExecute({ code: cell.document.getText() });
    future.onIOPub = async (message) => {
      if (!KernelMessage.isStreamMsg(message)) return;
      await execution.appendOutput(new NotebookCellOutput([NotebookCellOutputItem.stdout(message.content.text)]));
    };
    succeeded = (await future.done).content.status === "ok";
    await kernel.shutdown();
  } catch (error) {
    await execution.appendOutput(new NotebookCellOutput([NotebookCellOutputItem.error(error as Error)]));
  } finally {
    kernels.dispose();
    execution.end(succeeded, Date.now());
  }
}

function settingsOf({ connectionInformation: { baseUrl, token, headers = {} } }: Server): ServerConnection.ISettings {
  const url = baseUrl.toString(true);
  return ServerConnection.makeSettings({
    baseUrl: url,
    wsUrl: url.replace(/^http/, "ws"),
    ...(token !== undefined && { token, appendToken: true }),
    fetch: (input, init) => {
      const request = new Request(input, init);
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      return fetch(request);
    },
    WebSocket: class extends WebSocket {
      constructor(address: string, protocols?: string | string[]) {
        super(address, protocols, { headers });
      }
    } as unknown as typeof globalThis.WebSocket,
  });
}

import { KernelManager, KernelMessage, ServerConnection } from "@jupyterlab/services";
import WebSocket from "ws";
import type { BrowserSession } from "./browser-session.ts";

/**
 * Runs the code cells of a notebook in a kernel of a learner's server, through the hub's proxy; returns what they print.
 * Rejects when the kernel dies.
 */
export async function executeNotebook(session: BrowserSession, serverUrl: string, notebook: string): Promise<string> {
  const contents = await session.request(`${serverUrl}/api/contents/${notebook}`);
  const { content } = (await contents.json()) as { content: { cells: { cell_type: string; source: string }[] } };
  const settings = ServerConnection.makeSettings({
    baseUrl: serverUrl,
    wsUrl: serverUrl.replace(/^http/, "ws"),
    fetch: (input, init) => {
      const request = new Request(input, init);
      for (const [name, value] of Object.entries(session.headersFor(request.url))) request.headers.set(name, value);
      return fetch(request);
    },
    WebSocket: class extends WebSocket {
      constructor(url: string, protocols?: string | string[]) {
        super(url, protocols, { headers: session.headersFor(url.replace(/^ws/, "http")) });
      }
    } as unknown as typeof globalThis.WebSocket,
  });
  const kernels = new KernelManager({ serverSettings: settings });
  const kernel = await kernels.startNew({ name: "python3" });
  const died = new Promise<never>((_, reject) => {
    kernel.statusChanged.connect((_, status) => {
      if (status === "autorestarting" || status === "dead") reject(new Error("the kernel died"));
    });
  });
  try {
    let printed = "";
    for (const cell of content.cells.filter(({ cell_type }) => cell_type === "code")) {
      const future = kernel.requestExecute({ code: cell.source });
      future.onIOPub = (message) => {
        if (KernelMessage.isStreamMsg(message)) printed += message.content.text;
        if (KernelMessage.isErrorMsg(message)) printed += `${message.content.ename}: ${message.content.evalue}`;
      };
      future.done.catch(() => undefined); // it also rejects when the kernel is shut down, after the race
      await Promise.race([future.done, died]);
    }
    return printed;
  } finally {
    if (kernel.status !== "dead") await kernel.shutdown();
    kernels.dispose();
  }
}

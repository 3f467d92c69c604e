import * as vscode from "vscode";
import { wayToHub } from "./way-to-hub.ts";

/** Opens a link of the local hub where the person sits, in the browser or in the editor as `nbdev.openIn` says. */
export async function openLink(link: string): Promise<void> {
  const external = await vscode.env.asExternalUri(vscode.Uri.parse(link, true));
  const way = wayToHub(link, external.toString(true));
  if ("show" in way) {
    void showLink(way.show, way.why);
    return;
  }
  if (vscode.workspace.getConfiguration("nbdev").get("openIn") === "editor") {
    await vscode.commands.executeCommand("simpleBrowser.show", link);
    return;
  }
  // The text itself, which VS Code takes too: a Uri forgets which characters of a notebook's name were encoded.
  await vscode.env.openExternal(link as unknown as vscode.Uri);
}

/** Offers a link that cannot be opened from here; it holds the launch token, so it goes nowhere unasked. */
async function showLink(link: string, why: string): Promise<void> {
  const copy = "Copy link";
  const address = new URL(link).host;
  const message = `The notebook is ready at ${address}. It is not opened here: ${why}. Open the link in a browser of this machine.`;
  if ((await vscode.window.showInformationMessage(message, copy)) === copy) await vscode.env.clipboard.writeText(link);
}

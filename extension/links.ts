import * as vscode from "vscode";
import type { UpRequest } from "../core/index.ts";
import { type WayToHub, wayToHub } from "./way-to-hub.ts";

/** What `up` needs to open a notebook where the person sits. */
export const inBrowser: Pick<UpRequest, "openLink" | "forwardedOrigin"> = { openLink, forwardedOrigin };

/** The public origin that this editor forwards a hub to, for which the hub must be made to answer. */
async function forwardedOrigin(hubUrl: string): Promise<string | undefined> {
  const way = await askForWay(hubUrl);
  return typeof way === "object" && "origin" in way ? way.origin : undefined;
}

/** Opens a link of the local hub in the browser, or in the editor, as `nbdev.openIn` says. */
async function openLink(link: string): Promise<void> {
  const way = await askForWay(link);
  if (way === "loopback") await openAt(link);
  else if ("origin" in way) await openAt(link.replace(new URL(link).origin, way.origin));
  else void showLink(link, way.why);
}

/** Only the hub's address is shown to whoever forwards it, not the link with its token. */
async function askForWay(url: string): Promise<WayToHub> {
  const { host, origin } = new URL(url);
  return vscode.env.asExternalUri(vscode.Uri.parse(`${origin}/`, true)).then(
    (external) => wayToHub(external.toString(true)),
    (error) => ({ why: `this editor could not forward ${host} (${error instanceof Error ? error.message : error})` }),
  );
}

async function openAt(link: string): Promise<void> {
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

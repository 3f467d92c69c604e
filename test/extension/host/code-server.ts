import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { codeServerEntry } from "./installation.ts";

export interface CodeServerRequest {
  /** Folders of extensions that stand beside the one under test. */
  readonly extensions?: readonly string[];
  /** Packed extensions to install before the start, as a user would. */
  readonly vsix?: readonly string[];
  /** Leaves workspace trust on, so that every folder opens in restricted mode. */
  readonly restricted?: boolean;
  /** The user's settings.json, over quiet defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Forwards each port to a name of its own below this domain, as editors in a cloud do, instead of below a path. */
  readonly proxyDomain?: string;
}

/** Nothing pops up, fetches or reports by itself. */
const quiet = {
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "git.enabled": false,
  "security.workspace.trust.banner": "always",
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.untrustedFiles": "open",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
};

/** A VS Code of one test: its own settings, extensions and port, and nothing of the person at the machine. */
export class CodeServer {
  readonly url: string;
  readonly directory: string;
  readonly #child: ChildProcess;
  readonly #output: string[];

  private constructor(url: string, directory: string, child: ChildProcess, output: string[]) {
    this.url = url;
    this.directory = directory;
    this.#child = child;
    this.#output = output;
  }

  static async start(request: CodeServerRequest = {}): Promise<CodeServer> {
    const directory = await realpath(await mkdtemp(join(tmpdir(), "nbdev-vscode-")));
    await mkdir(join(directory, "user/User"), { recursive: true });
    await writeFile(join(directory, "user/User/settings.json"), JSON.stringify({ ...quiet, ...request.settings }));
    await writeFile(join(directory, "config.yaml"), "auth: none\n");
    // VS Code takes in the folders that it finds at its first start.
    for (const folder of request.extensions ?? []) {
      const { publisher, name, version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
      await cp(folder, join(directory, "extensions", `${publisher}.${name}-${version}`), { recursive: true });
    }
    const own = [
      ...["--config", join(directory, "config.yaml")],
      ...["--user-data-dir", join(directory, "user")],
      ...["--extensions-dir", join(directory, "extensions")],
    ];
    const env = { ...outsideOfVsCode(), ...request.env };
    for (const file of request.vsix ?? []) {
      await promisify(execFile)(process.execPath, [codeServerEntry, ...own, "--install-extension", file], { env });
    }
    const args = ["--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry", "--disable-update-check"];
    if (!request.restricted) args.push("--disable-workspace-trust");
    if (request.proxyDomain !== undefined) args.push("--proxy-domain", request.proxyDomain);
    const child = spawn(process.execPath, [codeServerEntry, ...own, ...args], {
      env,
      detached: true, // a process group of its own, so that all of it can be ended
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: string[] = [];
    const end = () => endAll(child);
    process.once("exit", end); // also where a person interrupts the tests
    child.once("exit", () => process.off("exit", end));
    return new CodeServer(await listening(child, output), directory, child, output);
  }

  /** The address of a folder or a .code-workspace file; `payload` is what VS Code's own test runner would hand over. */
  open(workspace: string, payload: readonly (readonly [string, string])[] = []): string {
    const query = new URLSearchParams({ [workspace.endsWith(".code-workspace") ? "workspace" : "folder"]: workspace });
    if (payload.length > 0) query.set("payload", JSON.stringify(payload));
    return `${this.url}/?${query}`;
  }

  /** A file of this machine as the browser's side of VS Code names it. */
  resource(path: string): string {
    return `vscode-remote://${new URL(this.url).host}${path}`;
  }

  /** What it wrote to its streams, for the message of a failure. */
  get output(): string {
    return this.#output.join("");
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.#child.once("exit", done));
    if (endAll(this.#child)) await ended;
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Ends the process group; false where it has ended already. */
function endAll({ pid, exitCode, signalCode }: ChildProcess): boolean {
  if (pid === undefined || exitCode !== null || signalCode !== null) return false;
  process.kill(-pid, "SIGKILL");
  return true;
}

/** The environment without what a VS Code's terminal adds: with it, code-server opens the folder over there. */
function outsideOfVsCode(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)));
}

function listening(child: ChildProcess, output: string[]): Promise<string> {
  return new Promise((done, fail) => {
    const read = (text: string) => {
      output.push(text);
      const address = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output.join(""))?.[1];
      if (address !== undefined) done(address);
    };
    child.stdout?.setEncoding("utf8").on("data", read);
    child.stderr?.setEncoding("utf8").on("data", read);
    child.once("exit", (code) => fail(new Error(`code-server ended with ${code}:\n${output.join("")}`)));
  });
}

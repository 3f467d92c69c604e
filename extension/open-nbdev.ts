import type { Nbdev } from "../core/index.ts";

export type Core = typeof import("../core/index.ts");

interface Outside {
  /** The folder of the extension's own files. */
  readonly installation: string;
  isTrusted(): boolean;
  /** Programs that the user named in machine settings. */
  programs(): Readonly<Record<string, string>>;
  loadCore(): Promise<Core>;
}

/**
 * The extension's only way to the library, which is loaded on first use. An nbdev that can start programs is made only
 * in a trusted workspace: a `when` clause hides a button, this refuses the call.
 */
export class NbdevOpener {
  readonly #outside: Outside;

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  isTrusted(): boolean {
    return this.#outside.isTrusted();
  }

  core(): Promise<Core> {
    return this.#outside.loadCore();
  }

  /** Throws WORKSPACE_NOT_TRUSTED; `what` is who asks, as the start of a sentence. */
  async open(what: string): Promise<Nbdev> {
    const core = await this.core();
    if (!this.isTrusted()) throw new core.NbdevError("WORKSPACE_NOT_TRUSTED", { what });
    return this.#create(core);
  }

  /** The part that only reads files, for every workspace. */
  async openChecks(): Promise<Pick<Nbdev, "check">> {
    const nbdev = await this.#create(await this.core());
    return { check: (request, task) => nbdev.check(request, task) };
  }

  #create({ createNbdev, hostFromProcess }: Core): Promise<Nbdev> {
    const { installation, programs } = this.#outside;
    return createNbdev({ ...hostFromProcess(installation), programs: programs() });
  }
}

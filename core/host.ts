/**
 * What nbdev knows of the machine it runs on, handed in once by the shell; nothing below the shells reads the
 * environment, the home directory or the working directory by itself.
 */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  readonly homeDirectory: string;
  /** The JavaScript runtime to start children with (`process.execPath`; VS Code's own, with ELECTRON_RUN_AS_NODE). */
  readonly nodePath: string;
  /** Paths of programs that the user named (`kind`, `helm`, `python3`); they come before PATH. */
  readonly programs?: Readonly<Record<string, string>>;
  /** nbdev's own files: `kind-config.yaml`, `hub-values/`, `dist/`. */
  readonly installation: string;
  readonly directories: Directories;
}

/** Where nbdev may write; all of them are made on first use, mode 0700. */
export interface Directories {
  /** Downloads and environments: may be deleted at any time, at the price of making them again. */
  readonly cache: string;
  /** The kubeconfig, and what must outlive a reboot. */
  readonly state: string;
  /** Sockets, locks and process ids: worthless after a reboot. */
  readonly runtime: string;
}

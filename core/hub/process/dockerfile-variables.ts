/** The variables of a Dockerfile as far as its text defines them, and those that docker-stacks images bring along. */
export class DockerfileVariables {
  readonly #values: Map<string, string>;

  constructor(inherited: Readonly<Record<string, string>>) {
    this.#values = new Map(Object.entries(inherited));
  }

  define(name: string, value: string): void {
    this.#values.set(name, value);
  }

  /** `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}`; what only the base image may know stays as written. */
  expand(text: string): string {
    return text.replace(
      /\$\{(\w+)(?::([-+])([^}]*))?\}|\$(\w+)/g,
      (written: string, braced?: string, operator?: string, word = "", bare?: string) => {
        const value = this.#values.get(braced ?? bare ?? "");
        if (operator === "-") return value === undefined || value === "" ? word : value;
        if (operator === "+") return value === undefined || value === "" ? "" : word;
        return value ?? written;
      },
    );
  }
}

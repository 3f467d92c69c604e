import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = resolve(import.meta.dirname, "../..");

type Values = { [key: string]: unknown };

const base = readYaml("hub-values/base.yaml");
const kind = readYaml("hub-values/kind.yaml");

/** What `nbdev up` adds: the files' text, and what it generates. */
const generated: Values = {
  custom: { nbdev: { fingerprint: "f", courses: ["hello"], launchToken: "t" } },
  hub: {
    services: { nbdev: { apiToken: "t" } },
    extraFiles: Object.fromEntries(
      Object.keys(at(kind, "hub.extraFiles") as Values).map((key) => [
        key,
        { stringData: read(`hub-values/${key}.py`) },
      ]),
    ),
  },
};

describe("hub-values", () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(
    readYaml("test/fixtures/z2jh-4.4.0.values.schema.yaml"),
  );
  const defaults = readYaml("test/fixtures/z2jh-4.4.0.required-defaults.yaml");

  it.each([
    ["base.yaml", [base]],
    ["base.yaml and kind.yaml", [base, kind, generated]],
    ["all, as on the test bed", [base, kind, readYaml("test/testbed/values.yaml"), generated]],
  ])("is valid for the chart: %s", (_, layers) => {
    const valid = validate(layers.reduce(merge, defaults));
    expect(validate.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it("is refused by the schema when a key is misspelt", () => {
    expect(validate(merge(defaults, { singleuser: { startTimeOut: 600 } }))).toBe(false);
  });

  it("mounts what the hub's configuration imports, each file under its own name", () => {
    const files = at(kind, "hub.extraFiles") as Record<string, { mountPath: string }>;
    const folder = "/usr/local/etc/jupyterhub";
    const { nbdev_config, ...modules } = files;
    expect(nbdev_config?.mountPath).toBe(`${folder}/jupyterhub_config.d/50-nbdev.py`);
    const imported = [...importedBy("nbdev_config")].filter((name) => name !== "nbdev_config").sort();
    expect(Object.keys(modules).sort()).toEqual(imported);
    for (const name of imported) expect(modules[name]?.mountPath).toBe(`${folder}/nbdev/${name}.py`);
  });
});

/** A Python file of hub-values and all that it imports of the others. */
function importedBy(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name) || !existsSync(join(root, `hub-values/${name}.py`))) return seen;
  seen.add(name);
  const imports = read(`hub-values/${name}.py`).matchAll(/^(?:from|import) (\w+)/gm);
  for (const [, other = ""] of imports) importedBy(other, seen);
  return seen;
}

describe("deviations.yaml", () => {
  const { deviations } = readYaml("hub-values/deviations.yaml") as {
    deviations: { subject: string; production: string; here: string; reason: string }[];
  };
  /** What nbdev adds of its own, where production has nothing to differ from. */
  const additions = ["hub.services", "hub.loadRoles", "hub.extraFiles"];

  it("explains every value of kind.yaml that differs from production's", () => {
    const explained = deviations.map(({ subject }) => subject);
    const changed = leaves(kind).filter(({ path, value }) => at(base, path) !== value);
    const covered = ({ path }: { path: string }) =>
      [...explained, ...additions].some((subject) => path === subject || path.startsWith(`${subject}.`));
    expect(changed.filter((leaf) => !covered(leaf)).map(({ path }) => path)).toEqual([]);
  });

  it("explains nothing that kind.yaml leaves as it is", () => {
    const inPython = ["hub.config.JupyterHub.authenticator_class"];
    const idle = deviations.filter(({ subject }) => at(kind, subject) === undefined && !inPython.includes(subject));
    expect(idle.map(({ subject }) => subject)).toEqual([]);
  });

  it("states production's value as base.yaml has it", () => {
    const scalars = deviations.filter(({ subject }) => isScalar(at(base, subject)));
    expect(scalars.map(({ production }) => production)).toEqual(
      scalars.map(({ subject }) => String(at(base, subject))),
    );
    expect(scalars.length).toBeGreaterThan(5);
  });

  it("gives each a reason", () => {
    expect(deviations.filter(({ reason }) => reason.length < 20)).toEqual([]);
  });
});

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function readYaml(path: string): Values {
  return parse(read(path)) as Values;
}

/** As helm layers values: maps are merged, null takes the key away, all else replaces. */
function merge(under: Values, over: Values): Values {
  const merged = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isMap(value) && isMap(below) ? merge(below, value) : value;
  }
  return merged;
}

function leaves(values: Values, prefix = ""): { path: string; value: unknown }[] {
  return Object.entries(values).flatMap(([key, value]) =>
    isMap(value) ? leaves(value, `${prefix}${key}.`) : [{ path: `${prefix}${key}`, value }],
  );
}

function at(values: Values, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), values);
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

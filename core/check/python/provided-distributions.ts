import type { CheckedCourse } from "../checked-course.ts";
import { type Instruction, isUnresolved } from "../dockerfile/instruction.ts";
import { shellCommands } from "../dockerfile/shell-command.ts";
import type { FactsMemo } from "../facts-memo.ts";
import { rememberedBy } from "../remembered.ts";
import { condaName } from "../requirements/parse-environment.ts";
import { normalizeName } from "../requirements/parse-requirements.ts";
import { type BaseContents, baseContents } from "./base-contents.ts";
import { dependencies } from "./dependencies.ts";
import { importNames } from "./import-names.ts";

/** The distributions that the image will hold, as far as the files tell. */
export interface ProvidedDistributions {
  has(name: string): boolean;
  /** Whether the course itself asks for it, not only the base or another package. */
  isRequired(name: string): boolean;
  /** Whether something is installed that cannot be seen: by a script, a package of the course, another tool. */
  readonly isOpaque: boolean;
  /** Whether the base's packages are known. */
  readonly isBaseKnown: boolean;
  /** Whether all that the required packages require in turn is known. */
  readonly isClosed: boolean;
}

type Sources = Pick<CheckedCourse, "dockerfile" | "installs" | "requirements" | "environments">;

/** The same object as long as the same is installed, whatever else of the files is edited. */
export function providedDistributions(sources: Sources, memo: FactsMemo): ProvidedDistributions {
  const base = baseContents(sources.dockerfile?.base);
  const required = requiredNames(sources);
  const isOpaque = hasOpaqueInstalls(sources);
  const inputs = [base.complete, isOpaque, ...base.distributions, "", ...required];
  return memo.derive("provided", inputs, () => collect(base, new Set(required), isOpaque));
}

/** The distributions of which any brings the module, the most likely first. */
export function distributionsOf(module: string): string[] {
  const parts = module.split(".");
  for (let length = parts.length; length > 0; length--) {
    const named = importNames[parts.slice(0, length).join(".")];
    if (named !== undefined) return [...named, normalizeName(parts[0] ?? "")];
  }
  const whole = parts.length > 1 && /^(google|azure|opentelemetry|zope|ruamel)$/.test(parts[0] ?? "");
  const first = normalizeName(parts[0] ?? "");
  return whole
    ? [normalizeName(parts.slice(0, 3).join("-")), normalizeName(parts.slice(0, 2).join("-")), first]
    : [first];
}

function collect(base: BaseContents, required: ReadonlySet<string>, isOpaque: boolean): ProvidedDistributions {
  const ofBase = closureOfBase(base.distributions);
  const ofRequired = closure([...required]);
  return {
    has: (name) => ofBase.has(name) || ofRequired.has(name),
    isRequired: (name) => required.has(name),
    isOpaque,
    isBaseKnown: base.complete,
    isClosed: [...required].every((name) => Object.hasOwn(dependencies, name)),
  };
}

function requiredNames({ requirements, environments, installs }: Sources): string[] {
  const files = [...requirements, ...environments.map(({ pip }) => pip)];
  return [
    ...files.flatMap((file) => file.requirements.map(({ normalizedName }) => normalizedName)),
    ...files.flatMap((file) => file.sources.flatMap(({ text }) => sourceName(text) ?? [])),
    ...environments.flatMap(({ packages }) => packages),
    ...installs.flatMap((install) => install.requirements.map(({ value }) => condaName(sourceName(value) ?? value))),
  ];
}

/** `git+https://…/name.git`, `…#egg=name`, `…/name-1.0-py3-none-any.whl`. */
function sourceName(source: string): string | undefined {
  const egg = /#egg=([\w.-]+)/.exec(source)?.[1];
  const wheel = /([A-Za-z0-9_.]+)-\d[^/]*\.(whl|tar\.gz|zip)([?#].*)?$/.exec(source)?.[1];
  const repository = /\/([\w.-]+?)(\.git)?(@[^/]*)?([#?].*)?$/.exec(source)?.[1];
  const name = egg ?? wheel ?? (/^[a-z+]+:\/\//.test(source) ? repository : undefined);
  return name === undefined ? undefined : normalizeName(name);
}

function closure(names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    if (Object.hasOwn(dependencies, name)) pending.push(...(dependencies[name] ?? []));
  }
  return found;
}

const closureOfBase = rememberedBy(closure);

const opaquePrograms = /^(poetry|pipenv|pdm|hatch|pixi|make|uv|repo2docker|conda-lock|spack|easy_install)$/;

function hasOpaqueInstalls({ dockerfile, installs, requirements, environments }: Sources): boolean {
  if (installs.some((install) => install.localPackages.length > 0)) return true;
  if (installs.some((install) => install.requirements.some(({ value }) => isUnresolved(value)))) return true;
  if (
    [...requirements, ...environments.map(({ pip }) => pip)].some((file) =>
      file.sources.some(({ type }) => type === "path"),
    )
  )
    return true;
  const filesRead = requirements.length + environments.length;
  if (installs.some((install) => install.requirementFiles.length > 0) && filesRead === 0) return true;
  return (dockerfile?.imageInstructions ?? []).some(isOpaque);
}

function isOpaque(instruction: Instruction): boolean {
  if (instruction.keyword === "COPY") return instruction.flags.some(({ name }) => name === "from");
  if (instruction.keyword !== "RUN") return false;
  return shellCommands(instruction).some(({ words }) => {
    const [program = "", second = ""] = words.map(({ value }) => value).filter((word) => word !== "sudo");
    if (opaquePrograms.test(program)) return !(program === "uv" && second === "pip");
    if (/^(ba|z)?sh$|^(source|\.)$/.test(program)) return /\.sh$|^-/.test(second) || second === "";
    if (/^python[\d.]*$/.test(program)) return /\.py$/.test(second);
    return /\.sh$/.test(program) && !/(Miniconda|Miniforge|start)[^/]*\.sh$/.test(program);
  });
}

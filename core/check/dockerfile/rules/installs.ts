import { posix } from "node:path";
import type { CheckedCourse } from "../../checked-course.ts";
import { fileStart } from "../../diagnostic.ts";
import type { Finding, Rule } from "../../rule.ts";
import { withStacksEnvironment } from "../image-layout.ts";
import { fileOfInstall, mountsOf } from "../installed-file.ts";
import type { Install } from "../installs.ts";
import { type Instruction, isUnresolved } from "../instruction.ts";
import type { ShellWord } from "../shell-command.ts";

export const requirementsNotInstalled: Rule = {
  code: "NB120",
  name: "requirements-not-installed",
  severity: "warning",
  what: "A requirements file is copied into the image by name, but never installed.",
  why: "The packages are not there, and the first import of a notebook fails.",
  example: {
    language: "dockerfile",
    bad: "COPY requirements.txt /tmp/",
    good: "COPY requirements.txt /tmp/\nRUN pip install --no-cache-dir -r /tmp/requirements.txt",
  },
  remedy: "Install it with `RUN pip install --no-cache-dir -r`.",
  *check(course) {
    const { dockerfile, layout } = course;
    if (dockerfile === undefined || layout === undefined) return;
    for (const copy of layout.copies.filter(({ inImage }) => inImage)) {
      for (const { word, selected } of copy.sources) {
        const name = posix.basename(word.value);
        if (selected.length !== 1 || !/^requirements[\w.-]*\.txt$/i.test(name)) continue;
        if (isMentionedLater(dockerfile.imageInstructions, copy.instruction, name)) continue;
        yield {
          path: dockerfile.path,
          range: word.range,
          message: `${word.value} is copied into the image, but nothing installs it.`,
          hint: `Add after it: RUN pip install --no-cache-dir -r ${copy.destination ?? name}`,
        };
      }
    }
  },
};

export const requirementsNotCopied: Rule = {
  code: "NB121",
  name: "requirements-not-copied",
  severity: "error",
  what: "`pip install -r` names a file that nothing puts into the image.",
  why: "The build stops: `Could not open requirements file`.",
  example: {
    language: "dockerfile",
    bad: "RUN pip install -r requirements.txt",
    good: "COPY requirements.txt ./\nRUN pip install -r requirements.txt",
  },
  remedy: "Copy the file first.",
  *check(course) {
    for (const { install, word } of missingFiles(course)) {
      if (copiesLater(course, install.instruction, word).length > 0) continue;
      yield atWord(course, install, word, {
        message: `${word.value} is installed here, but nothing copies it into the image.`,
        hint: `Add before it: COPY ${posix.basename(word.value)} ./`,
      });
    }
  },
};

export const installBeforeCopy: Rule = {
  code: "NB122",
  name: "install-before-copy",
  severity: "error",
  what: "`pip install -r` stands before the COPY that brings its file.",
  why: "The build stops: at that line the file is not in the image yet.",
  example: {
    language: "dockerfile",
    bad: "RUN pip install -r requirements.txt\nCOPY requirements.txt ./",
    good: "COPY requirements.txt ./\nRUN pip install -r requirements.txt",
  },
  remedy: "Move the COPY above the RUN.",
  *check(course) {
    for (const { install, word } of missingFiles(course)) {
      const [later] = copiesLater(course, install.instruction, word);
      if (later === undefined) continue;
      yield atWord(course, install, word, {
        message: `${word.value} is installed here, but copied only in line ${later.range.start.line + 1}.`,
        hint: "Move that COPY above this RUN.",
      });
    }
  },
};

/** Files that an install needs, and that neither a COPY before it, a mount, nor an earlier command can have brought. */
function* missingFiles(course: CheckedCourse): Iterable<{ install: Install; word: ShellWord }> {
  const { dockerfile, layout, installs, tree } = course;
  if (dockerfile === undefined || layout === undefined) return;
  for (const install of installs) {
    for (const word of [...install.requirementFiles, ...install.constraintFiles]) {
      const path = withStacksEnvironment(word.value);
      if (isUnresolved(path) || /^[a-z]+:\/\/|^-$/.test(path) || mountsOf(install.instruction).length > 0) continue;
      if (install.instruction.flags.some(({ name }) => name === "mount")) continue;
      const before = dockerfile.imageInstructions.slice(0, dockerfile.imageInstructions.indexOf(install.instruction));
      if (mayBring(before, install, posix.basename(path))) continue;
      const copied = fileOfInstall(word.value, install.instruction, layout, tree);
      const isCopiedBefore = layout.copies.some(
        ({ instruction, sources, destination }) =>
          before.includes(instruction) &&
          (destination === undefined ||
            sources.some(({ selected }) => copied !== undefined && selected.includes(copied))),
      );
      if (!isCopiedBefore) yield { install, word };
    }
  }
}

/** Whether a command, another image or a here-document before the install may have made a file of that name. */
function mayBring(before: readonly Instruction[], install: Install, name: string): boolean {
  const made = (instruction: Instruction) =>
    (instruction.keyword === "RUN" &&
      (instruction.source.includes(name) || /\bgit\b|\bunzip\b|\btar\b/.test(instruction.source))) ||
    ((instruction.keyword === "COPY" || instruction.keyword === "ADD") &&
      (instruction.heredocs.length > 0 ||
        instruction.flags.some(({ name: flag }) => flag === "from") ||
        instruction.words.some(({ value }) => isUnresolved(withStacksEnvironment(value)) || /:\/\//.test(value))));
  const first = install.command.words[0];
  const ownScript = install.instruction.source.slice(0, Math.max(0, first?.start ?? 0));
  return before.some(made) || ownScript.includes(name) || /\b(git|curl|wget|cat|echo|printf|cp|cd)\b/.test(ownScript);
}

function copiesLater({ dockerfile, layout }: CheckedCourse, install: Instruction, word: ShellWord): Instruction[] {
  const all = dockerfile?.imageInstructions ?? [];
  const later = new Set(all.slice(all.indexOf(install)));
  const name = posix.basename(word.value);
  return (layout?.copies ?? [])
    .filter(
      ({ instruction, sources }) =>
        later.has(instruction) &&
        sources.some(({ selected }) => selected.some((path) => posix.basename(path) === name)),
    )
    .map(({ instruction }) => instruction);
}

function isMentionedLater(all: readonly Instruction[], copy: Instruction, name: string): boolean {
  return all
    .slice(all.indexOf(copy) + 1)
    .some(
      ({ keyword, source }) =>
        keyword === "RUN" && (source.includes(name) || /\.sh\b|\bmake\b|requirements\*|\*\.txt|\$/.test(source)),
    );
}

function atWord(
  { dockerfile }: CheckedCourse,
  { instruction }: Install,
  word: ShellWord,
  said: Pick<Finding, "message" | "hint">,
): Finding {
  const { sourceOffset } = instruction;
  const range = dockerfile?.lines.range(sourceOffset + word.start, sourceOffset + word.end);
  return { ...said, path: dockerfile?.path ?? "Dockerfile", range: range ?? fileStart };
}

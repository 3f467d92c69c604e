import type { CheckedCourse } from "../../checked-course.ts";
import { type Fix, fileStart } from "../../diagnostic.ts";
import type { Rule } from "../../rule.ts";
import { isUnresolved } from "../instruction.ts";

interface Unwanted {
  readonly pattern: string;
  readonly matches: RegExp;
  readonly what: string;
}

const unwanted: readonly Unwanted[] = [
  { pattern: ".git", matches: /^\.git\//, what: "the repository's history (.git)" },
  { pattern: "**/.env", matches: /(^|\/)\.env$/, what: "settings that are mostly secrets (.env)" },
  { pattern: "**/*.pem", matches: /\.(pem|p12|pfx)$/, what: "keys (*.pem, *.p12)" },
  { pattern: "**/id_rsa", matches: /(^|\/)id_(rsa|ed25519|ecdsa)$/, what: "an SSH key" },
  { pattern: "**/.netrc", matches: /(^|\/)\.(netrc|pypirc)$/, what: "passwords (.netrc, .pypirc)" },
  { pattern: "**/.aws", matches: /(^|\/)\.aws\//, what: "cloud credentials (.aws)" },
  { pattern: "**/kaggle.json", matches: /(^|\/)kaggle\.json$/, what: "a Kaggle token" },
  { pattern: "**/.venv", matches: /(^|\/)\.?venv\/pyvenv\.cfg$/, what: "a virtual environment" },
  { pattern: "**/node_modules", matches: /(^|\/)node_modules\//, what: "node_modules" },
  { pattern: "**/.ipynb_checkpoints", matches: /(^|\/)\.ipynb_checkpoints\//, what: "Jupyter's checkpoints" },
  { pattern: "**/__pycache__", matches: /(^|\/)__pycache__\//, what: "compiled Python" },
];

export const dockerignoreGaps: Rule = {
  code: "NB150",
  name: "dockerignore-gaps",
  severity: "warning",
  what: "A COPY of a whole directory ships what no learner should get: `.git`, `.env`, keys, caches.",
  why: "Learners can read every file of the image; the history alone can hold solutions and passwords, and makes the image large.",
  example: {
    language: "dockerfile",
    bad: "COPY . /home/jovyan/",
    good: "# .dockerignore: .git, **/.env\nCOPY . /home/jovyan/",
  },
  remedy: "List them in `.dockerignore`.",
  *check(course) {
    const { dockerfile, layout } = course;
    if (dockerfile === undefined || layout === undefined) return;
    for (const copy of layout.copies) {
      const whole = copy.sources.filter(({ pattern }) => pattern !== undefined && course.tree.isDirectory(pattern));
      const shipped = whole.flatMap(({ selected }) => selected.filter((path) => !course.tree.isIgnored(path)));
      const found = unwanted.filter(({ matches }) => shipped.some((path) => matches.test(path)));
      if (!copy.inImage || found.length === 0) continue;
      yield {
        path: dockerfile.path,
        range: whole[0]?.word.range ?? copy.instruction.range,
        message: `This copies ${found.map(({ what }) => what).join(", ")} into the image.`,
        hint: `Add to .dockerignore: ${found.map(({ pattern }) => pattern).join(" ")}`,
        fix: ignoreFix(course, found),
      };
      return;
    }
  },
};

export const secretInImage: Rule = {
  code: "NB151",
  name: "secret-in-image",
  severity: "error",
  what: "ENV or ARG holds what looks like a password or a token.",
  why: "Everybody who can start the course reads it with `!env`, and it stays in the image's history.",
  example: {
    language: "dockerfile",
    bad: "ENV OPENAI_API_KEY=sk-proj-0123456789abcdef0123",
    good: "# let learners enter their own key",
  },
  remedy: "Take it out and have the key revoked.",
  *check({ dockerfile }) {
    for (const instruction of dockerfile?.instructions ?? []) {
      if (instruction.keyword !== "ENV" && instruction.keyword !== "ARG") continue;
      for (const { value: assignment, range } of instruction.words) {
        const [name = "", ...rest] = assignment.split("=");
        if (!isSecret(name, rest.join("="))) continue;
        yield {
          path: dockerfile?.path ?? "Dockerfile",
          range,
          message: `${instruction.keyword} ${name} puts a secret into the image, for every learner to read.`,
          hint: "Take it out, and have it revoked: it is in the repository's history, too.",
        };
      }
    }
  },
};

const secretName = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|SECRET_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;
const knownToken =
  /^(sk-[\w-]{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|hf_\w{20,}|AKIA[A-Z0-9]{12,}|xox[abp]-[\w-]{10,}|AIza[\w-]{30,})/;
const placeholder =
  /^(|none|null|true|false|\d|x+|\*+|<.*>|your[-_ ].*|change-?me|.*example.*|.*placeholder.*|.*dummy.*|todo)$/i;

function isSecret(name: string, value: string): boolean {
  if (isUnresolved(value) || name === "JUPYTER_TOKEN") return false; // of that, another rule says that it does nothing
  return (
    knownToken.test(value) ||
    (secretName.test(name) && value.length >= 6 && !placeholder.test(value) && !/^[/.]/.test(value))
  );
}

function ignoreFix({ text }: CheckedCourse, found: readonly Unwanted[]): Fix {
  const lines = text(".dockerignore");
  const end = lines?.position(lines.text.length) ?? fileStart.end;
  const separator = end.character === 0 ? "" : "\n";
  const newText = `${separator}${found.map(({ pattern }) => pattern).join("\n")}\n`;
  const edit = { path: ".dockerignore", range: { start: end, end }, newText };
  return { title: "List them in .dockerignore", edits: [edit] };
}

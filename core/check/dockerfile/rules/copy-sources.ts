import type { CheckedCourse } from "../../checked-course.ts";
import type { Finding, Rule } from "../../rule.ts";
import type { Copy, CopySource } from "../image-layout.ts";
import { isUnresolved } from "../instruction.ts";

export const copySourceMissing: Rule = {
  code: "NB110",
  name: "copy-source-missing",
  severity: "error",
  what: "COPY or ADD names a file that the course directory does not have.",
  why: "The build stops there. Files that exist only on your disk (ignored by git) are missing in the pipeline, too.",
  example: {
    language: "dockerfile",
    bad: "COPY datas/ /home/jovyan/data/",
    good: "COPY data/ /home/jovyan/data/",
  },
  remedy: "Correct the path, or commit the file.",
  *check(course) {
    for (const { copy, source, pattern } of sourcesOf(course)) {
      if (source.selected.length > 0 || course.tree.has(pattern) || spelledOtherwise(course, pattern)) continue;
      yield atSource(course, source, {
        message: `${copy.instruction.keyword} of ${source.word.value}: there is no such file in the course directory.`,
        hint: "Correct the path, or add and commit the file.",
      });
    }
  },
};

export const copySourceCase: Rule = {
  code: "NB111",
  name: "copy-source-case",
  severity: "error",
  what: "COPY or ADD spells a file with other upper and lower case than its name has.",
  why: "That works on most laptops and fails in the pipeline, whose file system tells the two apart.",
  example: { language: "dockerfile", bad: "COPY Data.csv ./", good: "COPY data.csv ./" },
  remedy: "Spell the path as the file is spelt.",
  *check(course) {
    for (const { copy, source, pattern } of sourcesOf(course)) {
      const spelled = spelledOtherwise(course, pattern);
      if (source.selected.length > 0 || course.tree.has(pattern) || spelled === undefined) continue;
      const finding = atSource(course, source, {
        message: `${copy.instruction.keyword} of ${source.word.value}: the file is called ${spelled}.`,
        hint: `Write ${spelled}: case counts.`,
      });
      const written = source.word.value;
      if (course.dockerfile?.lines.text.slice(...offsets(course, source)) !== written) {
        yield finding;
        continue;
      }
      const newText = written.slice(0, written.toLowerCase().lastIndexOf(pattern.toLowerCase())) + spelled;
      const trailing = written.endsWith("/") ? "/" : "";
      const edit = { path: finding.path, range: finding.range, newText: newText + trailing };
      yield { ...finding, fix: { title: `Write ${spelled}`, edits: [edit] } };
    }
  },
};

export const copySourceIgnored: Rule = {
  code: "NB112",
  name: "copy-source-ignored",
  severity: "error",
  what: "COPY or ADD names a file that `.dockerignore` keeps from the build.",
  why: "For the build the file does not exist: it stops with `not found`, or copies a directory without it.",
  example: {
    language: "dockerfile",
    bad: "# .dockerignore: *.csv\nCOPY data.csv ./",
    good: "# .dockerignore: *.csv, !data.csv\nCOPY data.csv ./",
  },
  remedy: "Except the file in `.dockerignore` with a line `!path`.",
  *check(course) {
    for (const { copy, source, pattern } of sourcesOf(course)) {
      if (source.selected.length === 0 || pattern === "") continue;
      if (source.selected.some((path) => !course.tree.isIgnored(path))) continue;
      yield atSource(course, source, {
        message: `${copy.instruction.keyword} of ${source.word.value}: .dockerignore keeps it from the build.`,
        hint: `Add a line !${pattern} to .dockerignore, or take out the one that matches it.`,
      });
    }
  },
};

export const copySourceOutside: Rule = {
  code: "NB113",
  name: "copy-source-outside",
  severity: "error",
  what: "COPY or ADD reaches above the course directory.",
  why: "A build sees nothing outside of its directory; Docker refuses, or looks for the file inside.",
  example: { language: "dockerfile", bad: "COPY ../shared/data.csv ./", good: "COPY data.csv ./" },
  remedy: "Put the file into the course directory.",
  *check(course) {
    for (const copy of course.layout?.copies ?? []) {
      for (const source of copy.sources) {
        if (source.pattern !== undefined) continue;
        yield atSource(course, source, {
          message: `${copy.instruction.keyword} of ${source.word.value}: that is outside of the course directory.`,
          hint: "Put the file into the course directory; a build sees nothing else.",
        });
      }
    }
  },
};

function* sourcesOf({ layout }: CheckedCourse): Iterable<{ copy: Copy; source: CopySource; pattern: string }> {
  for (const copy of layout?.copies ?? []) {
    for (const source of copy.sources) {
      if (source.pattern === undefined || isUnresolved(source.pattern)) continue;
      yield { copy, source, pattern: source.pattern };
    }
  }
}

function spelledOtherwise({ tree }: CheckedCourse, pattern: string): string | undefined {
  return /[*?[]/.test(pattern) ? undefined : tree.spelledOtherwise(pattern);
}

function atSource(course: CheckedCourse, source: CopySource, said: Pick<Finding, "message" | "hint">): Finding {
  return { ...said, path: course.dockerfile?.path ?? "Dockerfile", range: source.word.range };
}

function offsets({ dockerfile }: CheckedCourse, { word }: CopySource): [number, number] {
  const lines = dockerfile?.lines;
  return lines === undefined ? [0, 0] : [lines.offset(word.range.start), lines.offset(word.range.end)];
}

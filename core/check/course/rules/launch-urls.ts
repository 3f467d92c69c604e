import type { CheckedCourse } from "../../checked-course.ts";
import type { Range } from "../../diagnostic.ts";
import type { Rule } from "../../rule.ts";
import type { TextLines } from "../../text-lines.ts";

/** A list of launch links, one a line; `#` starts a comment. */
const listName = /^launch_urls(\.txt)?$/;

export const launchUrlInvalid: Rule = {
  code: "NB410",
  name: "launch-url-invalid",
  severity: "error",
  what: "A line of `launch_urls` is no launch link of the hub.",
  why: "Learners who click it land on an error page, or on another site.",
  example: {
    language: "text",
    bad: "https://nb.learn.mit.edu/?notebook=intro.ipynb",
    good: "https://nb.learn.mit.edu/tmplogin?course=uai_source-uai.1&notebook=intro.ipynb",
  },
  remedy: "`nbdev url --production --notebook NAME` prints the right one.",
  *check(course) {
    for (const { path, url, written, range } of launchUrls(course)) {
      const problem = url === undefined ? "is no URL" : addressProblem(url);
      if (problem === undefined) continue;
      yield {
        path,
        range,
        message: `${written} ${problem}.`,
        hint: "Print the right link: nbdev url --production --notebook NAME",
      };
    }
  },
};

export const launchUrlCourse: Rule = {
  code: "NB411",
  name: "launch-url-course",
  severity: "error",
  what: "A launch link names no course, one that production does not know, or another one than this.",
  why: "The hub opens the default image, without the notebook and without a word.",
  example: {
    language: "text",
    bad: "https://nb.learn.mit.edu/tmplogin?course=uai_source-uai.99&notebook=intro.ipynb",
    good: "https://nb.learn.mit.edu/tmplogin?course=uai_source-uai.9&notebook=intro.ipynb",
  },
  remedy: "Correct the course, or ask whoever runs the hub to register it.",
  *check(course) {
    const { name, production } = course.snapshot;
    for (const { path, url, range } of launchUrls(course)) {
      if (url === undefined || addressProblem(url) !== undefined || url.searchParams.has("tag")) continue;
      const asked = url.searchParams.get("course")?.toLowerCase();
      if (asked === undefined || asked === "") {
        yield { path, range, message: "The link names no course.", hint: "Add course=NAME." };
      } else if (production.length > 0 && !production.some((known) => known.name === asked)) {
        yield {
          path,
          range,
          message: `The link asks for the course ${asked}, which the production hub does not know.`,
          hint: "Correct the course, or ask whoever runs the hub to register it.",
        };
      } else if (name !== undefined && asked !== name.toLowerCase()) {
        yield {
          path,
          range,
          severity: "warning",
          message: `The link opens the course ${asked}; this is ${name}.`,
          hint: `Write course=${name.toLowerCase()}.`,
        };
      }
    }
  },
};

export const launchUrlNotebook: Rule = {
  code: "NB412",
  name: "launch-url-notebook",
  severity: "error",
  what: "A launch link names a notebook that the course does not have, or in a way that the hub ignores.",
  why: "The learner sees an empty page, a 404, or the file list instead of the notebook.",
  example: {
    language: "text",
    bad: "https://nb.learn.mit.edu/tmplogin?course=uai_source-uai.9&notebook=Intro.ipynb",
    good: "https://nb.learn.mit.edu/tmplogin?course=uai_source-uai.9&notebook=intro.ipynb",
  },
  remedy: "Correct the path; case and directories count, and `#`, `&`, `+`, `%` must be encoded.",
  *check(course) {
    const { tree } = course;
    for (const { path, url, written, range } of launchUrls(course)) {
      if (url === undefined || addressProblem(url) !== undefined) continue;
      const notebook = url.searchParams.get("notebook");
      if (notebook === null || notebook === "" || isOfAnotherCourse(course, url)) continue;
      const problem = notebookProblem(notebook, written, tree.has(notebook), tree.spelledOtherwise(notebook));
      if (problem !== undefined) yield { path, range, ...problem };
    }
  },
};

function notebookProblem(notebook: string, written: string, exists: boolean, spelled: string | undefined) {
  const encoding = "Encode the path: nbdev url --production --notebook NAME";
  if (/[{}]/.test(notebook))
    return { message: `The notebook ${notebook} has a brace: the hub answers 500.`, hint: "Rename the notebook." };
  if (!notebook.endsWith(".ipynb")) {
    const cut = /notebook=[^&]*[#&]/.test(written) ? " (an unencoded # or & cuts it off)" : "";
    return { message: `The hub ignores the notebook ${notebook}: it does not end in .ipynb${cut}.`, hint: encoding };
  }
  if (exists) return undefined;
  if (spelled !== undefined)
    return {
      message: `The link names ${notebook}; the file is called ${spelled}.`,
      hint: `Write notebook=${encodeURIComponent(spelled)}`,
    };
  const plus = /notebook=[^&]*\+/.test(written) ? " (a + means a space)" : "";
  return {
    message: `The course has no notebook ${notebook}${plus}.`,
    hint: "Correct the path, relative to the course directory.",
  };
}

function addressProblem(url: URL): string | undefined {
  if (!/^(authoring\.)?nb\.learn\.mit\.edu$/.test(url.hostname))
    return `is not on nb.learn.mit.edu, but on ${url.hostname}`;
  if (url.protocol !== "https:") return "does not begin with https://";
  if (!/^\/(hub\/)?tmplogin\/?$/.test(url.pathname) && url.hostname === "nb.learn.mit.edu")
    return `has the path ${url.pathname}, not /tmplogin`;
  return undefined;
}

function isOfAnotherCourse({ snapshot }: CheckedCourse, url: URL): boolean {
  const asked = url.searchParams.get("course")?.toLowerCase();
  return asked !== undefined && snapshot.name !== undefined && asked !== snapshot.name.toLowerCase();
}

interface LaunchUrl {
  readonly path: string;
  readonly written: string;
  readonly url: URL | undefined;
  readonly range: Range;
}

function* launchUrls(course: CheckedCourse): Iterable<LaunchUrl> {
  for (const path of course.tree.files) {
    const lines = listName.test(path) ? course.text(path) : undefined;
    if (lines !== undefined) yield* urlsOf(path, lines);
  }
}

function* urlsOf(path: string, lines: TextLines): Iterable<LaunchUrl> {
  for (let number = 0; number < lines.count; number++) {
    const written = lines
      .line(number)
      .replace(/(^|\s)#.*$/, "")
      .trim();
    if (written === "") continue;
    const character = lines.line(number).indexOf(written);
    const range = { start: { line: number, character }, end: { line: number, character: character + written.length } };
    yield { path, written, range, url: URL.canParse(written) ? new URL(written) : undefined };
  }
}

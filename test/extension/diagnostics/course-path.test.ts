import { expect, it } from "vitest";
import { pathWithin } from "../../../extension/diagnostics/course-path.ts";

it.each([
  ["/ws/a", "/ws/a/week/x.ipynb", "week/x.ipynb"],
  ["/ws/a/", "/ws/a", ""],
  ["/ws/a", "/ws/ab/x", undefined],
  ["/ws/a", "/ws", undefined],
  ["/", "/x", "x"],
  ["/ws", "/ws/a\\b", "a\\b"],
  ["c:\\ws\\a", "C:\\ws\\a\\week\\x.ipynb", "week/x.ipynb"],
])("within %s, %s is %s", (directory, file, path) => expect(pathWithin(directory, file)).toBe(path));

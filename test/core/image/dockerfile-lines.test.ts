import { describe, expect, test } from "vitest";
import { baseImages, findFrom, findInstruction } from "../../../core/image/dockerfile-lines.ts";

const dockerfile = `# syntax comment
ARG VERSION=1
FROM quay.io/a/base:1 AS builder
RUN make
ENV A=1
RUN make

FROM builder
COPY --from=builder /a /b
RUN pip install \\
    numpy \\
    scipy
WORKDIR $HOME/work
`;

describe("findInstruction", () => {
  test.each([
    ["[builder 2/3] RUN make", 4],
    ["[builder 3/3] RUN make", 6],
    ["[linux/arm64 builder 3/3] RUN make", 6],
    ["[stage-1 1/3] COPY --from=builder /a /b", 9],
    ["[stage-1 2/3] RUN pip install     numpy     scipy", 10],
    ["[stage-1 3/3] WORKDIR /home/jovyan/work", 13],
    ["[builder 1/3] FROM quay.io/a/base:1@sha256:0", 3],
    ["Step 4/9 : ENV A=1", 5],
    ["Step 8/9 : RUN pip install numpy scipy", 10],
    ["RUN pip install numpy scipy", 10],
  ])("%s", (name, line) => {
    expect(findInstruction(dockerfile, name)?.line).toBe(line);
  });

  test("a step that is no instruction has no line", () => {
    expect(findInstruction(dockerfile, "[internal] load build context")).toBeUndefined();
    expect(findInstruction(dockerfile, "exporting to image")).toBeUndefined();
  });

  test("an instruction over several lines is quoted on one", () => {
    expect(findInstruction(dockerfile, "Step 8/9 : RUN x")?.text).toBe("RUN pip install numpy scipy");
  });

  test("a heredoc has the line where it begins", () => {
    const text = "FROM a\nRUN <<EOF\necho 1\nfalse\nEOF\nRUN true\n";
    expect(findInstruction(text, "[2/3] RUN <<EOF (echo 1...)")?.line).toBe(2);
    expect(findInstruction(text, "[3/3] RUN true")?.line).toBe(6);
  });
});

test("the bases of a Dockerfile are neither its stages nor its arguments", () => {
  expect(baseImages(`${dockerfile}FROM image:$VERSION\nFROM BUILDER\n`)).toEqual(["quay.io/a/base:1"]);
});

test("a base is found under the full name that the engine gives it", () => {
  expect(findFrom("FROM a\nFROM debian:12\n", "docker.io/library/debian:12")?.line).toBe(2);
});

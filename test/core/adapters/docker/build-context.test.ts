import { execFileSync } from "node:child_process";
import { chmod, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { extract, type Header } from "tar-stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { openBuildContext } from "../../../../core/adapters/docker/build-context.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

async function entriesOf(directory: string): Promise<Header[]> {
  const entries: Header[] = [];
  const archive = extract();
  (await openBuildContext(directory)).pipe(archive);
  for await (const entry of archive) {
    entries.push(entry.header);
    entry.resume();
  }
  return entries;
}

async function filesOf(rules: string, paths: readonly string[]): Promise<string[]> {
  const files = Object.fromEntries([...paths, "Dockerfile"].map((path) => [path, "x"]));
  const directory = await temporaryDirectory({ ...files, ".dockerignore": rules });
  const names = (await entriesOf(directory)).filter(({ type }) => type === "file").map(({ name }) => name);
  return names.filter((name) => name !== "Dockerfile" && name !== ".dockerignore").sort();
}

describe("openBuildContext", () => {
  test.each([
    ["", ["a", "b/c"], ["a", "b/c"]],
    ["# comment\n\n  a  \n", ["a", "b"], ["b"]],
    ["*.pyc", ["a.pyc", "b/a.pyc"], ["b/a.pyc"]],
    ["**/*.pyc", ["a.pyc", "b/a.pyc", "c"], ["c"]],
    ["/a", ["a", "b/a"], ["b/a"]],
    ["b/", ["b/c", "d"], ["d"]],
    ["*\n!b", ["a", "b/c", "b/d"], ["b/c", "b/d"]],
    ["b\n!b/keep.ipynb", ["b/keep.ipynb", "b/c"], ["b/keep.ipynb"]],
    ["b\n!**/*.ipynb", ["b/deep/keep.ipynb", "b/c"], ["b/deep/keep.ipynb"]],
    ["*\n!b\nb/c", ["b/c", "b/d"], ["b/d"]],
    ["A", ["a"], ["a"]],
    ["?", ["a", "ab"], ["ab"]],
  ])("with %j", async (rules, paths, expected) => {
    expect(await filesOf(rules, paths)).toEqual(expected);
  });

  test("the Dockerfile and the rules are sent whatever they say", async () => {
    const directory = await temporaryDirectory({ Dockerfile: "", ".dockerignore": "*", a: "" });
    expect((await entriesOf(directory)).map(({ name }) => name).sort()).toEqual([".", ".dockerignore", "Dockerfile"]);
  });

  test("the Dockerfile's own rules win", async () => {
    const files = { Dockerfile: "", ".dockerignore": "a", "Dockerfile.dockerignore": "b", a: "", b: "" };
    const names = (await entriesOf(await temporaryDirectory(files))).map(({ name }) => name);
    expect(names).toContain("a");
    expect(names).not.toContain("b");
  });

  test("hostile names arrive as they are", async () => {
    const names = ["a b", 'it\'s "x"', "$(x)", "-rf", "line\nend", "naïve-日本語", "x".repeat(255), "..hidden"];
    expect(await filesOf("", names)).toEqual([...names].sort());
  });

  test("links stay links, modes stay, owners are root, sockets and pipes are left out", async () => {
    const directory = await temporaryDirectory({ Dockerfile: "", run: "" });
    await chmod(join(directory, "run"), 0o755);
    await symlink("/nowhere", join(directory, "link"));
    const server = createServer().listen(join(directory, "socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    onTestFinished(() => void server.close());
    execFileSync("mkfifo", [join(directory, "pipe")]);
    const entries = new Map((await entriesOf(directory)).map((header) => [header.name, header]));
    expect(entries.get("link")).toMatchObject({ type: "symlink", linkname: "/nowhere" });
    expect((entries.get("run")?.mode ?? 0) & 0o777).toBe(0o755);
    expect([...entries.values()].every(({ uid, gid }) => uid === 0 && gid === 0)).toBe(true);
    expect([entries.has("socket"), entries.has("pipe")]).toEqual([false, false]);
  });

  test("two reads of the same directory are the same bytes", async () => {
    const directory = await temporaryDirectory({ Dockerfile: "", "b/c": "1", a: "2" });
    const read = async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of await openBuildContext(directory)) chunks.push(chunk);
      return Buffer.concat(chunks);
    };
    expect((await read()).equals(await read())).toBe(true);
  });
});

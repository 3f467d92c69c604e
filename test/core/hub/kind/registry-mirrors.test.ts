import { describe, expect, it } from "vitest";
import { ensureMirrors, hostsToml } from "../../../../core/hub/kind/registry-mirrors.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";

describe("containerd's mirrors", () => {
  it("production's registry is closed: nothing reaches the real one", () => {
    const toml = hostsToml("610119931565.dkr.ecr.us-east-1.amazonaws.com", true);
    expect(toml).not.toContain("https://");
    expect(toml).toMatch(/^server = "http:\/\/nbdev-registry:5000\/v2\/610119931565/);
  });

  it("another registry's images fall through to it", () => {
    expect(hostsToml("quay.io", false)).toMatch(/^server = "https:\/\/quay\.io"/);
    expect(hostsToml("docker.io", false)).toMatch(/^server = "https:\/\/registry-1\.docker\.io"/);
    expect(hostsToml("quay.io", false)).toContain('[host."http://nbdev-registry:5000/v2/quay.io"]');
  });

  it("lie where containerd looks for each host", async () => {
    const written: string[] = [];
    const nodes = { writeFile: async (_: string, path: string) => written.push(path) > 0 };
    await ensureMirrors(nodes as never, new Map([["quay.io", { closed: false }]]), unattendedTask());
    expect(written).toEqual(["/etc/containerd/certs.d/quay.io/hosts.toml"]);
  });
});

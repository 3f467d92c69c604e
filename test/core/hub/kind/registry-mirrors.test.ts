import { describe, expect, it } from "vitest";
import { ensureMirrors, hostsToml } from "../../../../core/hub/kind/registry-mirrors.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";

const open = { closed: false, authorities: false };

describe("containerd's mirrors", () => {
  it("production's registry is closed: nothing reaches the real one", () => {
    const toml = hostsToml("610119931565.dkr.ecr.us-east-1.amazonaws.com", { closed: true, authorities: true });
    expect(toml).not.toContain("https://");
    expect(toml).toMatch(/^server = "http:\/\/nbdev-registry:5000\/v2\/610119931565/);
  });

  it("another registry's images fall through to it", () => {
    expect(hostsToml("quay.io", open)).toMatch(/^server = "https:\/\/quay\.io"/);
    expect(hostsToml("docker.io", open)).toMatch(/^server = "https:\/\/registry-1\.docker\.io"/);
    expect(hostsToml("quay.io", open)).toContain('[host."http://nbdev-registry:5000/v2/quay.io"]');
  });

  it("lie where containerd looks for each host", async () => {
    expect([...(await written(undefined)).keys()]).toEqual(["/etc/containerd/certs.d/quay.io/hosts.toml"]);
  });

  it("trust a company's authorities on the way to the real registry, where there are some", async () => {
    const files = await written("-----BEGIN CERTIFICATE-----");
    const [[path, text] = []] = files;
    expect(text).toBe("-----BEGIN CERTIFICATE-----");
    expect(files.get("/etc/containerd/certs.d/quay.io/hosts.toml")).toMatch(
      new RegExp(`^server = "https://quay.io"\nca = "${path}"\n`),
    );
    expect(hostsToml("quay.io", open)).not.toContain("ca =");
  });
});

async function written(authorities: string | undefined): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const nodes = { writeFile: async (_: string, path: string, text: string) => files.set(path, text).size > 0 };
  await ensureMirrors(nodes as never, new Map([["quay.io", { closed: false }]]), authorities, unattendedTask());
  return files;
}

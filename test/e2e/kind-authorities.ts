import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { UpResult } from "../../core/index.ts";
import { runCli } from "../support/cli.ts";
import { docker, kubectl } from "../support/real-engine.ts";

const company = "company-registry";
const hubImage = "quay.io/jupyterhub/k8s-hub:4.4.0";

/** The node pulls an image from a registry whose certificate none but the company's own authority has signed. */
export function pullThroughCompany(env: Record<string, string>, course: string): void {
  it("--ca-bundle reaches the node: it pulls from a registry that only the company's authority vouches for", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nbdev-company-"));
    try {
      const reference = startRegistry(folder);
      const values = join(folder, "values.yaml");
      const [name, tag] = [reference.slice(0, reference.lastIndexOf(":")), "1"];
      writeFileSync(values, JSON.stringify({ hub: { image: { name, tag } } }));
      const layers = [process.env.NBDEV_VALUES ?? "", values].flatMap((file) => ["--values", file]);
      const args = ["--runtime", "kind", "--no-open", "--json", "--ca-bundle", join(folder, "ca.pem")];
      const result = await runCli(["up", course, ...args, ...layers], { env });
      expect(result.json<UpResult>().outcome, result.stderr.slice(-2000)).toBe("ready");
      expect(kubectl("get", "pods", "-l", "component=hub", "-o", "jsonpath={..spec.containers[0].image}")).toBe(
        reference,
      );
    } finally {
      docker("rm", "--force", company);
    }
  });
}

/** A registry by TLS on kind's network, with the hub's image under a name that the engine does not hold. */
function startRegistry(folder: string): string {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "ca.pem")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", `/CN=${company}`];
  const names = ["-addext", `subjectAltName=DNS:${company}`, "-keyout", key, "-out", certificate];
  execFileSync("openssl", [...request, ...names], { stdio: "ignore" });
  const tls = ["-e", "REGISTRY_HTTP_TLS_KEY=/key.pem", "-e", "REGISTRY_HTTP_TLS_CERTIFICATE=/ca.pem"];
  const image = process.env.NBDEV_REGISTRY_IMAGE ?? "registry:2";
  docker("create", "--name", company, "--network", "kind", "-p", "127.0.0.1::5000", ...tls, image);
  docker("cp", key, `${company}:/key.pem`);
  docker("cp", certificate, `${company}:/ca.pem`);
  docker("start", company);
  const pushed = `${docker("port", company, "5000").split("\n")[0]}/jupyterhub/k8s-hub:1`;
  docker("tag", hubImage, pushed);
  docker("push", "--quiet", pushed);
  docker("rmi", pushed);
  return `${company}:5000/jupyterhub/k8s-hub:1`;
}

import { execFileSync } from "node:child_process";

/** The docker CLI's answer, so that what nbdev says is held against somebody else's view. */
export function docker(...args: string[]): string {
  return execFileSync("docker", args, { encoding: "utf8" }).trim();
}

/** kubectl's answer about the hub's namespace, from inside the node. */
export function kubectl(...args: string[]): string {
  const program = ["kubectl", "--kubeconfig=/etc/kubernetes/admin.conf", "-n", "jupyter"];
  return docker("exec", "nbdev-control-plane", ...program, ...args);
}

/** Everything of nbdev's that an engine can hold. */
export function leftovers() {
  return {
    containers: docker("ps", "--all", "--format", "{{.Names}}", "--filter", "name=nbdev"),
    volumes: docker("volume", "ls", "--quiet"),
    networks: docker("network", "ls", "--format", "{{.Name}}").split("\n").sort(),
    images: docker("images", "--format", "{{.Repository}}:{{.Tag}}")
      .split("\n")
      .filter((name) => /127\.0\.0\.1|:(hello|second|course)$/.test(name)),
  };
}

/** Bytes that the local registry has received since it started, by its network interfaces. */
export function receivedByRegistry(): number {
  const lines = docker("exec", "nbdev-registry", "cat", "/proc/net/dev").split("\n");
  const counters = lines.flatMap((line) => /^\s*(\w+):\s*(\d+)/.exec(line)?.slice(1) ?? []);
  return counters.reduce(
    (sum, value, index) => (counters[index - 1]?.startsWith("eth") ? sum + Number(value) : sum),
    0,
  );
}

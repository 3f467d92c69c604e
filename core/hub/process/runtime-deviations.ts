import type { Deviation } from "../../image/index.ts";

/** What differs from production because servers are processes of this machine, whatever the course. */
export function runtimeDeviations(facts: { memoryLimit: boolean; root: boolean; postgres: boolean }): Deviation[] {
  const always: Deviation[] = [
    {
      subject: "isolation",
      production: "one pod a learner",
      here: "processes with your own rights",
      reason: "there is no container engine; course code can do here what you can",
    },
    {
      subject: "image",
      production: "built from the Dockerfile",
      here: "a Python environment made from its pip and COPY lines",
      reason: "without an engine nothing can run the other lines",
    },
  ];
  const sqlite: Deviation = {
    subject: "hub.db.type",
    production: "postgres",
    here: "sqlite",
    reason: "one hub on one machine needs no database server",
  };
  const limit: Deviation = {
    subject: "singleuser.memory.limit",
    production: "4G, killed above",
    here: "off",
    reason: "no memory cgroup of this machine is writable, and an address-space limit would break what works",
  };
  const allowRoot: Deviation = {
    subject: "singleuser.cmd",
    production: "jupyterhub-singleuser as jovyan",
    here: "with --allow-root",
    reason: "nbdev was started by root",
  };
  const { memoryLimit, root, postgres } = facts;
  return [...always, ...(postgres ? [] : [sqlite]), ...(memoryLimit ? [] : [limit]), ...(root ? [allowRoot] : [])];
}

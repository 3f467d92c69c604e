import { entry } from "../entry.ts";

export const toolErrors = {
  TOOL_FAILED: entry<{ tool: string; line: string; exitCode: number | undefined }>({
    when: "a program that nbdev runs ended with an error that nbdev has no better name for",
    message: ({ tool, exitCode }) => `${tool} failed${exitCode === undefined ? "" : ` with exit code ${exitCode}`}.`,
    hint: ({ line }) => `Its last lines are above; run it yourself with: ${line}`,
  }),
  TOOL_UNSUPPORTED: entry<{ tool: string; path: string; version: string; range: string }>({
    when: "kind or helm on PATH is too old or too new, and downloading the pinned one was switched off",
    message: ({ tool, path, version, range }) => `${path} is ${tool} ${version}; nbdev needs ${range}.`,
    hint: ({ tool, range }) => `Install ${tool} ${range}, or remove it from PATH and let nbdev download its own.`,
  }),
  DOWNLOAD_FAILED: entry<{ url: string; reason: string }>({
    when: "a tool or chart could not be downloaded",
    message: ({ url, reason }) => `Could not download ${url}: ${reason}.`,
    hint: () =>
      "Check the connection and the proxy settings (HTTPS_PROXY, NODE_EXTRA_CA_CERTS), or install the tool yourself so that it is on PATH.",
  }),
  DOWNLOAD_CORRUPT: entry<{ url: string; expected: string; actual: string }>({
    when: "a downloaded tool or chart, or its cached copy, does not have the digest that nbdev expects",
    message: ({ url, expected, actual }) => `${url} has the digest ${actual}, not ${expected}. It was not used.`,
    hint: () => "Try again; if it stays so, tell whoever runs your network: someone may be changing downloads.",
  }),
  CA_BUNDLE_INVALID: entry<{ path: string; problem: string }>({
    when: "the file of --ca-bundle or NBDEV_CA_BUNDLE cannot be read, or holds no certificate",
    message: ({ path, problem }) => `${path} ${problem}.`,
    hint: () => "Name a PEM file of your company's certificate authorities: nbdev up --ca-bundle company-ca.pem",
  }),
  FILE_REFUSED: entry<{ path: string; reason: string; code: string }>({
    when: "the system refuses to read or write a file: no permission, a read-only disk, or a full one",
    message: ({ path, reason, code }) => `${path} cannot be used: ${reason} (${code}).`,
    hint: () =>
      "Check its permissions and its disk; nbdev's own files can lie elsewhere: NBDEV_CACHE_DIR, NBDEV_STATE_DIR, NBDEV_RUNTIME_DIR.",
  }),
  BUSY: entry<{ what: string; owner: string }>({
    when: "another nbdev works on the same hub at this moment, and did not finish in time",
    message: ({ what, owner }) => `Another nbdev (${owner}) is working on ${what}.`,
    hint: () => "Wait until it has finished, or end it with Ctrl-C in its terminal.",
  }),
};

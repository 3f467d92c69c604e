// Preloaded by NODE_OPTIONS into VS Code's processes: each program that the extension under test starts becomes a line of
// NBDEV_SPAWN_LOG. It counts by the stack, since VS Code's own extensions share the process.
const { appendFileSync } = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
const childProcess = require("node:child_process");

function record(file, args) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  const { stack } = new Error("who asks");
  Error.stackTraceLimit = limit;
  if (!stack.includes(process.env.NBDEV_SPAWNS_BY)) return;
  appendFileSync(process.env.NBDEV_SPAWN_LOG, `${JSON.stringify({ file, args })}\n`);
}

if (process.env.NBDEV_SPAWN_LOG !== undefined) {
  const { spawn } = childProcess.ChildProcess.prototype; // spawn, exec, execFile and fork all end here
  childProcess.ChildProcess.prototype.spawn = function (options) {
    record(options.file, options.args);
    return spawn.call(this, options);
  };
  for (const name of ["spawnSync", "execSync", "execFileSync"]) {
    const original = childProcess[name];
    childProcess[name] = (file, ...rest) => {
      record(file, rest[0]);
      return original(file, ...rest);
    };
  }
  syncBuiltinESMExports();
}

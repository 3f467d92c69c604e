import { describe, expect, it } from "vitest";
import { answered, orUndefined } from "../../../../core/adapters/docker/answer.ts";
import { unattendedTask } from "../../../../core/progress/index.ts";

const never = new Promise<string>(() => undefined);

describe("a request to the engine", () => {
  it("gives the answer, and undefined for what is not there", async () => {
    expect(await answered(Promise.resolve("yes"), "a look", unattendedTask())).toBe("yes");
    const missing = Promise.reject(Object.assign(new Error("no such container"), { statusCode: 404 }));
    expect(await orUndefined(missing, "a look", unattendedTask())).toBeUndefined();
  });

  it("to an engine that hangs is ENGINE_GONE after a while", async () => {
    await expect(answered(never, "a look at the node", unattendedTask(), 0.01)).rejects.toMatchObject({
      code: "ENGINE_GONE",
      message: "The Docker engine went away during: a look at the node.",
    });
  });

  it("ends with the task, also with one that has ended before", async () => {
    const control = new AbortController();
    const task = { ...unattendedTask(), signal: control.signal };
    const waiting = answered(never, "a look", task);
    control.abort(new Error("interrupted"));
    await expect(waiting).rejects.toThrow("interrupted");
    await expect(answered(never, "a look", task)).rejects.toThrow("interrupted");
  });

  it.each([
    "driver failed programming external connectivity: Bind for 127.0.0.1:30000 failed: port is already allocated",
    "failed to listen: listen tcp4 127.0.0.1:30000: bind: address already in use",
  ])("names the port that another program has by now: %s", async (message) => {
    const refused = Promise.reject(Object.assign(new Error(message), { statusCode: 500 }));
    await expect(answered(refused, "the start of the node", unattendedTask())).rejects.toMatchObject({
      code: "PORT_TAKEN",
      message: expect.stringContaining("Port 30000"),
    });
  });
});

import { renameSync, writeFileSync } from "node:fs";

/** A test passes unless it throws; `after` runs when it has ended, however that was, last one first. */
export type SuiteTest = (after: (undo: () => unknown) => void) => unknown;

interface Outcome {
  name: string;
  milliseconds: number;
  error?: string;
}

/**
 * The `run` that VS Code's extension host calls: all tests in order, each for at most `milliseconds`, and
 * their outcomes in the file NBDEV_SUITE_RESULT. What hangs is so named, not only missed.
 */
export function suite(tests: Readonly<Record<string, SuiteTest>>, milliseconds = 60_000): () => Promise<void> {
  return async () => {
    const outcomes: Outcome[] = [];
    for (const [name, test] of Object.entries(tests)) outcomes.push(await outcomeOf(name, test, milliseconds));
    const file = process.env.NBDEV_SUITE_RESULT;
    if (file === undefined) throw new Error("NBDEV_SUITE_RESULT says nothing about where the result goes");
    writeFileSync(`${file}.part`, JSON.stringify(outcomes));
    renameSync(`${file}.part`, file); // whoever waits for it never sees half of it
    const failed = outcomes.filter(({ error }) => error !== undefined);
    if (failed.length > 0) throw new Error(failed.map(({ name, error }) => `${name}: ${error}`).join("\n\n"));
  };
}

async function outcomeOf(name: string, test: SuiteTest, milliseconds: number): Promise<Outcome> {
  const start = performance.now();
  const undos: (() => unknown)[] = [];
  let error: string | undefined;
  try {
    await Promise.race([test((undo) => undos.push(undo)), tooLong(milliseconds)]);
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
  for (const undo of undos.reverse()) {
    try {
      await undo();
    } catch (thrown) {
      error ??= `after the test: ${thrown}`;
    }
  }
  return { name, milliseconds: performance.now() - start, ...(error !== undefined && { error }) };
}

function tooLong(milliseconds: number): Promise<never> {
  return new Promise((_, fail) => {
    setTimeout(() => fail(new Error(`the test has not ended within ${milliseconds / 1000} s`)), milliseconds).unref();
  });
}

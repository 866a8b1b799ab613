import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Child = {
  /** The next line it prints. */
  nextLine(): Promise<string>;
  /** Kills it like a power cut and returns the lines that it had still printed. */
  kill(): Promise<string[]>;
};

/** Runs a script in a process of its own, which is killed with the test at the latest. */
export function startChild(script: URL, scriptArguments: string[], { signal }: { signal: AbortSignal }): Child {
  const child = spawn(process.execPath, [fileURLToPath(script), ...scriptArguments], {
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
    killSignal: 'SIGKILL',
  });
  const exit = once(child, 'close');
  // The end of the test kills a running child, which is no failure.
  exit.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async nextLine() {
      const { value, done } = await lines.next();
      assert.ok(!done, 'The child process ended before it said what was expected.');
      return value;
    },
    async kill() {
      child.kill('SIGKILL');
      await exit;
      const rest: string[] = [];
      for await (const line of { [Symbol.asyncIterator]: () => lines }) rest.push(line);
      return rest;
    },
  };
}

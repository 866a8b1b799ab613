import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The command behind `npm run org`. */
export const orgCommand = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

type Ended = { code: number; output: string; errors: string };

/** Starts a command; `said` waits for a text in its output, `ended` for its end. */
export function run(command: string, args: string[]) {
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'close').then(([code]): Ended => ({ code: Number(code), output, errors }));
  const said = async (text: string): Promise<string> => {
    while (!output.includes(text)) {
      const { code } = await Promise.race([once(child.stdout, 'data').then(() => ({ code: undefined })), ended]);
      if (code !== undefined) throw new Error(`The command ended with ${code}: ${errors}`);
    }
    return output;
  };
  return { ended, said, interrupt: () => child.kill('SIGINT'), kill: () => child.kill('SIGKILL') };
}

/** The first group of a pattern in the output of a command. */
export const readLine = (output: string, pattern: RegExp): string => {
  const found = pattern.exec(output)?.[1];
  assert.ok(found, `${pattern.source} in ${output}`);
  return found;
};

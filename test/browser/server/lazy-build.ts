import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectFolder } from '../build/folders.ts';

const entry = join(projectFolder, 'test/browser/build/main.ts');
const keptOutput = 4000;

export type BuildState = { kind: 'building' } | { kind: 'ready' } | { kind: 'failed'; output: string };

/** A build of the pages that runs only when somebody opens one. */
export type LazyBuild = {
  /** Starts the build on the first call, and again on the first call after a failure was reported. */
  state(): BuildState;
  /** Ends a build that is running. */
  stop(): Promise<void>;
};

/** `command` is the script that builds. */
export function createLazyBuild({ command = entry }: { command?: string } = {}): LazyBuild {
  let current: BuildState | undefined;
  let child: ChildProcess | undefined;

  function start(): BuildState {
    // A process group of its own: the compiler that the build starts ends with it.
    const build = spawn(process.execPath, [command], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    child = build;
    let output = '';
    for (const stream of [build.stdout, build.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = `${output}${text}`.slice(-keptOutput);
      });
    }
    build.once('close', (code) => {
      child = undefined;
      current = code === 0 ? { kind: 'ready' } : { kind: 'failed', output };
    });
    return { kind: 'building' };
  }

  return {
    state() {
      current ??= start();
      const reported = current;
      if (reported.kind === 'failed') current = undefined;
      return reported;
    },
    async stop() {
      if (child?.pid === undefined) return;
      const closed = once(child, 'close');
      endGroup(child.pid);
      await closed;
    },
  };
}

/** Ends a process and those that it started. Windows has no process groups: there it ends the process alone. */
function endGroup(pid: number): void {
  process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
}

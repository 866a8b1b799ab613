import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sfEntry, sfFolder } from './install-sf.ts';
import { count, countEnd } from './tally.ts';

/** Output and exit code of a command of `sf`. */
export type Ran = { exitCode: number; stdout: string; stderr: string };

/** The JSON that `--json` prints: `result` on success, `name` and `message` on failure. */
export type Json = {
  status: number;
  result?: unknown;
  warnings?: string[];
  name?: string;
  message?: string;
  exitCode?: number;
  [other: string]: unknown;
};

/** A running command. */
export type Running = { child: ChildProcess; ended: Promise<Ran>; output(): string };

type Settings = { env?: Record<string, string>; cwd?: string };

/** The real CLI in a home folder of its own: what it stores ends with `remove`. */
export type Sf = {
  /** Its home and working folder, for files that a command reads or writes. */
  folder: string;
  run(args: string[], settings?: Settings): Promise<Ran>;
  /** Starts a command that the test is to interrupt. */
  start(args: string[], settings?: Settings): Running;
  /** Runs with `--json`; throws what was printed when that is no JSON. */
  json(args: string[], settings?: Settings): Promise<Json & Ran>;
  remove(): void;
};

const quiet = {
  SF_DISABLE_TELEMETRY: 'true',
  SF_AUTOUPDATE_DISABLE: 'true',
  SF_SKIP_NEW_VERSION_CHECK: 'true',
  SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
  SF_DISABLE_LOG_FILE: 'true',
  // Progress in plain lines, without colours and frames that overwrite each other.
  CI: 'true',
  FORCE_COLOR: '0',
  NO_COLOR: '1',
};

/** Users of `sf` may have another version of Node: PLUMBLINE_SF_NODE names one to run it with. */
const node = process.env['PLUMBLINE_SF_NODE'] ?? process.execPath;

function spawnSf(args: string[], { env, cwd }: Required<Settings>): Running {
  count('commands');
  const child = spawn(node, [sfEntry, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ran: Ran = { exitCode: -1, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.stderr += text));
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const exitCode = code ?? -1;
      countEnd(args, exitCode);
      resolve({ ...ran, exitCode });
    });
  });
  return { child, ended, output: () => ran.stdout };
}

function readJson(ran: Ran): Json & Ran {
  try {
    return { ...(JSON.parse(ran.stdout) as Json), ...ran };
  } catch (cause) {
    throw new Error(`sf printed no JSON (exit code ${ran.exitCode}):\n${ran.stdout}\n${ran.stderr}`, { cause });
  }
}

/** Opens the CLI for one org, reached with the access token given unless a command names another org. */
export function openSf(target: { url: string; token?: string }): Sf {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-sf-'));
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    USERPROFILE: folder,
    ...quiet,
    // A command loads longer than it runs.
    NODE_COMPILE_CACHE: join(sfFolder, 'compiled'),
    SF_ORG_INSTANCE_URL: target.url,
    ...(target.token === undefined ? {} : { SF_TARGET_ORG: target.token }),
  };
  const start = (args: string[], { env: more = {}, cwd = folder }: Settings = {}): Running =>
    spawnSf(args, { env: { ...env, ...more }, cwd });
  const run = (args: string[], settings?: Settings): Promise<Ran> => start(args, settings).ended;
  return {
    folder,
    run,
    start,
    json: async (args, settings) => readJson(await run([...args, '--json'], settings)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

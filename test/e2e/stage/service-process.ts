import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { RunningOrg } from '../../local-org/src/index.ts';

const entry = 'scoring-service/src/main.ts';

/** A command that takes longer hangs. */
const COMMAND_MS = 120_000;

export type ServiceOptions = {
  org: Pick<RunningOrg, 'url' | 'credentials'>;
  /** Where the service keeps its state. */
  dataFolder: string;
  port?: number;
  environment?: Record<string, string>;
  /** Called with the process as soon as it exists. */
  onSpawn?: (child: ChildProcess) => void;
  /** Called with each line of the service's log. */
  onLog?: (line: string) => void;
};

/** For processes that train nothing: short ones spend more on optimising PGlite's WebAssembly than they win by that. */
export const SHORT_LIVED = '--liftoff-only';

/** The service in a process of its own, as it runs in production. */
export type ServiceProcess = {
  url: string;
  process: ChildProcess;
  /** Ends it as an operator would, or at once. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
};

const environmentOf = ({ org, dataFolder, port = 0, environment = {} }: ServiceOptions): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  SALESFORCE_LOGIN_URL: org.url,
  SALESFORCE_CLIENT_ID: org.credentials.clientId,
  SALESFORCE_CLIENT_SECRET: org.credentials.clientSecret,
  PLUMBLINE_DATA: dataFolder,
  PLUMBLINE_PORT: String(port),
  // No load balancer has to notice the end of a service under test.
  PLUMBLINE_DRAIN_SECONDS: '0',
  ...environment,
});

/** Runs a command of the service to its end. */
export async function runServiceCommand(
  options: ServiceOptions,
  args: string[],
): Promise<{ code: number | null; output: string; errors: string }> {
  const env = environmentOf(options);
  const child = spawn(process.execPath, [SHORT_LIVED, entry, ...args], {
    ...{ env, stdio: ['ignore', 'pipe', 'pipe'] },
    ...{ timeout: COMMAND_MS, killSignal: 'SIGKILL' },
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, errors };
}

/** Runs the service's command that issues a token and returns the token. */
export async function issueToken(options: ServiceOptions, rights: 'score' | 'manage'): Promise<string> {
  const args = ['issue-token', '--name', 'stage', '--rights', rights];
  const { code, output, errors } = await runServiceCommand(options, args);
  const token = /plb_\S+/.exec(output)?.[0];
  if (code !== 0 || token === undefined) throw new Error(`No token was issued: ${errors || output}`);
  return token;
}

/** Starts the service and waits until it listens. Throws with its last log lines when it ends before. */
export async function startServiceProcess(options: ServiceOptions): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [entry], { env: environmentOf(options), stdio: ['ignore', 'pipe', 'pipe'] });
  options.onSpawn?.(child);
  const ended = once(child, 'exit');
  const lines: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > 50) lines.shift();
      options.onLog?.(line);
      const url = /"event":"service\.listening".*"url":"([^"]+)"/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  }
  // Not when it exits: its last lines, which say why, may still be on the way.
  child.once('close', () => {
    reject(new Error(`The service ended before it listened:\n${lines.join('\n')}`));
  });
  const url = await promise;
  return {
    url,
    process: child,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}

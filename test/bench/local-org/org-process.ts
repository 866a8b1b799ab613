import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../local-org/src/main.ts', import.meta.url));
const metadata = fileURLToPath(new URL('../../../force-app/main/default', import.meta.url));
const sampleMs = 100;
const ticksPerSecond = 100;

/** The org in a process of its own, with its answers and its memory. */
export type OrgProcess = {
  /** The text of an answer. Throws when it is an error. */
  ask(path: string, init?: RequestInit): Promise<string>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Resident memory in MB; 0 on systems other than Linux. */
  memory(): number;
  peak(): number;
  forgetPeak(): void;
  cpuSeconds(): number;
  stop(): Promise<void>;
};

function readProcess(pid: number | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid ?? 0}/${file}`, 'utf8');
  } catch {
    // Only Linux has this file.
    return '';
  }
}

/** Starts `npm run org` with the package deployed. */
export async function startOrgProcess(folder: string | undefined): Promise<OrgProcess> {
  const place = folder === undefined ? [] : ['--folder', folder];
  const limit = ['--daily-api-limit', '1000000'];
  const child = spawn(process.execPath, [command, '--port', '0', '--metadata', metadata, ...limit, ...place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += String(text);
    if (said.includes('Ctrl-C stops it.')) break;
  }
  const url = /answers at (\S+)/.exec(said)?.[1] ?? '';
  const token = /access token +(\S+)/.exec(said)?.[1] ?? '';
  const memory = (): number =>
    Math.round(Number(/VmRSS:\s+(\d+)/.exec(readProcess(child.pid, 'status'))?.[1] ?? 0) / 1024);
  let peak = 0;
  const sampling = setInterval(() => (peak = Math.max(peak, memory())), sampleMs);
  const send = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}/services/data/v65.0${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...init.headers },
    });
  return {
    fetch: send,
    ask: async (path, init) => {
      const response = await send(path, init);
      const text = await response.text();
      if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
      return text;
    },
    memory,
    peak: () => peak,
    forgetPeak: () => (peak = memory()),
    cpuSeconds: () => {
      const [user = '0', system = '0'] = readProcess(child.pid, 'stat').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
      return (Number(user) + Number(system)) / ticksPerSecond;
    },
    stop: async () => {
      clearInterval(sampling);
      child.kill('SIGINT');
      await once(child, 'close');
    },
  };
}

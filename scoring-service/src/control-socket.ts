import { rmSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join, relative } from 'node:path';
import { json } from 'node:stream/consumers';
import { problemSchema } from '@plumbline/contract';
import { ScoringError } from './domain/scoring-error.ts';
import type { ScoringErrorKind } from './domain/scoring-error.ts';
import { createControlApp } from './http/control-app.ts';
import type { ControlOperations } from './http/control-app.ts';
import { statusOf } from './http/problems.ts';
import { startServer } from './http/start-server.ts';
import type { Log } from './log.ts';

/** The longest path of a Unix socket on Linux, 107 bytes, and on macOS, 103. */
const MOST_PATH_BYTES = 103;

/** A service that computes a receipt again amid a training takes seconds. */
const ANSWER_MS = 60_000;

/** The socket of a state folder; relative to the working folder where that is what makes it short enough. */
function socketOf(stateFolder: string): string {
  const path = join(stateFolder, 'control.sock');
  return Buffer.byteLength(path) > MOST_PATH_BYTES ? relative('', path) : path;
}

/**
 * Lets commands work on the state of a running service: PGlite can be opened by one process only. The socket stands in the
 * state folder, and only the service's own user may open it.
 */
export async function startControl(
  stateFolder: string,
  { operations, log }: { operations: ControlOperations; log: Log },
): Promise<{ stop(): Promise<void> }> {
  const path = socketOf(stateFolder);
  // Left over by a process that was killed: this process has the lock of the folder.
  rmSync(path, { force: true });
  const mask = process.umask(0o177);
  // A socket is made at once, so no file that is made meanwhile gets this mask.
  const starting = startServer({ app: createControlApp(operations, log), listen: { path }, log });
  process.umask(mask);
  try {
    return await starting;
  } catch (error) {
    // The service does all else without it.
    log.error('control.not-listening', {}, error);
    return { stop: () => Promise.resolve() };
  }
}

/**
 * Sends one request to the service that runs on a state folder; undefined where none does. Throws the ScoringError that
 * the service reports.
 */
export async function callControl(
  stateFolder: string,
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<{ reply: unknown } | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage | undefined>();
  const sent = request({ socketPath: socketOf(stateFolder), method, path }, resolve);
  sent.on('error', (error) => {
    // No socket, or that of a process that was killed.
    if ('code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')) resolve(undefined);
    else reject(error);
  });
  sent.setTimeout(ANSWER_MS, () => sent.destroy(withoutAnswer()));
  if (body !== undefined) sent.setHeader('Content-Type', 'application/json');
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const response = await promise;
  if (response === undefined) return undefined;
  const reply = (await json(response)) as unknown;
  if ((response.statusCode ?? 500) >= 400) throw errorOf(reply);
  return { reply };
}

const withoutAnswer = (): ScoringError =>
  new ScoringError('store.in-use', {
    message: 'The service that runs on this state does not answer.',
    actions: ['Try again, or restart the service.'],
  });

function errorOf(reply: unknown): ScoringError {
  const { kind, detail, actions } = problemSchema.parse(reply);
  const isKind = (name: string): name is ScoringErrorKind => name in statusOf;
  return new ScoringError(isKind(kind) ? kind : 'store.failed', { message: detail, actions });
}

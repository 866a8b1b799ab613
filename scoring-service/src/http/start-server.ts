import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server as SecureServer } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { ScoringError } from '../domain/scoring-error.ts';
import type { Log } from '../log.ts';
import type { Environment } from './router.ts';

/** Time for requests in progress to end. */
const STOP_MS = 10_000;

/** Files in PEM format. */
export type TlsFiles = { certificateFile: string; keyFile: string };

type Timeouts = {
  /** Longest time for the header of a request, and for all of it. */
  headersMs: number;
  requestMs: number;
  /** Longest time without a byte in either direction; a readiness check of a large org takes a minute. */
  idleMs: number;
  checkMs: number;
};
/** A client that sends a byte a second would hold a connection for an hour, and a few thousand of them all there are. */
const usual: Timeouts = { headersMs: 10_000, requestMs: 30_000, idleMs: 180_000, checkMs: 1_000 };

/** Between looks for renewed certificates. */
const RENEW_MS = 3_600_000;

const readTls = ({ certificateFile, keyFile }: TlsFiles): SecureContextOptions => ({
  minVersion: 'TLSv1.2',
  cert: readFileSync(certificateFile),
  key: readFileSync(keyFile),
});

function orUnfit<T>(open: () => T): T {
  try {
    return open();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new ScoringError('configuration.invalid', {
      message: `PLUMBLINE_TLS_CERTIFICATE, PLUMBLINE_TLS_KEY: The files cannot be used${code}.`,
      cause,
      actions: ['Name PEM files that the service may read: a certificate with its chain, and the private key of it.'],
    });
  }
}

/** New connections get the certificate that the files hold now; the earlier one stays where they cannot be read. */
function renewTls(server: SecureServer, files: TlsFiles, log: Log): void {
  try {
    server.setSecureContext(readTls(files));
  } catch (error) {
    log.error('server.certificate-not-read', {}, error);
  }
}

/**
 * From the call on, each answer ends its connection. A proxy that keeps connections would otherwise send requests on them
 * until the moment they are cut.
 */
function endConnections(server: Server | SecureServer): () => void {
  const open = new Set<ServerResponse>();
  let isDraining = false;
  const endWith = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  // Before the listener that answers.
  server.prependListener('request', (_request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
    if (isDraining) endWith(response);
  });
  return () => {
    isDraining = true;
    for (const response of open) endWith(response);
  };
}

export type RunningServer = {
  url: string;
  /** Requests are answered as before, each on a connection that ends with the answer. */
  drain(): void;
  stop(): Promise<void>;
};

/** Listens until stopped: then no new request is accepted, and connections still open after 10 s are closed. */
export async function startServer({
  app,
  listen,
  log,
  tls,
  timeouts = usual,
}: {
  app: { fetch: Hono<Environment>['fetch'] };
  listen: { host: string; port: number } | { path: string };
  log: Log;
  tls?: TlsFiles;
  timeouts?: Timeouts;
}): Promise<RunningServer> {
  const { idleMs, checkMs, headersMs, requestMs } = timeouts;
  const limits = { connectionsCheckingInterval: checkMs, headersTimeout: headersMs, requestTimeout: requestMs };
  const server = (
    tls === undefined
      ? createAdaptorServer({ fetch: app.fetch, serverOptions: limits })
      : orUnfit(() =>
          createAdaptorServer({ fetch: app.fetch, createServer, serverOptions: { ...limits, ...readTls(tls) } }),
        )
  ) as Server | SecureServer;
  server.setTimeout(idleMs);
  const drain = endConnections(server);
  const renewing = tls && setInterval(() => renewTls(server as SecureServer, tls, log), RENEW_MS);
  renewing?.unref();
  server.listen(listen);
  await once(server, 'listening');
  async function end(): Promise<void> {
    clearInterval(renewing);
    drain();
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    const cut = setTimeout(() => {
      log.error('server.cut', { kind: 'service.stopping', code: 'STOP_TIMEOUT' });
      server.closeAllConnections();
    }, STOP_MS);
    await closed;
    clearTimeout(cut);
  }
  let ending: Promise<void> | undefined;
  const url =
    'path' in listen
      ? listen.path
      : `${tls ? 'https' : 'http'}://${listen.host}:${(server.address() as AddressInfo).port}`;
  return { url, drain, stop: () => (ending ??= end()) };
}

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Connection } from 'jsforce';
import type { RunningOrg } from '../../local-org/src/index.ts';
import { answerPage, isPage } from './answer-page.ts';
import type { LazyBuild } from './lazy-build.ts';
import { sendFile } from './static-files.ts';
import { readAccess } from './viewer-access.ts';
import type { ViewerAccess } from './viewer-access.ts';
import { waitingPage } from './waiting-page.ts';

export type PageServerOptions = {
  org: RunningOrg;
  port?: number;
  /** Builds the pages when the first is opened; without it they are built already. */
  build?: LazyBuild;
};

export type PageServer = {
  url: string;
  /** Callouts of the package's Apex, the oldest first. */
  callouts: { method: string; path: string; status: number | undefined }[];
  /** Forgets the callouts that were made. */
  forgetCallouts(): void;
  stop(): Promise<void>;
};

const apiVersion = '65.0';

const readText = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

/** Status 200 even where the org refused: browsers report other statuses as errors of the page. */
const sendAnswer = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'X-Status': String(status) });
  response.end(text);
};

const sendJson = (response: ServerResponse, status: number, value: unknown): void => {
  sendAnswer(response, status, JSON.stringify(value ?? null));
};

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

const cookieOf = (request: IncomingMessage): string | undefined =>
  /(?:^|; )username=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];

/** Serves the pages as Lightning Experience does, for the user that the address or the cookie names. */
export async function startPageServer({ org, port = 0, build }: PageServerOptions): Promise<PageServer> {
  const admin = new Connection({ instanceUrl: org.url, accessToken: org.adminToken, version: apiVersion });

  const accessOf = (username: string): Promise<ViewerAccess> => {
    const accessToken = org.tokenFor(username);
    return readAccess(admin, new Connection({ instanceUrl: org.url, accessToken, version: apiVersion }), username);
  };

  /** Calls the package's Apex in the org, as the viewer. */
  async function answerApex(username: string, name: string, request: IncomingMessage, response: ServerResponse) {
    const answer = await fetch(`${org.url}/aura/apex/${name}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${org.tokenFor(username)}`, 'Content-Type': 'application/json' },
      body: (await readText(request)) || '{}',
    });
    const given = (await answer.json()) as { returnValue?: unknown; error?: unknown };
    sendJson(response, answer.status, answer.ok ? given.returnValue : given.error);
  }

  /** This server holds the session, so that the browser never has a token. */
  async function passToOrg(username: string, request: IncomingMessage, response: ServerResponse) {
    const body = await readText(request);
    const answer = await fetch(`${org.url}${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers: { Authorization: `Bearer ${org.tokenFor(username)}`, 'Content-Type': 'application/json' },
      ...(body === '' ? {} : { body }),
    });
    sendAnswer(response, answer.status, await answer.text());
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://page');
    const asked = url.searchParams.get('as');
    const username = asked ?? cookieOf(request) ?? 'admin@local.org';
    if (asked !== null) response.setHeader('Set-Cookie', `username=${asked}; Path=/; HttpOnly; SameSite=Strict`);
    const apex = /^\/apex\/([\w.]+)$/.exec(url.pathname)?.[1];
    if (apex !== undefined && request.method === 'POST') {
      await answerApex(username, apex, request, response);
      return;
    }
    if (url.pathname.startsWith('/services/data/')) {
      await passToOrg(username, request, response);
      return;
    }
    const bundle = /^\/sandboxed\/(\w+)\.js$/.exec(url.pathname)?.[1];
    if (bundle !== undefined) {
      response.writeHead(200, { 'Content-Type': 'text/javascript' });
      response.end(`export default globalThis.sandboxedBundles.${bundle}.default;`);
      return;
    }
    if (isPage(url.pathname)) {
      const state = build?.state() ?? { kind: 'ready' };
      response.writeHead(state.kind === 'failed' ? 500 : 200, {
        'Content-Type': 'text/html',
        'Cache-Control': 'no-store',
      });
      response.end(state.kind === 'ready' ? answerPage(url, await accessOf(username)) : waitingPage(state));
      return;
    }
    if (await sendFile(url.pathname, response)) return;
    response.writeHead(404).end('Not found');
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The page server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get callouts() {
      return org.org.apex.callouts.map(({ method, url, status }) => ({ method, path: pathOf(url), status }));
    },
    forgetCallouts: () => {
      org.org.apex.callouts.length = 0;
    },
    async stop() {
      await build?.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

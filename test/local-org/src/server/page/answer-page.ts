import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { OrgError } from '../../org-error.ts';
import { json, text } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { routeFinder } from '../route.ts';
import type { Route } from '../route.ts';
import type { ServerState } from '../server-state.ts';
import { readJobs, readOverview, readRecord, readRows, readUsers } from './read-org.ts';

type PageCall = { params: Record<string, string>; query: URLSearchParams };
type PageRoute = Route<(state: ServerState, call: PageCall) => Reply>;

/** Allows only the page's own files to run, because values of records are not trusted. */
const headers = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

const types: Readonly<Record<string, string>> = {
  html: 'text/html;charset=UTF-8',
  css: 'text/css;charset=UTF-8',
  ts: 'text/javascript;charset=UTF-8',
};

/** A file of the page. TypeScript is sent with its types stripped: there is no build. */
function readFile(name: string): Reply {
  const [, stem = '', extension = ''] = /^([a-z-]+)\.(html|css|ts)$/.exec(name) ?? [];
  const type = types[extension];
  const file = new URL(`./client/${stem}.${extension}`, import.meta.url);
  if (type === undefined || !existsSync(file)) {
    throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  }
  const content = readFileSync(file, 'utf8');
  return { ...text(type, extension === 'ts' ? stripTypeScriptTypes(content) : content), headers };
}

function readPosition(query: URLSearchParams): Parameters<typeof readRows>[2] {
  const offset = Number(query.get('offset') ?? 0);
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new OrgError('INVALID_INPUT', 'offset: a whole number is expected');
  }
  const [field, value] = [query.get('field'), query.get('value')];
  return { offset, filter: field === null || value === null ? undefined : { field, value } };
}

const routes: PageRoute[] = [
  { method: 'GET', pattern: '/', handle: () => readFile('index.html') },
  { method: 'GET', pattern: '/__org/page/overview', handle: (state) => json(readOverview(state)) },
  { method: 'GET', pattern: '/__org/page/jobs', handle: (state) => json(readJobs(state)) },
  { method: 'GET', pattern: '/__org/page/users', handle: (state) => json(readUsers(state)) },
  {
    method: 'GET',
    pattern: '/__org/page/objects/:name',
    handle: (state, { params, query }) => json(readRows(state, params['name'] ?? '', readPosition(query))),
  },
  {
    method: 'GET',
    pattern: '/__org/page/objects/:name/:id',
    handle: (state, { params }) => json(readRecord(state, params['name'] ?? '', params['id'] ?? '')),
  },
  {
    method: 'GET',
    pattern: '/__org/page/files/:file',
    handle: (_, { params }) => {
      return readFile(params['file'] ?? '');
    },
  },
];

const findRoute = routeFinder(routes);

/** Other host names are refused, because a foreign site may point its name at this machine (DNS rebinding). */
const ownNames = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/**
 * The page that shows the org (`/`), its files and its data. Undefined for any other path.
 *
 * @throws OrgError `NOT_FOUND` (404) for a missing object or record, and under a foreign host name
 */
export function answerPage(
  state: ServerState,
  call: { method: string; path: string; query: URLSearchParams; request: Pick<IncomingMessage, 'headers'> },
): Reply | undefined {
  const { method, path, query, request } = call;
  if (path !== '/' && !path.startsWith('/__org/page/')) return undefined;
  if (!ownNames.test(request.headers.host ?? '')) {
    throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  }
  const match = findRoute({ method, path });
  return match?.handle(state, { params: match.params, query });
}

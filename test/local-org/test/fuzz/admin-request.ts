import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { adminRoutes } from '../../src/server/admin.ts';
import type { FuzzedRequest } from './fuzzed-request.ts';

const fields = {
  times: [1, 0, -1, 1.5, 'x'],
  after: [0, 2, -1],
  code: ['UNABLE_TO_LOCK_ROW', 'Nope', 'constructor', '', 7],
  message: ['m', null],
  method: ['GET', 'patch', 'ODD'],
  path: ['/query', '', 3],
  status: [503, 99, 1000],
  body: [{ odd: true }, null],
  headers: [{ 'Retry-After': '1' }, { a: 1 }, 'x'],
  latencyMs: [0, -5],
  drop: ['before', 'half', 'never'],
  object: ['Lead', 5],
  ids: [['00Q000000000000AAA'], [1], 'x'],
  job: ['ingest', 'query', 'export'],
  afterRecords: [0, 10, -1],
  reset: [true, 'yes'],
  readOnly: [true, false, 'x'],
  now: ['2031-01-01T00:00:00Z', '9999999', 'x', 5],
  advanceMs: [1, -1, 1e300, 'x'],
  dailyApiRequests: [1, -1, 'x'],
  used: [0, 1e15, 0.5],
  username: ['rep@local.org', 'nobody', 1],
};

const entry = fc.oneof(
  ...Object.entries(fields).map(([name, values]) =>
    fc.constantFrom<unknown>(...values).map((value) => [name, value] as const),
  ),
);
const body = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .array(entry, { minLength: 1, maxLength: 4 })
      .map((entries) => JSON.stringify(Object.fromEntries(entries))),
  },
  { weight: 1, arbitrary: fc.json({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 10 }) },
);

const pagePaths = [
  ...['/', '/__org/page/overview', '/__org/page/jobs', '/__org/page/users', '/__org/page/objects/Lead'],
  ...['/__org/page/objects/Lead?offset=x', '/__org/page/objects/Lead?offset=5&field=Nope&value=1'],
  ...['/__org/page/objects/constructor', '/__org/page/objects/Lead/x', '/__org/page/files/page.css'],
  ...['/__org/page/files/none.ts', '/__org/page/files/..%2F..%2Fadmin.ts', '/__org/nothing'],
];

/** Calls of the admin routes and of the page. The caller resets the changes afterwards. */
export const adminRequest: Arbitrary<FuzzedRequest> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ route: fc.constantFrom(...adminRoutes), text: body }).map(({ route, text }) => ({
      method: route.method,
      path: route.pattern,
      headers: {},
      body: route.method === 'GET' ? undefined : text,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...pagePaths).map((path) => ({ method: 'GET', path, headers: {}, body: undefined })),
  },
);

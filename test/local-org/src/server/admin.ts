import { isOnCalendar } from '../calendar.ts';
import { outboxKind } from '../apex/platform/outbox.ts';
import { OrgError } from '../org-error.ts';
import { toLongId } from '../storage/record-id.ts';
import { readBody, readList, readOptionalNumber, readOptionalText, readText } from './json-value.ts';
import { readCount, readFault } from './read-fault.ts';
import { json } from './reply.ts';
import type { Reply } from './reply.ts';
import { routeFinder } from './route.ts';
import type { Route } from './route.ts';
import type { ServerState } from './server-state.ts';

type AdminRoute = Route<(state: ServerState, body: Buffer, query: URLSearchParams) => Reply>;

const faultsJson = ({ faults }: ServerState): Reply => json({ readOnly: faults.isReadOnly, faults: faults.planted });

function changeFaults(state: ServerState, body: Buffer): Reply {
  const request = readBody(body);
  if (request['reset'] === true) state.faults.reset();
  else state.faults.plant(readFault(request));
  return faultsJson(state);
}

function changeMode(state: ServerState, body: Buffer): Reply {
  const { readOnly } = readBody(body);
  if (typeof readOnly !== 'boolean') throw new OrgError('INVALID_INPUT', 'readOnly: true or false is expected');
  state.faults.isReadOnly = readOnly;
  return faultsJson(state);
}

const clockJson = ({ org }: ServerState): Reply => json({ now: org.clock.now().toISOString() });

function changeClock(state: ServerState, body: Buffer): Reply {
  const { now, advanceMs } = readBody(body);
  const time = readOptionalText(now, 'now');
  if (time !== undefined) {
    const parsed = new Date(time);
    if (!isOnCalendar(parsed.getTime())) throw new OrgError('INVALID_INPUT', 'now: a date and time is expected');
    state.org.clock.set(parsed);
  }
  const moved = readOptionalNumber(advanceMs, 'advanceMs') ?? 0;
  if (!isOnCalendar(state.org.clock.now().getTime() + moved)) {
    throw new OrgError('INVALID_INPUT', 'advanceMs: leads off the calendar');
  }
  state.org.clock.advance(moved);
  state.org.apex.jobs.runDue();
  return clockJson(state);
}

const limitsJson = ({ usage }: ServerState): Reply => json({ dailyApiRequests: usage.limit, used: usage.used });

function changeLimits(state: ServerState, body: Buffer): Reply {
  const request = readBody(body);
  const limit = readCount(request, 'dailyApiRequests');
  const used = readCount(request, 'used');
  if (limit !== undefined) state.usage.limit = limit;
  if (used !== undefined) state.usage.setUsed(used);
  return limitsJson(state);
}

function expireSessions({ org, sessions, adminToken }: ServerState, body: Buffer): Reply {
  const request = body.length === 0 ? {} : readBody(body);
  const username = readOptionalText(request['username'], 'username');
  const userId = username === undefined ? undefined : org.userId(username);
  if (username !== undefined && userId === undefined) throw new OrgError('INVALID_INPUT', `No user ${username}`);
  return json({ expired: sessions.expire({ userId, keep: adminToken }) });
}

/** The events of a channel that the bus keeps: `?channel=Order__e`, of which `after` names the last replay id seen. */
function eventsJson({ org }: ServerState, _body: Buffer, query: URLSearchParams): Reply {
  const after = Number(query.get('after') ?? 0);
  if (!Number.isInteger(after)) throw new OrgError('INVALID_INPUT', 'after: a replay id is expected');
  return json({ events: org.events({ channel: query.get('channel') ?? '', after }) });
}

function changeLocks({ org }: ServerState, body: Buffer): Reply {
  const { ids, isLocked } = readBody(body);
  if (typeof isLocked !== 'boolean') throw new OrgError('INVALID_INPUT', 'isLocked: true or false is expected');
  const records = readList(ids, 'ids').map((id) => toLongId(readText(id, 'ids')));
  org.setApprovalLock(records, isLocked);
  return json({ ids: records, isLocked });
}

/** What flows and Apex have sent and called, and what failed where no caller waits. Nothing leaves the org but callouts. */
const outboxJson = ({ org, flows }: ServerState): Reply =>
  json({
    emails: flows.outbox.emails,
    notifications: flows.outbox.notifications,
    sentByApex: org.kept.all(outboxKind),
    callouts: org.apex.callouts,
    eventErrors: org.apex.eventErrors,
  });

/** Every admin route; `/__org/page` is the page's own. */
export const adminRoutes: readonly AdminRoute[] = [
  { method: 'GET', pattern: '/__org/faults', handle: faultsJson },
  { method: 'POST', pattern: '/__org/faults', handle: changeFaults },
  { method: 'GET', pattern: '/__org/mode', handle: faultsJson },
  { method: 'POST', pattern: '/__org/mode', handle: changeMode },
  { method: 'GET', pattern: '/__org/clock', handle: clockJson },
  { method: 'POST', pattern: '/__org/clock', handle: changeClock },
  { method: 'GET', pattern: '/__org/limits', handle: limitsJson },
  { method: 'POST', pattern: '/__org/limits', handle: changeLimits },
  { method: 'POST', pattern: '/__org/approval-locks', handle: changeLocks },
  { method: 'POST', pattern: '/__org/sessions/expire', handle: expireSessions },
  { method: 'GET', pattern: '/__org/events', handle: eventsJson },
  { method: 'GET', pattern: '/__org/outbox', handle: outboxJson },
  { method: 'GET', pattern: '/__org/requests', handle: ({ requests }) => json({ requests: requests.entries }) },
];

const findRoute = routeFinder(adminRoutes);

/**
 * Routes with which tests plant faults, set the clock, end sessions and read the log of calls. They need no token.
 *
 * @throws OrgError `NOT_FOUND` (404) for any other path
 */
export function answerAdmin(
  state: ServerState,
  { method, path, query }: { method: string; path: string; query: URLSearchParams },
  body: Buffer,
): Reply {
  const match = findRoute({ method, path });
  if (match === undefined) throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  return match.handle(state, body, query);
}

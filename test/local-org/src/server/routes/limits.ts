import type { ApiCall } from '../api-call.ts';
import { OrgError } from '../../org-error.ts';
import { describeObject } from '../described.ts';
import { json } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import type { SyncRoute } from '../sync-route.ts';

const untouched = (max: number): { Max: number; Remaining: number } => ({ Max: max, Remaining: max });

function answerLimits({ usage }: ServerState) {
  return json({
    DailyApiRequests: { Max: usage.limit, Remaining: Math.max(0, usage.limit - usage.used) },
    DailyBulkApiBatches: untouched(15_000),
    DailyBulkV2QueryJobs: untouched(10_000),
    DailyBulkV2QueryFileStorageMB: untouched(976_562),
    HourlyPublishedPlatformEvents: untouched(250_000),
    DataStorageMB: untouched(10_240),
    FileStorageMB: untouched(10_240),
  });
}

/** The figures of the whole org, also of records that the user does not see. The platform caches them, so they are approximate. */
function countRecords({ org }: ServerState, { userId, query }: ApiCall) {
  const names = query.get('sObjects')?.split(',') ?? org.describeGlobal(userId).map(({ name }) => name);
  const sObjects = names.map((object) => {
    const { name } = describeObject(org, userId, object.trim());
    const count = org.recordCount(userId, name);
    if (count === undefined) throw new OrgError('INSUFFICIENT_ACCESS', noViewSetup, { status: 403 });
    return { count, name };
  });
  return json({ sObjects });
}

const noViewSetup = 'You need the View Setup and Configuration permission to see record counts.';

/** `limits` and `limits/recordCount`. */
export const limitRoutes: SyncRoute[] = [
  { method: 'GET', pattern: '/limits', handle: answerLimits },
  { method: 'GET', pattern: '/limits/recordCount', handle: countRecords },
];

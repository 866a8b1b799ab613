import { OrgError } from '../../org-error.ts';
import type { ApiCall } from '../api-call.ts';
import { errorReply } from '../error-table.ts';
import type { Reply } from '../reply.ts';
import { routeFinder } from '../route.ts';
import type { SyncRoute } from '../sync-route.ts';
import type { ServerState } from '../server-state.ts';
import { collectionRoutes } from './collections.ts';
import { describeRoutes } from './describe.ts';
import { layoutRoutes } from './layouts.ts';
import { limitRoutes } from './limits.ts';
import { listViewRoutes } from './list-views.ts';
import { queryRoutes } from './query.ts';
import { recordRoutes } from './records.ts';
import { replicationRoutes } from './replication.ts';
import { searchRoutes } from './search.ts';

/** The routes that a composite or batch request may name. */
export const composableRoutes: SyncRoute[] = [
  ...queryRoutes,
  ...searchRoutes,
  ...describeRoutes,
  ...layoutRoutes,
  ...listViewRoutes,
  ...replicationRoutes,
  ...recordRoutes,
  ...collectionRoutes,
  ...limitRoutes,
];

const findRoute = routeFinder(composableRoutes);

/** Runs a call of a composite or batch request; an error becomes its response. */
export function answerSubrequest(state: ServerState, call: Omit<ApiCall, 'params'>): Reply {
  try {
    const match = findRoute(call);
    if (match === undefined) throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
    return match.handle(state, { ...call, params: match.params });
  } catch (error) {
    if (error instanceof OrgError) return errorReply(error);
    throw error;
  }
}

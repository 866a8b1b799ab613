import type { ApiCall } from './api-call.ts';
import type { Reply } from './reply.ts';
import type { Route } from './route.ts';
import type { ServerState } from './server-state.ts';

/** A route that answers at once: it can be part of a composite request, inside one transaction. */
export type SyncRoute = Route<(state: ServerState, call: ApiCall) => Reply>;

/** A route that takes its time: jobs, deploys. */
export type AsyncRoute = Route<(state: ServerState, call: ApiCall) => Promise<Reply>>;

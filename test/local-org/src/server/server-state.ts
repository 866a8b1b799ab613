import type { FlowRuntime } from '../flow/flow-runtime.ts';
import type { OpenedOrg } from '../open-org.ts';
import type { ApiUsage } from './api-usage.ts';
import type { IngestJobs } from './bulk/ingest-jobs.ts';
import type { QueryJobs } from './bulk/query-jobs.ts';
import type { ClientApp } from './client-app.ts';
import type { Deploys } from './deploys.ts';
import type { Faults } from './faults.ts';
import type { QueryCursors } from './query-cursors.ts';
import type { RequestLog } from './request-log.ts';
import type { Retrieves } from './retrieves.ts';
import type { Sessions } from './sessions.ts';

/** The state that routes use: the org, and the server's own state until it stops. */
export type ServerState = {
  org: OpenedOrg;
  /** `http://127.0.0.1:4780` */
  url: string;
  app: ClientApp;
  /** The token that `/__org/sessions/expire` does not end. */
  adminToken: string;
  sessions: Sessions;
  usage: ApiUsage;
  faults: Faults;
  requests: RequestLog;
  cursors: QueryCursors;
  ingestJobs: IngestJobs;
  queryJobs: QueryJobs;
  deploys: Deploys;
  flows: FlowRuntime;
  retrieves: Retrieves;
};

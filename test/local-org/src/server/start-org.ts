import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Secrets } from '../apex/callout-request.ts';
import { openOrg } from '../open-org.ts';
import type { OpenedOrg } from '../open-org.ts';
import type { Org, OrgKind } from '../org.ts';
import { ApiUsage } from './api-usage.ts';
import { IngestJobs } from './bulk/ingest-jobs.ts';
import { resumeIngest } from './bulk/process-ingest.ts';
import { QueryJobs } from './bulk/query-jobs.ts';
import { openClientApp } from './client-app.ts';
import { Deploys } from './deploys.ts';
import { errorReply } from './error-table.ts';
import { Faults } from './faults.ts';
import { handleRequest } from './handle-request.ts';
import { listen } from './listen.ts';
import { QueryCursors } from './query-cursors.ts';
import { RequestLog } from './request-log.ts';
import type { RequestEntry } from './request-log.ts';
import { Retrieves } from './retrieves.ts';
import { sendReply } from './send-reply.ts';
import type { ServerState } from './server-state.ts';
import { Sessions } from './sessions.ts';
import { callInvocable } from '../apex/invocable.ts';
import { measureFlowsOf } from './apex/flow-coverage.ts';
import { FlowRuntime } from '../flow/flow-runtime.ts';
import { OrgError } from '../org-error.ts';
import type { OrgFeature } from '../schema/org-features.ts';

/** How often scheduled Apex is looked for. */
const scheduleMs = 1_000;

/** Users of every org that the server refers to by name. */
export const adminUsername = 'admin@local.org';
export const integrationUsername = 'integration@local.org';

export type StartOptions = {
  /** Where the data lives; in memory when absent. */
  folder?: string;
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  /** The org's time at start; real time when absent. */
  startAt?: Date;
  /** Features of the org, for instance Shared Activities. */
  features?: readonly OrgFeature[];
  /** The namespace of a new org; none when absent. */
  namespacePrefix?: string;
  /** Of the id of the org, 1 when absent. With another one, the folder of an org opens as its copy in a sandbox. */
  organizationNumber?: number;
  /** Production asks for tests and coverage where Apex is deployed, and takes flows in as inactive. */
  kind?: OrgKind;
  /** The secrets that an administrator entered for external credentials; none when absent. */
  secrets?: Secrets;
  /** Folders in source format that are deployed at start. */
  metadata?: string[];
  dailyApiLimit?: number;
  /** Certificate or public key (PEM) that JWT bearer assertions are checked against. */
  jwtCertificate?: string;
  /** Receives one line for each request that failed unexpectedly. */
  log?: (line: string) => void;
};

export type RunningOrg = {
  url: string;
  org: OpenedOrg;
  /** Of the external client app; its client-credentials flow runs as the integration user. */
  credentials: { clientId: string; clientSecret: string };
  /** An access token of the administrator that lasts until the org stops. */
  adminToken: string;
  /** An access token of a user that lasts until it is expired. Throws when there is no such user. */
  tokenFor(username: string): string;
  /** The last 1,000 calls: method, path, status, duration. */
  requests: readonly RequestEntry[];
  /** The flows of the org: their outbox, coverage, scheduled work. */
  flows: FlowRuntime;
  /** Resolves when no flow and no job of Apex waits or runs. */
  settled(): Promise<void>;
  /** Planted faults, as with `/__org/faults` and `/__org/mode`. */
  faults: Faults;
  stop(): Promise<void>;
};

/** The flows of an org, with the Apex that they call. */
function runFlows(org: OpenedOrg): FlowRuntime {
  const flows = new FlowRuntime(org, {
    invokeApex: (_kind, name, inputs, { userId, mode, mayWait }) => {
      const call = { name, inputs, userId, sharing: mode === 'system' ? 'without' : 'with' } as const;
      // A microtask later the transaction that asks has been committed.
      return mayWait
        ? Promise.resolve().then(() => callInvocable(org.apex, { ...call, isInSave: false }))
        : callInvocable(org.apex, { ...call, isInSave: true });
    },
  });
  org.apex.atStopOfTest.push(() => {
    flows.runTestPaths();
  });
  return flows;
}

/** Resolves when no flow and no job of Apex waits or runs, also none that another one has started. */
async function settled(org: OpenedOrg, flows: FlowRuntime): Promise<void> {
  do {
    await flows.settled();
    await org.apex.settled();
  } while (flows.pending > 0);
}

function requireUser(org: Org, username: string): string {
  const userId = org.userId(username);
  if (userId === undefined) throw new Error(`The org has no active user ${username}.`);
  return userId;
}

/** @throws Error with every problem when a folder cannot be deployed */
function deployFolders(org: Org, userId: string, folders: readonly string[]): void {
  for (const folder of folders) {
    const { success, messages } = org.deploySource(userId, folder);
    if (success) continue;
    const problems = messages.filter((message) => !message.success);
    const lines = problems.map(({ fileName, fullName, problem }) => `${fileName} ${fullName}: ${problem ?? ''}`);
    throw new Error(`The metadata in ${folder} cannot be deployed:\n${lines.join('\n')}`);
  }
}

function openState(org: OpenedOrg, spool: string, options: StartOptions): Omit<ServerState, 'url'> {
  const jobFolder = options.folder === undefined ? spool : join(options.folder, 'jobs');
  mkdirSync(jobFolder, { recursive: true });
  const now = (): Date => org.clock.now();
  const sessions = new Sessions(org.id, now);
  const faults = new Faults();
  const flows = runFlows(org);
  return {
    org,
    app: openClientApp(integrationUsername, options.jwtCertificate),
    adminToken: sessions.startLasting(requireUser(org, adminUsername)),
    sessions,
    usage: new ApiUsage(now, options.dailyApiLimit ?? 100_000),
    faults,
    requests: new RequestLog(),
    cursors: new QueryCursors(org, spool),
    ingestJobs: new IngestJobs(org, jobFolder),
    queryJobs: new QueryJobs(org, jobFolder, faults),
    deploys: new Deploys(org, measureFlowsOf(flows)),
    flows,
    retrieves: new Retrieves(org),
  };
}

/** Responds to an unexpected error as the platform does, and logs it. */
async function handleSafely(
  state: ServerState,
  log: (line: string) => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await handleRequest(state, request, response);
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log(
      `request.failed method=${request.method ?? ''} path=${(request.url ?? '').split('?')[0] ?? ''} error=${message}`,
    );
    if (response.headersSent) {
      response.destroy();
      return;
    }
    await sendReply(request, response, errorReply(new OrgError('UNKNOWN_EXCEPTION', message, { status: 500 })));
  }
}

/**
 * Starts a local org behind a real HTTP server.
 *
 * @throws Error when the port is taken or metadata cannot be deployed
 */
export async function startOrg(options: StartOptions = {}): Promise<RunningOrg> {
  const { folder, port = 0, host = '127.0.0.1', metadata = [], log = () => undefined } = options;
  const { startAt, features, namespacePrefix, organizationNumber, kind, secrets } = options;
  const org = openOrg({
    ...(folder === undefined ? {} : { folder }),
    ...(startAt === undefined ? {} : { startAt }),
    ...(features === undefined ? {} : { features }),
    ...(namespacePrefix === undefined ? {} : { namespacePrefix }),
    ...(organizationNumber === undefined ? {} : { organizationNumber }),
    ...(kind === undefined ? {} : { kind }),
    ...(secrets === undefined ? {} : { secrets }),
  });
  const spool = mkdtempSync(join(tmpdir(), 'local-org-'));
  const closeOrg = (): void => {
    org.close();
    rmSync(spool, { recursive: true, force: true });
  };
  try {
    deployFolders(org, requireUser(org, adminUsername), metadata);
    const opened = openState(org, spool, options);
    const { flows } = opened;
    // The address is known once the server listens; no request is handled before this function continues.
    const state: ServerState = { ...opened, url: '' };
    const listener = await listen({ port, host }, (request, response) => handleSafely(state, log, request, response));
    state.url = listener.url;
    org.onCommitted(['User'], (changes) => {
      for (const { id, row } of changes) if (row?.['IsActive'] === 0) state.sessions.endAllOf(id);
    });
    resumeIngest(state);
    const schedule = setInterval(() => {
      org.apex.jobs.runDue();
    }, scheduleMs).unref();
    const { clientId, clientSecret } = state.app;
    return {
      url: state.url,
      org,
      credentials: { clientId, clientSecret },
      adminToken: state.adminToken,
      tokenFor: (username) => state.sessions.startLasting(requireUser(org, username)),
      requests: state.requests.entries,
      faults: state.faults,
      flows,
      settled: () => settled(org, flows),
      stop: async () => {
        clearInterval(schedule);
        await flows.stop();
        await listener.stop();
        await org.apex.jobs.stop();
        await state.ingestJobs.close();
        await state.queryJobs.close();
        state.cursors.close();
        closeOrg();
      },
    };
  } catch (error) {
    closeOrg();
    throw error;
  }
}

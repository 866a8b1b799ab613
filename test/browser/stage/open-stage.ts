import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from 'jsforce';
import { connectService } from '../../e2e/stage/connect-service.ts';
import { orgFolder, serviceFolder } from '../../e2e/stage/prepare-stage.ts';
import { assign, reopenOrg } from '../../e2e/stage/prepared-org.ts';
import { startServiceProcess } from '../../e2e/stage/service-process.ts';
import type { ServiceProcess } from '../../e2e/stage/service-process.ts';
import { integrationUsername } from '../../local-org/src/index.ts';
import type { RunningOrg } from '../../local-org/src/index.ts';
import { startPageServer } from '../server/page-server.ts';
import type { PageServer } from '../server/page-server.ts';
import { prepareStage, readPrepared } from './prepare-stage.ts';
import type { StageName } from './prepare-stage.ts';

/** A copy of the prepared org with its trained goal, the service beside it, and the pages. */
export type BrowserStage = {
  org: RunningOrg;
  admin: Connection;
  /** Writes what people may not: scores and the state of goals. */
  integration: Connection;
  goalId: string;
  /** Of a stage with customers, whose first goal is on accounts. */
  contactGoalId?: string;
  /** Of the service, by their rights. */
  tokens: { manage: string; score: string };
  service: ServiceProcess;
  stopService(): Promise<void>;
  /** Starts it again where it was. */
  startService(): Promise<void>;
  pages: PageServer;
  /** Gives a user a permission set, as an admin would. */
  grant(username: string, permissionSet: string): Promise<void>;
  /** A call made by hand with a token of these rights; the status that it is answered with. */
  callService(rights: 'manage' | 'score', method: string, path: string, body?: unknown): Promise<number>;
  /** Looks again each time the service has done something, until it is so. */
  waitUntil(isSo: () => Promise<boolean>): Promise<void>;
  /** A record the goal has scored. */
  findLead(where: string): Promise<string>;
  findRecord(object: 'Lead' | 'Contact' | 'Account', where: string): Promise<string>;
  stop(): Promise<void>;
};

export async function openStage({
  port = 0,
  stage = 'leads',
}: { port?: number; stage?: StageName } = {}): Promise<BrowserStage> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-browser-'));
  await cp(await prepareStage(stage), folder, { recursive: true });
  const { goalId, contactGoalId, tokens } = readPrepared(folder);
  const org = await reopenOrg(orgFolder(folder));
  const dataFolder = serviceFolder(folder);
  const options = { org, dataFolder };
  let service = await startServiceProcess(options);
  await connectService(org, { url: service.url, tokens });
  const pages = await startPageServer({ org, port });
  const connect = (accessToken: string): Connection =>
    new Connection({ instanceUrl: org.url, accessToken, version: '65.0' });
  const admin = connect(org.adminToken);
  const findRecord: BrowserStage['findRecord'] = async (object, where) => {
    const found = await admin.query<{ Id: string }>(`SELECT Id FROM ${object} WHERE ${where} ORDER BY Id LIMIT 1`);
    const id = found.records[0]?.Id;
    if (id === undefined) throw new Error(`The org has no ${object} where ${where}.`);
    return id;
  };
  return {
    org,
    admin,
    integration: connect(org.tokenFor(integrationUsername)),
    goalId,
    contactGoalId,
    tokens,
    service,
    stopService: () => service.stop(),
    async startService() {
      service = await startServiceProcess({ ...options, port: Number(new URL(service.url).port) });
    },
    pages,
    grant: (username, permissionSet) => assign(admin, username, permissionSet),
    async callService(rights, method, path, body) {
      const response = await fetch(`${service.url}${path}`, {
        method,
        headers: { Authorization: `Bearer ${tokens[rights]}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return response.status;
    },
    async waitUntil(isSo) {
      for (const end = Date.now() + 300_000; Date.now() < end;) {
        if (await isSo()) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error('What was waited for did not come within five minutes.');
    },
    findLead: (where) => findRecord('Lead', where),
    findRecord,
    async stop() {
      await pages.stop();
      await service.stop();
      await org.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

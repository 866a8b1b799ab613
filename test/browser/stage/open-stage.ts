import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from 'jsforce';
import { startServiceProcess } from '../../e2e/stage/service-process.ts';
import type { ServiceProcess } from '../../e2e/stage/service-process.ts';
import { startOrg } from '../../local-org/src/index.ts';
import type { Automation, RunningOrg } from '../../local-org/src/index.ts';
import { startPageServer } from '../server/page-server.ts';
import type { PageServer } from '../server/page-server.ts';
import { preparedFolder, readPrepared } from './prepare-stage.ts';

/** A copy of the prepared org with its trained goal, the service beside it, and the pages. */
export type BrowserStage = {
  org: RunningOrg;
  admin: Connection;
  goalId: string;
  service: ServiceProcess;
  automation: Automation;
  pages: PageServer;
  /** A record the goal has scored. */
  findLead(where: string): Promise<string>;
  stop(): Promise<void>;
};

export async function openStage({ port = 0 }: { port?: number } = {}): Promise<BrowserStage> {
  const { goalId, tokens } = readPrepared();
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-browser-'));
  await cp(preparedFolder, folder, { recursive: true });
  const org = await startOrg({ folder: join(folder, 'org'), log: (line) => console.error(line) });
  const service = await startServiceProcess({ org, dataFolder: join(folder, 'service') });
  const automation = org.automate({ serviceUrl: service.url, token: tokens.manage });
  const pages = await startPageServer({ org, credential: { url: service.url, tokens }, port });
  const admin = new Connection({ instanceUrl: org.url, accessToken: org.adminToken, version: '65.0' });
  return {
    org,
    admin,
    goalId,
    service,
    automation,
    pages,
    async findLead(where) {
      const found = await admin.query<{ Id: string }>(`SELECT Id FROM Lead WHERE ${where} ORDER BY Id LIMIT 1`);
      const id = found.records[0]?.Id;
      if (id === undefined) throw new Error(`The org has no lead where ${where}.`);
      return id;
    },
    async stop() {
      await pages.stop();
      await service.stop();
      await org.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

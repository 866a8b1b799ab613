import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assign, createGoal, fillOrg, prepareOrg } from '../../e2e/stage/prepared-org.ts';
import { adminUsername } from '../../local-org/src/index.ts';
import { createServiceClient } from '../../e2e/stage/service-client.ts';
import { issueToken, startServiceProcess } from '../../e2e/stage/service-process.ts';
import { projectFolder } from '../build/folders.ts';

/** What stands in the prepared folder beside the org and the service's state. */
export type Prepared = { goalId: string; tokens: { manage: string; score: string } };

export const preparedFolder = join(projectFolder, '.plumbline/browser/stage');
const about = join(preparedFolder, 'stage.json');

export const readPrepared = (): Prepared => JSON.parse(readFileSync(about, 'utf8')) as Prepared;

export const isPrepared = (): boolean => existsSync(about);

const leads = 1500;

/**
 * Fills an org with leads and their past, deploys the package, trains the goal and scores every open lead, once for all
 * test files: each works on a copy.
 */
export async function prepareStage(): Promise<Prepared> {
  rmSync(preparedFolder, { recursive: true, force: true });
  const dataFolder = join(preparedFolder, 'service');
  mkdirSync(dataFolder, { recursive: true });
  const org = await prepareOrg({ source: 'generated-org', folder: join(preparedFolder, 'org') });
  try {
    await assign(org.admin, adminUsername, 'Generated_Org_Editing');
    await fillOrg(org, { leads, seed: 11, endsAt: new Date() });
    // Few leads reach 80: with these limits there are leads in every band.
    const goalId = await createGoal(org.admin, { High_From__c: 20, Medium_From__c: 10 });
    const options = { org, dataFolder };
    const tokens = { manage: await issueToken(options, 'manage'), score: await issueToken(options, 'score') };
    const service = await startServiceProcess(options);
    try {
      const client = createServiceClient(service.url, tokens.manage);
      for (const jobType of ['Training', 'Scoring'] as const) {
        const run = await client.waitForRun((await client.startRun(goalId, jobType)).key);
        if (run.status !== 'Successful') throw new Error(`${jobType} failed: ${JSON.stringify(run.messages)}`);
      }
    } finally {
      await service.stop();
    }
    const prepared = { goalId, tokens };
    writeFileSync(about, JSON.stringify(prepared));
    return prepared;
  } finally {
    await org.stop();
  }
}

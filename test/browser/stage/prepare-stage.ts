import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assign, createGoal, customerGoalFields, fillOrg, prepareOrg } from '../../e2e/stage/prepared-org.ts';
import type { PreparedOrg } from '../../e2e/stage/prepared-org.ts';
import { adminUsername } from '../../local-org/src/index.ts';
import { createServiceClient } from '../../e2e/stage/service-client.ts';
import { issueToken, startServiceProcess } from '../../e2e/stage/service-process.ts';
import { projectFolder } from '../build/folders.ts';

/** Whom the goals of a stage score: leads, or accounts and their contacts. */
export type StageName = 'leads' | 'customers';

/** What stands in the prepared folder beside the org and the service's state; the first goal is the one on accounts. */
export type Prepared = { goalId: string; contactGoalId?: string; tokens: { manage: string; score: string } };

const folders = { leads: '.plumbline/browser/stage', customers: '.plumbline/browser/customers' };

export const preparedFolder = (stage: StageName = 'leads'): string => join(projectFolder, folders[stage]);
const about = (stage?: StageName): string => join(preparedFolder(stage), 'stage.json');

export const readPrepared = (stage?: StageName): Prepared => JSON.parse(readFileSync(about(stage), 'utf8')) as Prepared;

export const isPrepared = (stage?: StageName): boolean => existsSync(about(stage));

/** Forgets what an earlier run has prepared. */
export function forgetPrepared(): void {
  for (const stage of ['leads', 'customers'] as const) rmSync(preparedFolder(stage), { recursive: true, force: true });
}

const sizes = { leads: { leads: 1500 }, customers: { leads: 600, accounts: 900 } };

// Few records reach 80: with these limits there are some in every band.
const bands = { High_From__c: 20, Medium_From__c: 10 };

/** The goals of a stage, in the order of the prepared ids. */
const createGoals = {
  leads: async ({ admin }: PreparedOrg): Promise<string[]> => [await createGoal(admin, bands)],
  customers: async ({ admin }: PreparedOrg): Promise<string[]> => [
    await createGoal(admin, { ...customerGoalFields('Account'), ...bands }),
    await createGoal(admin, { ...customerGoalFields('Contact'), ...bands }),
  ],
};

/**
 * Fills an org with records and their past, deploys the package, trains the goals and scores every record, once for all
 * test files: each works on a copy.
 */
export async function prepareStage(stage: StageName = 'leads'): Promise<Prepared> {
  const preparing = preparedFolder(stage);
  rmSync(preparing, { recursive: true, force: true });
  const dataFolder = join(preparing, 'service');
  mkdirSync(dataFolder, { recursive: true });
  const org = await prepareOrg({ source: 'generated-org', folder: join(preparing, 'org') });
  try {
    await assign(org.admin, adminUsername, 'Generated_Org_Editing');
    await fillOrg(org, { ...sizes[stage], seed: 11, endsAt: new Date() });
    const goalIds = await createGoals[stage](org);
    const options = { org, dataFolder };
    const tokens = { manage: await issueToken(options, 'manage'), score: await issueToken(options, 'score') };
    const service = await startServiceProcess(options);
    try {
      const client = createServiceClient(service.url, tokens.manage);
      for (const id of goalIds) {
        for (const jobType of ['Training', 'Scoring'] as const) {
          const run = await client.waitForRun((await client.startRun(id, jobType)).key);
          if (run.status !== 'Successful') throw new Error(`${jobType} failed: ${JSON.stringify(run.messages)}`);
        }
      }
    } finally {
      await service.stop();
    }
    const [goalId = '', contactGoalId] = goalIds;
    const prepared = { goalId, contactGoalId, tokens };
    writeFileSync(about(stage), JSON.stringify(prepared));
    return prepared;
  } finally {
    await org.stop();
  }
}

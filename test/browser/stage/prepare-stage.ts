import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isKept, keptFolder } from '../../e2e/stage/kept-folder.ts';
import { keepTrained, orgFolder, readPrepared as readTrained, serviceFolder } from '../../e2e/stage/prepare-stage.ts';
import type { TrainedStageName } from '../../e2e/stage/prepare-stage.ts';
import { assign, reopenOrg } from '../../e2e/stage/prepared-org.ts';
import { issueToken } from '../../e2e/stage/service-process.ts';
import { adminUsername } from '../../local-org/src/index.ts';

/** Whom the goals of a stage score: leads, or accounts and their contacts. */
export type StageName = TrainedStageName;

/** What stands in the prepared folder beside the org and the service's state; the first goal is the one on accounts. */
export type Prepared = { goalId: string; contactGoalId?: string; tokens: { manage: string; score: string } };

const keptName = (stage: StageName): string => `scored-${stage}`;
const aboutFile = (folder: string): string => join(folder, 'browser-stage.json');

export const isPrepared = (stage: StageName = 'leads'): boolean => isKept(keptName(stage));

export const readPrepared = (folder: string): Prepared =>
  JSON.parse(readFileSync(aboutFile(folder), 'utf8')) as Prepared;

/** A folder with a trained stage, whose records are scored, for the pages: made once for all test files: each works on a copy. */
export const prepareStage = (stage: StageName = 'leads'): Promise<string> =>
  keptFolder(keptName(stage), async (folder) => {
    cpSync(await keepTrained(stage), folder, { recursive: true });
    const { goalIds, token } = readTrained(folder);
    const org = await reopenOrg(orgFolder(folder));
    try {
      await assign(org.admin, adminUsername, 'Generated_Org_Editing');
      const options = { org, dataFolder: serviceFolder(folder) };
      const tokens = { manage: token, score: await issueToken(options, 'score') };
      const [goalId = '', contactGoalId] = goalIds;
      const prepared: Prepared = { goalId, contactGoalId, tokens };
      writeFileSync(aboutFile(folder), JSON.stringify(prepared));
    } finally {
      await org.stop();
    }
  });

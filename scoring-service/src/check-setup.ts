import { inspectDatabase } from './adapters/storage/open-database.ts';
import { createSalesforce } from './adapters/salesforce/salesforce.ts';
import type { Config } from './config.ts';
import { ScoringError } from './domain/scoring-error.ts';
import { explainFolders, explainStore } from './explain-start.ts';

export type CheckedPart = { name: string; isDone: boolean; detail: string; action?: string };

/** Tries what a start with this configuration needs, one part after the other; nothing is changed but missing folders made. */
export async function checkSetup(config: Config): Promise<CheckedPart[]> {
  const salesforce = createSalesforce(config.salesforce);
  const parts: [name: string, look: () => Promise<string>][] = [
    ['Folders', async () => `${(await explainFolders(config)).stateFolder} can be written.`],
    ['Database', () => explainStore(config, () => describeDatabase(config))],
    [
      'Org',
      async () => {
        const { orgId, username } = await salesforce.readIdentity();
        return `${config.salesforce.loginUrl} is the org ${orgId}, which answers the integration user ${username}.`;
      },
    ],
  ];
  const settings = { name: 'Settings', isDone: true, detail: 'Every setting has a value that makes sense.' };
  return [settings, ...(await Promise.all(parts.map(([name, look]) => checkPart(name, look))))];
}

async function describeDatabase({ databaseUrl, dataFolder }: Config): Promise<string> {
  if (databaseUrl === undefined) return `State lives in PGlite below ${dataFolder}.`;
  const { applied, pending } = await inspectDatabase(databaseUrl);
  const rest = pending === 0 ? 'none is missing' : `${pending} will be applied by the start`;
  return `Postgres answers; ${applied} migrations are applied, ${rest}.`;
}

async function checkPart(name: string, look: () => Promise<string>): Promise<CheckedPart> {
  try {
    return { name, isDone: true, detail: await look() };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    const [action] = error.actions;
    return { name, isDone: false, detail: error.message, ...(action !== undefined && { action }) };
  }
}

import { join } from 'node:path';
import { openDatabase } from './adapters/storage/open-database.ts';
import { createStore } from './adapters/storage/store.ts';
import type { StateConfig } from './config.ts';
import { ScoringError } from './domain/scoring-error.ts';
import { issueToken } from './operations/access.ts';

/** Issues a token in the service's own store; the token, which is nowhere kept in clear. */
export async function issueServiceToken(
  { databaseUrl, dataFolder }: StateConfig,
  { name, rights }: { name?: string; rights: string },
): Promise<string> {
  if (name === undefined || (rights !== 'score' && rights !== 'manage')) throw incomplete();
  const store = createStore(await openDatabase({ databaseUrl, folder: join(dataFolder, 'state') }));
  try {
    return await issueToken({ store, clock: { now: () => new Date() } }, { name, rights });
  } finally {
    await store.close();
  }
}

const incomplete = (): ScoringError =>
  new ScoringError('request.invalid', {
    message: 'A token needs a name and rights.',
    actions: ['issue-token --name CALLER --rights score (evaluates records) or manage (also starts and deletes).'],
  });

import { join } from 'node:path';
import type { ReceiptVerification, ScoreFigures } from '@plumbline/contract';
import { openDatabase } from './adapters/storage/open-database.ts';
import { createStore } from './adapters/storage/store.ts';
import type { StateConfig } from './config.ts';
import { ScoringError } from './domain/scoring-error.ts';
import { issueToken } from './operations/access.ts';
import { verifyReceipt } from './operations/scoring/verify-receipt.ts';

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

/** Computes a past score again from the service's own store; neither the org nor the service is asked. */
export async function verifyKeptReceipt(
  { databaseUrl, dataFolder }: StateConfig,
  receiptId: string | undefined,
): Promise<ReceiptVerification> {
  if (receiptId === undefined || !/^[1-9]\d{0,14}$/.test(receiptId)) throw withoutId();
  const store = createStore(await openDatabase({ databaseUrl, folder: join(dataFolder, 'state') }));
  try {
    return await verifyReceipt({ store }, receiptId);
  } finally {
    await store.close();
  }
}

/** What was found, for a person. */
export function describeVerification(verification: ReceiptVerification): string {
  const { receiptId, recordId, goalId, modelVersion, scoredAt, stored, recomputed, isEqual } = verification;
  return [
    `Receipt ${receiptId}: record ${recordId}, goal ${goalId}, model ${modelVersion}, ${scoredAt}`,
    `  stored      ${describeFigures(stored)}`,
    `  recomputed  ${describeFigures(recomputed)}`,
    isEqual ? 'Equal to the last digit.' : 'NOT EQUAL.',
  ].join('\n');
}

const describeFigures = ({ score, band, probability, percentile }: ScoreFigures): string =>
  `score ${score} (${band})${probability === undefined ? '' : `, probability ${probability}, percentile ${percentile}`}`;

const withoutId = (): ScoringError =>
  new ScoringError('request.invalid', {
    message: 'A receipt has a number.',
    actions: ['verify-receipt ID, with the receiptId of a past score: GET /v1/goals/{goalId}/records/{recordId}.'],
  });

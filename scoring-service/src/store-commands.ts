import { join } from 'node:path';
import type { ReceiptVerification, ScoreFigures } from '@plumbline/contract';
import { openDatabase } from './adapters/storage/open-database.ts';
import { createStore } from './adapters/storage/store.ts';
import type { StateConfig } from './config.ts';
import { ScoringError } from './domain/scoring-error.ts';
import { issueToken } from './operations/access.ts';
import { verifyReceipt } from './operations/scoring/verify-receipt.ts';

/** Issues a token in the service's store and returns it; only its hash is stored. */
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

/** Computes a past score again from the service's store alone. */
export async function verifyStoredReceipt(
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

/** The verification as text. */
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
    message: 'The id of a receipt is a number.',
    actions: ['verify-receipt ID, with the receiptId from the score history of a record.'],
  });

const incomplete = (): ScoringError =>
  new ScoringError('request.invalid', {
    message: 'A token needs a name and rights.',
    actions: ['issue-token --name CALLER --rights score (evaluates records) or manage (also starts and deletes).'],
  });

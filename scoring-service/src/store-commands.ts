import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { receiptVerificationSchema } from '@plumbline/contract';
import type { ReceiptVerification, ScoreFigures } from '@plumbline/contract';
import { openDatabase } from './adapters/storage/open-database.ts';
import { createStore } from './adapters/storage/store.ts';
import type { StateConfig } from './config.ts';
import { callControl } from './control-socket.ts';
import { ScoringError } from './domain/scoring-error.ts';
import { tokenRequestSchema, unfit } from './http/control-app.ts';
import { issueToken, listTokens, revokeToken } from './operations/access.ts';
import type { ListedToken } from './operations/access.ts';
import { verifyReceipt } from './operations/scoring/verify-receipt.ts';
import type { Store } from './ports/adapters.ts';
import type { Clock } from './ports/host.ts';

type Ports = { store: Store; clock: Clock };

/** One command: what the running service is asked, or what is done where none runs. */
type StateCommand<T> = { method: string; path: string; body?: unknown; work: (ports: Ports) => Promise<T> };

/** A service that starts has its lock some seconds before its socket. */
const WAIT_MS = 250;
const MOST_WAITS = 80;

/**
 * Runs a command on the state. On Postgres it opens a connection of its own; on PGlite, which one process can open, it
 * asks the service while that runs.
 */
async function runOnState<T>({ databaseUrl, dataFolder }: StateConfig, command: StateCommand<T>): Promise<T> {
  const folder = join(dataFolder, 'state');
  for (let waits = 0; ; waits += 1) {
    const called = databaseUrl === undefined ? await callControl(folder, command) : undefined;
    if (called) return called.reply as T;
    try {
      return await openAndRun({ databaseUrl, folder }, command.work);
    } catch (error) {
      if (!(error instanceof ScoringError) || error.kind !== 'store.in-use' || waits === MOST_WAITS) throw error;
    }
    await delay(WAIT_MS);
  }
}

async function openAndRun<T>(
  place: { databaseUrl: string | undefined; folder: string },
  work: StateCommand<T>['work'],
): Promise<T> {
  const store = createStore(await openDatabase(place));
  try {
    return await work({ store, clock: { now: () => new Date() } });
  } finally {
    await store.close();
  }
}

export type TokenOptions = { name?: string; rights: string; 'expires-days'?: string; org?: string };

/** Issues a token in the service's store and returns it; only its hash is stored. */
export async function issueServiceToken(config: StateConfig, { name, rights, ...life }: TokenOptions): Promise<string> {
  const days = life['expires-days'];
  const given = { name, rights, orgId: life.org, ...(days !== undefined && { expiresInDays: Number(days) }) };
  const request = tokenRequestSchema.safeParse(given);
  if (!request.success) throw unfit(request.error);
  const work = (ports: Ports): Promise<string> => issueToken(ports, request.data);
  return runOnState(config, { method: 'POST', path: '/tokens', body: request.data, work });
}

/** Every token that was issued; times are texts, as the service sends them. */
export const listServiceTokens = (config: StateConfig): Promise<ListedTokenText[]> =>
  runOnState(config, {
    ...{ method: 'GET', path: '/tokens' },
    work: async (ports) => JSON.parse(JSON.stringify(await listTokens(ports))) as ListedTokenText[],
  });

type ListedTokenText = { [Name in keyof ListedToken]: Date extends ListedToken[Name] ? string : ListedToken[Name] };

/** Ends a token, given by its id, which is returned. */
export async function revokeServiceToken(config: StateConfig, id: string | undefined): Promise<string> {
  if (id === undefined || !/^[0-9a-f]{12}$/.test(id)) throw withoutTokenId();
  await runOnState(config, {
    ...{ method: 'DELETE', path: `/tokens/${id}` },
    work: (ports) => revokeToken(ports, id),
  });
  return id;
}

/** The tokens as a table, the times to the minute. */
export function describeTokens(tokens: readonly ListedTokenText[]): string {
  const minute = (time: string | undefined): string => time?.slice(0, 16).replace('T', ' ') ?? '-';
  const rows = tokens.map(({ id, name, rights, state, orgId = '-', createdAt, expiresAt, lastUsedAt }) => [
    ...[id, name, rights, state, orgId, minute(createdAt), minute(expiresAt), minute(lastUsedAt)],
  ]);
  const table = [['ID', 'NAME', 'RIGHTS', 'STATE', 'ORG', 'ISSUED', 'EXPIRES', 'LAST USED'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Computes a past score again from the service's store alone. */
export async function verifyStoredReceipt(
  config: StateConfig,
  receiptId: string | undefined,
): Promise<ReceiptVerification> {
  if (receiptId === undefined || !/^[1-9]\d{0,14}$/.test(receiptId)) throw withoutId();
  const verification = await runOnState(config, {
    ...{ method: 'POST', path: `/receipts/${receiptId}/verifications` },
    work: (ports) => verifyReceipt(ports, receiptId),
  });
  return receiptVerificationSchema.parse(verification);
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

const withoutTokenId = (): ScoringError =>
  new ScoringError('request.invalid', {
    message: 'The id of a token has 12 digits and letters: the part between plb_ and the next _.',
    actions: ['node scoring-service/src/main.ts list-tokens shows the id of every token.'],
  });

import assert from 'node:assert/strict';
import type { RunningOrg } from '../../src/index.ts';

/** How many calls are on their way at once. */
const atOnce = 8;

/** Runs all work, several at a time; results are in order of their start. */
export async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}

type RestError = { message: unknown; errorCode: unknown };

const isRestError = (value: unknown): value is RestError[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(
    (one: unknown) =>
      typeof one === 'object' &&
      one !== null &&
      typeof (one as RestError).message === 'string' &&
      typeof (one as RestError).errorCode === 'string',
  );

/** The UI API returns its errors in one object. */
const isUiError = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'message' in value && ('errorCode' in value || 'output' in value);

/** A refused tree returns its errors by record. */
const isTreeError = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'hasErrors' in value && 'results' in value;

/** An error of OAuth. */
const isOAuthError = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'error' in value && 'error_description' in value;

/** Asserts that an answer is one the platform could give; returns `status code` to count it. */
export function assertAnswered(what: string, status: number, text: string, contentType: string): string {
  const isSoap = contentType.startsWith('text/xml');
  assert.ok(status < 500 || (isSoap && text.includes('<faultcode>')), `${what}: ${status} ${text.slice(0, 400)}`);
  if (status < 400) return String(status);
  if (isSoap) return `${status} ${/<faultcode>([^<]*)/.exec(text)?.[1] ?? ''}`;
  const body: unknown = JSON.parse(text);
  if (isRestError(body)) return `${status} ${String(body[0]?.errorCode)}`;
  assert.ok(
    isUiError(body) || isOAuthError(body) || isTreeError(body),
    `${what}: ${status} is no error of the platform: ${text.slice(0, 400)}`,
  );
  return `${status} ${isOAuthError(body) ? 'oauth' : isTreeError(body) ? 'tree' : 'ui-api'}`;
}

/** A line with the number of responses of each kind. */
export const tally = (answers: readonly string[]): string =>
  [...Map.groupBy(answers, (answer) => answer)]
    .map(([answer, times]) => `${answer} × ${times.length}`)
    .sort()
    .join(', ');

/** The org still answers as it should. */
export async function assertAlive({ url, adminToken }: Pick<RunningOrg, 'url' | 'adminToken'>): Promise<void> {
  const response = await fetch(`${url}/services/data/v65.0/limits`, {
    headers: { Authorization: `Bearer ${adminToken}` },
  });
  assert.equal(response.status, 200);
}

import { z } from 'zod';
import type { ScoringError } from '../../domain/scoring-error.ts';
import type { RunLog } from '../../ports/host.ts';
import { parseAnswer } from './answers.ts';
import { codeOf, refusalOf, unexpectedAnswer } from './org-refusal.ts';
import type { Session } from './session.ts';
import type { Sleep } from './sleep.ts';

export type JobSettings = { pollMs: number; timeoutMs: number; sleep: Sleep; log: Pick<RunLog, 'info'> };

type JobKind = 'query' | 'ingest';

const createdSchema = z.object({ id: z.string() });
const jobSchema = z.object({ id: z.string(), state: z.string(), errorMessage: z.string().nullish() });

const longestPollMs = 10_000;
const pollGrowth = 1.5;

/** Creates a Bulk API 2.0 query that sees archived records; the id of the job. */
export async function createQueryJob(session: Session, soql: string, signal?: AbortSignal): Promise<string> {
  const body = { operation: 'queryAll', query: soql, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' };
  const answer = await session.send({ method: 'POST', path: '/jobs/query', body, signal });
  return parseAnswer(createdSchema, answer, 'a new query job').id;
}

/** The message of a failed job begins with its code: `INVALID_FIELD: No such column …`. */
function jobFailure(state: string, message: string): ScoringError {
  const [, code = state.toUpperCase()] = /^\s*(\w+)\s*:/.exec(message) ?? [];
  return refusalOf({ code, message });
}

/** Waits until a job has ended; why, when it has not ended well. Throws ScoringError `salesforce.*` when nobody can say. */
export async function awaitJob(
  session: Session,
  { kind, id, signal }: { kind: JobKind; id: string; signal?: AbortSignal },
  { pollMs, timeoutMs, sleep }: JobSettings,
): Promise<ScoringError | undefined> {
  let waitedMs = 0;
  for (let delayMs = pollMs; ; delayMs = Math.min(delayMs * pollGrowth, longestPollMs)) {
    const answer = await session.send({ method: 'GET', path: `/jobs/${kind}/${id}`, signal });
    const { state, errorMessage } = parseAnswer(jobSchema, answer, 'a bulk job');
    if (state === 'JobComplete') return undefined;
    if (state === 'Failed' || state === 'Aborted') return jobFailure(state, errorMessage ?? '');
    if (waitedMs >= timeoutMs) throw unexpectedAnswer(`bulk job ${id} is still ${state} after ${timeoutMs} ms`);
    await sleep(delayMs, signal);
    waitedMs += delayMs;
  }
}

/** Frees what a job holds in the org. The org does so by itself after a week, so that a failure is only logged. */
export async function deleteJob(
  session: Session,
  { kind, id }: { kind: JobKind; id: string },
  log: Pick<RunLog, 'info'>,
): Promise<void> {
  try {
    await session.send({ method: 'DELETE', path: `/jobs/${kind}/${id}` });
  } catch (error) {
    log.info('salesforce.job-left', { jobId: id, code: codeOf(error) ?? 'unknown' });
  }
}

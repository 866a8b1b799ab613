import { z } from 'zod';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunLog } from '../../ports/host.ts';
import type { Sleep } from './org-call.ts';
import { codeOf, refusalOf, unexpectedAnswer } from './org-errors.ts';
import { parseAnswer } from './queries.ts';
import type { Session } from './session.ts';

export type JobSettings = { pollMs: number; timeoutMs: number; sleep: Sleep; log: Pick<RunLog, 'info'> };

type JobKind = 'query' | 'ingest';

const createdSchema = z.object({ id: z.string() });
const jobSchema = z.object({ id: z.string(), state: z.string(), errorMessage: z.string().nullish() });

const longestPollMs = 10_000;
const pollGrowth = 1.5;

/** Creates a Bulk API 2.0 job and returns its id. Throws ScoringError `salesforce.*`. */
export async function createJob(
  session: Session,
  { kind, body, signal }: { kind: JobKind; body: Record<string, string>; signal?: AbortSignal },
): Promise<string> {
  const answer = await session.send({ method: 'POST', path: `/jobs/${kind}`, body, signal });
  return parseAnswer(createdSchema, answer, `a new ${kind} job`).id;
}

/**
 * The message of a failed job begins with its code: `INVALID_FIELD: No such column …`. A failure that names neither a query
 * nor a field is the org's and passes.
 */
function jobFailure(state: string, message: string): ScoringError {
  const [, code = state.toUpperCase()] = /^\s*(\w+)\s*:/.exec(message) ?? [];
  const refusal = refusalOf({ code, message });
  if (refusal.kind !== 'salesforce.refused' || code === 'MALFORMED_QUERY') return refusal;
  return new ScoringError('salesforce.failed', {
    message: `A bulk job of the org failed (${code}).`,
    cause: { code },
    actions: ['Wait: a run continues by itself.', 'See Setup, Bulk Data Load Jobs, if it happens again.'],
  });
}

/**
 * Polls a job until it has ended. Returns why the job failed or was aborted, undefined when it is complete. Throws
 * ScoringError `salesforce.*` when its state cannot be read or it does not end in time.
 */
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

/** Deletes a job with its results. The org deletes jobs after seven days anyway, so a failure is only logged. */
export async function deleteJob(
  session: Session,
  { kind, id }: { kind: JobKind; id: string },
  log: Pick<RunLog, 'info'>,
): Promise<void> {
  try {
    await session.send({ method: 'DELETE', path: `/jobs/${kind}/${id}` });
  } catch (error) {
    log.info('salesforce.job-not-deleted', { jobId: id, code: codeOf(error) ?? 'unknown' });
  }
}

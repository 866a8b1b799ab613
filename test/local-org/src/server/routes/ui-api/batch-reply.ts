import { OrgError } from '../../../org-error.ts';
import { json } from '../../reply.ts';
import type { Reply } from '../../reply.ts';

type BatchItem = { result: unknown; statusCode: number };

/** One part of a batch: an error is its answer. */
function attempt(work: () => unknown): BatchItem {
  try {
    return { result: work(), statusCode: 200 };
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    return { result: [{ errorCode: error.code, message: error.message }], statusCode: error.status };
  }
}

/** Answers of a batch, in the order asked for. */
export function batchReply(parts: readonly (() => unknown)[]): Reply {
  const results = parts.map(attempt);
  return json({ hasErrors: results.some(({ statusCode }) => statusCode >= 400), results });
}

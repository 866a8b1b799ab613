import { OrgError } from '../../org-error.ts';
import type { ApiCall } from '../api-call.ts';
import { errorReply } from '../error-table.ts';
import { readBody, readList, readObject, readText } from '../json-value.ts';
import { json } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { ServerState } from '../server-state.ts';
import { answerSubrequest } from './composable.ts';
import { subrequestCall } from './subrequest-call.ts';

const mostSubrequests = 25;

type BatchResult = { statusCode: number; result: unknown };

const halted: BatchResult = {
  statusCode: 412,
  result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }],
};

function runPart(state: ServerState, call: ApiCall, value: unknown): BatchResult {
  const { method, url, richInput } = readObject(value, 'batchRequests');
  const address = `/services/data/${readText(url, 'url').replace(/^\/?(services\/data\/)?/, '')}`;
  const reply = runSafely(() =>
    answerSubrequest(
      state,
      subrequestCall(call, {
        method: readText(method, 'method').toUpperCase(),
        url: address,
        body: richInput,
        headers: {},
      }),
    ),
  );
  return { statusCode: reply.status, result: reply.content.kind === 'json' ? reply.content.value : null };
}

function runSafely(answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof OrgError) return errorReply(error);
    throw error;
  }
}

/** POST `composite/batch`: up to 25 independent subrequests. */
export function answerBatch(state: ServerState, call: ApiCall): Reply {
  const { batchRequests, haltOnError } = readBody(call.body);
  const parts = readList(batchRequests, 'batchRequests');
  if (parts.length > mostSubrequests) {
    throw new OrgError('LIMIT_EXCEEDED', `The request can’t contain more than ${mostSubrequests} operations.`);
  }
  const results: BatchResult[] = [];
  for (const part of parts) {
    const isHalted = haltOnError === true && results.some(({ statusCode }) => statusCode >= 400);
    results.push(isHalted ? halted : runPart(state, call, part));
  }
  return json({ hasErrors: results.some(({ statusCode }) => statusCode >= 400), results });
}

import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { problemSchema } from '@plumbline/contract';
import type { Problem } from '@plumbline/contract';
import { ScoringError } from '../domain/scoring-error.ts';
import type { ScoringErrorKind } from '../domain/scoring-error.ts';
import type { Log } from '../log.ts';
import type { Environment } from './router.ts';

const titles = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
} as const;

type ProblemStatus = keyof typeof titles;

/** The HTTP status of every kind of error. A quality check's code is never a status. */
export const statusOf: Record<ScoringErrorKind, ProblemStatus> = {
  'configuration.invalid': 500,
  'caller.unknown': 401,
  'caller.token-ended': 401,
  'caller.forbidden': 403,
  'caller.other-org': 403,
  'caller.limited': 429,
  'request.invalid': 400,
  'request.wrong-type': 415,
  'request.wrong-method': 405,
  'goal.not-found': 404,
  'goal.invalid': 422,
  'goal.inactive': 409,
  'model.missing': 409,
  'model.invalid': 500,
  'model.not-found': 404,
  'model.inputs-lost': 409,
  'receipt.not-found': 404,
  'receipt.not-reproducible': 409,
  'record.not-found': 404,
  'record.not-scorable': 422,
  'run.not-found': 404,
  'run.in-progress': 409,
  'run.ended': 409,
  'id-list.not-found': 404,
  'run.cancelled': 503,
  'run.taken-over': 503,
  'run.ended-processes': 500,
  'host.disk-full': 503,
  'host.no-memory': 503,
  'host.no-access': 503,
  'org.other': 409,
  'training.invalid': 422,
  'training.failed': 500,
  'training.cancelled': 503,
  'training.too-little': 422,
  'features.failed': 500,
  'salesforce.unreachable': 502,
  'salesforce.refused': 502,
  'salesforce.login-failed': 502,
  'salesforce.no-access': 502,
  'salesforce.limit-reached': 503,
  'salesforce.failed': 502,
  'store.in-use': 503,
  'store.failed': 503,
  'store.newer': 503,
  'service.starting': 503,
  'token.not-found': 404,
  'service.stopping': 503,
};

/** When callers may retry. */
const RETRY_AFTER_SECONDS = 60;

/** A reply that is one problem, with next steps. */
export const problemContent = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

type Reply = Pick<Problem, 'kind' | 'detail' | 'actions'> & { status: ProblemStatus };

export function replyProblem(context: Context<Environment>, { kind, detail, actions, status }: Reply): Response {
  const problem: Problem = {
    type: `urn:plumbline:problem:${kind}`,
    title: titles[status],
    status,
    detail,
    kind,
    actions,
    requestId: context.get('requestId'),
  };
  context.header('Content-Type', 'application/problem+json');
  if (status === 401) context.header('WWW-Authenticate', 'Bearer realm="plumbline"');
  if (status === 503) context.header('Retry-After', String(RETRY_AFTER_SECONDS));
  return context.body(JSON.stringify(problem), status);
}

/** Turns errors into replies. Details of unexpected errors are logged and not sent. */
export const onError =
  (log: Log) =>
  (error: Error, context: Context<Environment>): Response => {
    const known = toScoringError(error) ?? (isCutOff(context) ? cutOff() : undefined);
    const requestId = context.get('requestId');
    const status = known ? statusOf[known.kind] : 500;
    if (status >= 500) log.error('request.failed', { requestId, kind: known?.kind ?? 'defect' }, error);
    if (known)
      return replyProblem(context, { kind: known.kind, detail: known.message, actions: known.actions, status });
    return replyProblem(context, {
      kind: 'defect',
      detail: 'An unexpected error occurred.',
      actions: [`Search the log of the service for request ${requestId}.`],
      status: 500,
    });
  };

/** Whether the sender ended the connection in the middle of its request, as proxies do whose own caller is gone. */
function isCutOff({ env }: Context<Environment>): boolean {
  const { incoming } = (env ?? {}) as { incoming?: IncomingMessage };
  return incoming !== undefined && incoming.destroyed && !incoming.complete;
}

const cutOff = (): ScoringError =>
  new ScoringError('request.invalid', {
    message: 'The connection ended before the request did.',
    actions: ['Send the request again.'],
  });

/** Hono throws its own exception for a body that is not JSON. */
function toScoringError(error: Error): ScoringError | undefined {
  if (error instanceof ScoringError) return error;
  if (!(error instanceof HTTPException) || error.status !== 400) return undefined;
  return new ScoringError('request.invalid', {
    message: 'The body is not JSON.',
    actions: ['Send a JSON object with the header Content-Type: application/json.'],
  });
}

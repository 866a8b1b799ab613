import {
  connectionSchema,
  idListSchema,
  modelActivationSchema,
  modelCardSchema,
  modelListSchema,
  readinessSchema,
  receiptSchema,
  receiptVerificationSchema,
  runProgressSchema,
  runResultPageSchema,
  runSchema,
  scoreDetailsSchema,
  scoreResultSchema,
  whatIfResultSchema,
} from '@plumbline/contract';
import type { GoalDraft, RunRequest } from '@plumbline/contract';
import type { z } from 'zod';
import type { SavedService } from './service-store.ts';
import { notTheService, serviceUnreachable, toServiceError } from './service-error.ts';

/** A reply that takes longer is none; a readiness check of a large org takes a while. */
const timeoutMs = 60_000;

/** The scoring service. Every reply is parsed with the contract; what is refused is an SfError with next steps. */
export type ServiceClient = ReturnType<typeof openServiceClient>;

export function openServiceClient({ url, token }: SavedService) {
  const address = url.replace(/\/+$/, '');

  async function ask(method: string, path: string, body?: unknown): Promise<Response> {
    try {
      return await fetch(`${address}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        signal: AbortSignal.timeout(timeoutMs),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw serviceUnreachable(url, error);
    }
  }

  async function call<T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T> {
    const response = await ask(method, path, body);
    const answer = await readJson(response, url);
    if (!response.ok) throw toServiceError(answer, response.status);
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw notTheService(`${issue?.path.join('.') || 'the reply'}: ${issue?.message ?? 'it does not fit'}`);
  }

  const goalPath = (goalId: string): string => `/v1/goals/${encodeURIComponent(goalId)}`;
  const runPath = (key: string): string => `/v1/runs/${encodeURIComponent(key)}`;
  return {
    url,
    connection: () => call(connectionSchema, 'GET', '/v1/connection'),
    readiness: (goalId: string) => call(readinessSchema, 'GET', `${goalPath(goalId)}/readiness`),
    draftReadiness: (draft: GoalDraft) => call(readinessSchema, 'POST', '/v1/readiness', draft),
    startRun: (goalId: string, request: RunRequest) => call(runSchema, 'POST', `${goalPath(goalId)}/runs`, request),
    deleteScores: (goalId: string) => call(runSchema, 'DELETE', `${goalPath(goalId)}/scores`),
    run: (key: string) => call(runSchema, 'GET', runPath(key)),
    runProgress: (key: string) => call(runProgressSchema, 'GET', `${runPath(key)}/progress`),
    runResults: (key: string, locator?: string) =>
      call(runResultPageSchema, 'GET', `${runPath(key)}/results${locator === undefined ? '' : `?locator=${locator}`}`),
    cancelRun: (key: string) => call(runSchema, 'POST', `${runPath(key)}/cancellations`),
    resumeRun: (key: string) => call(runSchema, 'POST', `${runPath(key)}/resumptions`),
    createIdList: () => call(idListSchema, 'POST', '/v1/id-lists'),
    saveIdListPart: (listId: string, number: number, recordIds: string[]) =>
      call(idListSchema, 'PUT', `/v1/id-lists/${listId}/parts/${number}`, { recordIds }),
    score: (goalId: string, recordId: string) => call(scoreResultSchema, 'POST', '/v1/scores', { goalId, recordId }),
    scoreDetails: (goalId: string, recordId: string) =>
      call(scoreDetailsSchema, 'GET', `${goalPath(goalId)}/records/${encodeURIComponent(recordId)}`),
    whatIf: (goalId: string, recordId: string, changes: Record<string, string>) =>
      call(whatIfResultSchema, 'POST', `${goalPath(goalId)}/records/${encodeURIComponent(recordId)}/what-if`, {
        changes,
      }),
    model: (goalId: string, version?: string) =>
      call(
        modelCardSchema,
        'GET',
        `${goalPath(goalId)}/${version === undefined ? 'model' : `models/${encodeURIComponent(version)}`}`,
      ),
    models: (goalId: string) => call(modelListSchema, 'GET', `${goalPath(goalId)}/models`),
    activateModel: (goalId: string, version: string) =>
      call(modelActivationSchema, 'POST', `${goalPath(goalId)}/models/${encodeURIComponent(version)}/activations`),
    modelPage: async (goalId: string, version: string): Promise<string> => {
      const response = await ask('GET', `${goalPath(goalId)}/models/${encodeURIComponent(version)}/page`);
      if (!response.ok) throw toServiceError(await readJson(response, url), response.status);
      return response.text();
    },
    receipt: (receiptId: string) => call(receiptSchema, 'GET', `/v1/receipts/${encodeURIComponent(receiptId)}`),
    verifyReceipt: (receiptId: string) =>
      call(receiptVerificationSchema, 'POST', `/v1/receipts/${encodeURIComponent(receiptId)}/verifications`),
  };
}

async function readJson(response: Response, url: string): Promise<unknown> {
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  if (!isJson) throw notTheService(`${url} answered ${response.status} and no JSON`);
  try {
    return await response.json();
  } catch (error) {
    throw serviceUnreachable(url, error);
  }
}

import {
  clientHeader,
  connectionSchema,
  contractHeader,
  contractVersion,
  idListSchema,
  modelActivationSchema,
  modelCardSchema,
  modelListSchema,
  needListSchema,
  orgIdHeader,
  readinessSchema,
  receiptSchema,
  receiptVerificationSchema,
  runListSchema,
  runProgressSchema,
  runResultPageSchema,
  runSchema,
  scoreDetailsSchema,
  scoreResultSchema,
  whatIfResultSchema,
} from '@plumbline/contract';
import type { GoalDraft, ResumeRequest, RunRequest } from '@plumbline/contract';
import { SfError } from '@salesforce/core';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { SavedService } from './service-store.ts';
import { isUnreachable, unexpectedResponse, serviceUnreachable, toServiceError } from './service-error.ts';

/** The timeout of one request. A readiness check of a large org takes a while. */
const timeoutMs = 60_000;

export type ClientOptions = {
  /** How long to retry idempotent requests to a service that has responded before. */
  retryForMs?: number;
  retryMs?: number;
};

/** A service and the org for which it is called: a token belongs to one org. */
export type ServiceOfOrg = SavedService & { orgId: string };

/** The client of the scoring service. Responses are parsed with the contract; errors are SfErrors with next steps. */
export type ServiceClient = ReturnType<typeof openServiceClient>;

export function openServiceClient(
  { url, token, orgId }: ServiceOfOrg,
  { retryForMs = 60_000, retryMs = 500 }: ClientOptions = {},
) {
  const address = url.replace(/\/+$/, '');
  let hasResponded = false;

  async function request<T>(
    { method, path, body }: { method: string; path: string; body?: unknown },
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    try {
      const response = await fetch(`${address}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          [orgIdHeader]: orgId,
          [clientHeader]: 'plugin',
          [contractHeader]: String(contractVersion),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        signal: AbortSignal.timeout(timeoutMs),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const result = await read(response);
      hasResponded = true;
      return result;
    } catch (error) {
      throw error instanceof SfError ? error : serviceUnreachable(url, error);
    }
  }

  /** Retries, because a service that has responded before is probably restarting. For idempotent requests only. */
  async function withRetries<T>(work: () => Promise<T>): Promise<T> {
    const endsAtMs = performance.now() + retryForMs;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isUnreachable(error) || !hasResponded || performance.now() >= endsAtMs) throw error;
        await delay(retryMs);
      }
    }
  }

  async function callOnce<T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T> {
    return request({ method, path, body }, async (response) => {
      const reply = await readJson(response, url);
      if (!response.ok) throw toServiceError(reply, response.status);
      const parsed = schema.safeParse(reply);
      if (parsed.success) return parsed.data;
      const [issue] = parsed.error.issues;
      throw unexpectedResponse(`${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'invalid'}`);
    });
  }

  const call: typeof callOnce = (schema, method, path, body) =>
    method === 'GET' || method === 'PUT'
      ? withRetries(() => callOnce(schema, method, path, body))
      : callOnce(schema, method, path, body);

  const goalPath = (goalId: string): string => `/v1/goals/${encodeURIComponent(goalId)}`;
  const runPath = (key: string): string => `/v1/runs/${encodeURIComponent(key)}`;
  return {
    url,
    connection: () => call(connectionSchema, 'GET', '/v1/connection'),
    readiness: (goalId: string) => call(readinessSchema, 'GET', `${goalPath(goalId)}/readiness`),
    draftReadiness: (draft: GoalDraft) => call(readinessSchema, 'POST', '/v1/readiness', draft),
    needs: (draft: GoalDraft) => call(needListSchema, 'POST', '/v1/needs', draft),
    startRun: (goalId: string, request: RunRequest) => call(runSchema, 'POST', `${goalPath(goalId)}/runs`, request),
    deleteScores: (goalId: string) => call(runSchema, 'DELETE', `${goalPath(goalId)}/scores`),
    runs: (goalId: string) => call(runListSchema, 'GET', `/v1/runs?goalId=${encodeURIComponent(goalId)}`),
    run: (key: string) => call(runSchema, 'GET', runPath(key)),
    /** Without retries, so that the watcher can show that the service is unavailable. */
    runProgress: (key: string) => callOnce(runProgressSchema, 'GET', `${runPath(key)}/progress`),
    runResults: (key: string, locator?: string) =>
      call(runResultPageSchema, 'GET', `${runPath(key)}/results${locator === undefined ? '' : `?locator=${locator}`}`),
    cancelRun: (key: string) => call(runSchema, 'POST', `${runPath(key)}/cancellations`),
    resumeRun: (key: string, request?: ResumeRequest) =>
      call(runSchema, 'POST', `${runPath(key)}/resumptions`, request),
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
    modelPage: (goalId: string, version: string): Promise<string> => {
      const path = `${goalPath(goalId)}/models/${encodeURIComponent(version)}/page`;
      return withRetries(() =>
        request({ method: 'GET', path }, async (response) => {
          if (!response.ok) throw toServiceError(await readJson(response, url), response.status);
          return response.text();
        }),
      );
    },
    receipt: (receiptId: string) => call(receiptSchema, 'GET', `/v1/receipts/${encodeURIComponent(receiptId)}`),
    verifyReceipt: (receiptId: string) =>
      call(receiptVerificationSchema, 'POST', `/v1/receipts/${encodeURIComponent(receiptId)}/verifications`),
  };
}

async function readJson(response: Response, url: string): Promise<unknown> {
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  if (!isJson) throw unexpectedResponse(`${url} returned ${response.status} without JSON`);
  return response.json();
}

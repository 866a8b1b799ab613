import type { Run, ScoreResult } from '@plumbline/contract';
import { createApp } from '../../../scoring-service/src/http/app.ts';
import type { AppOptions } from '../../../scoring-service/src/http/app.ts';
import { createMetrics } from '../../../scoring-service/src/http/metrics.ts';
import type { App } from '../../../scoring-service/src/http/router.ts';
import type { Operations } from '../../../scoring-service/src/operations/operations.ts';

export const goalId = 'a00000000000001AAA';
export const recordId = '00Q000000000001EAA';
export const runKey = '3f0c8a52-7d3e-4a54-9f4b-3a1d8a7c0001';

export const result: ScoreResult = {
  goalId,
  recordId,
  object: 'Lead',
  isQualified: true,
  score: 71,
  band: 'Medium',
  basis: 'probability',
  probability: 0.7123,
  percentile: 94,
  scoredAt: '2026-11-23T10:00:00.000Z',
  modelVersion: 'v1',
  isChanged: true,
  factors: [],
};

export const run: Run = {
  key: runKey,
  goalId,
  goalName: 'Lead converts in 90 days',
  jobType: 'Training',
  profileType: 'Person',
  trigger: 'API',
  status: 'Queued',
  startedAt: '2026-11-23T10:00:00.000Z',
  progressPercent: 0,
  read: 0,
  scored: 0,
  changed: 0,
  skipped: 0,
  skippedReasons: [],
  failed: 0,
  messages: [],
};

type LogLine = { event: string; fields: Record<string, unknown>; error?: unknown };
export type OpenedApp = { app: App; lines: LogLine[] };

const defaults: Partial<Operations> = {
  authenticate: (token) => {
    const rights = { manager: 'manage', scorer: 'score' } as const;
    if (token !== 'manager' && token !== 'scorer') return Promise.resolve(undefined);
    return Promise.resolve({ tokenId: token, name: token, rights: rights[token] });
  },
  checkHealth: () => Promise.resolve({ isReady: true, parts: [] }),
};

/** The app on stub operations; the token `manager` may do everything, `scorer` may evaluate. Other operations throw. */
export function openApp(
  stubs: Partial<Operations> = {},
  options: Omit<AppOptions, 'operations' | 'metrics' | 'log'> = {},
): OpenedApp {
  const lines: LogLine[] = [];
  const operations = new Proxy({ ...defaults, ...stubs } as Operations, {
    get(target, name: keyof Operations) {
      if (name in target) return target[name];
      throw new Error(`The operation ${name} was not expected.`);
    },
  });
  const app = createApp({
    operations,
    metrics: createMetrics(),
    log: {
      info: (event, fields) => lines.push({ event, fields }),
      error: (event, fields, error) => lines.push({ event, fields, error }),
    },
    ...options,
  });
  return { app, lines };
}

export const asked = (token: string | undefined, body?: unknown): RequestInit => ({
  headers: {
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  },
  ...(body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
});

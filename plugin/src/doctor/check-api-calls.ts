import type { Connection } from '@salesforce/core';
import type { DoctorCheck } from '../results.ts';
import { readableCount } from '../terminal/counts.ts';
import { runCheck } from './run-check.ts';

type Limits = Pick<Connection, 'limits'>;

/**
 * Checks the daily API calls of the org. `apiShare` is the share of them at which the service stops background work; the
 * service reports it, so it is absent where no service answers.
 */
export const checkApiCalls = (connection: Limits, apiShare: number | undefined): Promise<DoctorCheck> =>
  runCheck('Limits', 'API calls', async () => {
    const { DailyApiRequests: calls } = (await connection.limits()) as {
      DailyApiRequests?: { Max: number; Remaining: number };
    };
    const { Max = 0, Remaining = 0 } = calls ?? {};
    const used = Max - Remaining;
    const stop = Math.floor(Max * (apiShare ?? 1));
    const usage = `${readableCount(used)} of ${readableCount(Max)} daily API calls are used`;
    return {
      isPassed: Max === 0 || used < stop,
      detail: apiShare === undefined ? `${usage}.` : `${usage}; background work stops at ${readableCount(stop)}.`,
      command: 'sf org list limits',
    };
  });

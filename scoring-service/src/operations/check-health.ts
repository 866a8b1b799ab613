import { ScoringError } from '../domain/scoring-error.ts';
import type { Salesforce, Store } from '../ports.ts';
import type { Operations } from './operations.ts';

/** Asks store and org at the same time; what does not answer is named with the kind of its error. */
export async function checkHealth({
  salesforce,
  store,
}: {
  salesforce: Pick<Salesforce, 'ping'>;
  store: Pick<Store, 'ping'>;
}): ReturnType<Operations['checkHealth']> {
  const parts = await Promise.all([checkPart('store', () => store.ping()), checkPart('org', () => salesforce.ping())]);
  return { isReady: parts.every(({ isReady }) => isReady), parts };
}

async function checkPart(name: string, ping: () => Promise<void>) {
  try {
    await ping();
    return { name, isReady: true };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    return { name, isReady: false, kind: error.kind };
  }
}

import type { BandEvent } from '../../domain/evaluation/band-events.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Clock, RunLog } from '../../ports/host.ts';
import type { BandEvents, RecordScores } from '../../ports/scores.ts';

type Ports = {
  salesforce: Pick<Goals, 'readGoal'> & Pick<RecordScores, 'readScores' | 'publishBandEvents' | 'eventAllocation'>;
  store: Pick<
    BandEvents,
    'claimEvents' | 'releaseEvents' | 'removeEvents' | 'confirmEvents' | 'unconfirmedEvents' | 'waitingEvents'
  >;
  clock: Clock;
  log: RunLog;
};

/** Events of one call; a collection holds as many. */
const AT_ONCE = 200;

/** For how long events are one process's: longer than a call of the org takes with all its retries. */
const CLAIM_MS = 300_000;

/** An evaluation that has not committed by then has ended. */
const UNCONFIRMED_MS = 600_000;

export type EventPublisher = { publish(): Promise<void>; stop(): Promise<void> };

/** Publishes what waits in the outbox and never rejects; calls at the same time share one pass. */
export function createEventPublisher(ports: Ports, { eventShare }: { eventShare: number }): EventPublisher {
  const stopping = new AbortController();
  const { signal } = stopping;
  let current: Promise<void> | undefined;
  const pass = async (): Promise<void> => {
    try {
      await confirmLeftEvents(ports);
      await publishReadyEvents(ports, { eventShare, signal });
    } catch (error) {
      if (!signal.aborted) ports.log.error('events.unpublished', {}, error);
    }
  };
  return {
    publish: () => (signal.aborted ? Promise.resolve() : (current ??= pass().finally(() => (current = undefined)))),
    stop: () => {
      stopping.abort();
      return current ?? Promise.resolve();
    },
  };
}

/**
 * Publishes ready events at least once: they leave the outbox when the org has accepted them. Leaves the org's other
 * applications their share of the hourly allocation (M5a).
 */
async function publishReadyEvents(
  { salesforce, store, clock, log }: Ports,
  { eventShare, signal }: { eventShare: number; signal: AbortSignal },
): Promise<void> {
  let free: number | undefined;
  for (;;) {
    const now = clock.now();
    const events = await store.claimEvents({ limit: AT_ONCE, now, until: new Date(now.getTime() + CLAIM_MS) });
    if (events.length === 0) return;
    const ids = events.map(({ id }) => id);
    let accepted: string[] = [];
    try {
      free ??= await freeAllocation(salesforce, eventShare);
      if (free >= events.length) accepted = await salesforce.publishBandEvents(events, { signal });
      else log.info('events.waiting', { events: await store.waitingEvents() });
    } finally {
      await store.removeEvents(accepted);
      await store.releaseEvents(ids.filter((id) => !accepted.includes(id)));
    }
    if (accepted.length < events.length) return;
    free -= accepted.length;
  }
}

async function freeAllocation(salesforce: Ports['salesforce'], eventShare: number): Promise<number> {
  const allocation = await salesforce.eventAllocation();
  return allocation === undefined
    ? Number.POSITIVE_INFINITY
    : allocation.remaining - (1 - eventShare) * allocation.limit;
}

/**
 * Settles events whose process ended between the write of a score and its commit: they are ready where the record carries
 * the score of the event.
 */
async function confirmLeftEvents({ salesforce, store, clock }: Ports): Promise<void> {
  const createdBefore = new Date(clock.now().getTime() - UNCONFIRMED_MS);
  const left = await store.unconfirmedEvents({ createdBefore, limit: AT_ONCE });
  for (const [goalId, events] of Map.groupBy(left, (event) => event.goalId)) {
    const written = await readWritten(salesforce, goalId, events);
    await store.confirmEvents(written.map(({ id }) => id));
    await store.removeEvents(events.flatMap((event) => (written.includes(event) ? [] : [event.id])));
  }
}

async function readWritten(
  salesforce: Ports['salesforce'],
  goalId: string,
  events: readonly BandEvent[],
): Promise<BandEvent[]> {
  try {
    const goal = await salesforce.readGoal(goalId);
    const scores = await salesforce.readScores(
      goal,
      events.map(({ recordId }) => recordId),
    );
    return events.filter(({ recordId, scoredAt }) => isOfTime(scores.get(recordId)?.scoredAt, scoredAt));
  } catch (error) {
    // Nobody waits for the events of a goal that is gone.
    if (error instanceof ScoringError && error.kind === 'goal.not-found') return [];
    throw error;
  }
}

/** Whether a record carries the score of a time. */
export const isOfTime = (scoredAt: string | undefined, time: string | undefined): boolean =>
  Date.parse(scoredAt ?? '') === Date.parse(time ?? '');

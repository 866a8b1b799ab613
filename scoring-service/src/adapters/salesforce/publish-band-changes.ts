import { z } from 'zod';
import type { BandEvent } from '../../domain/evaluation/band-events.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunLog } from '../../ports/host.ts';
import { parseAnswer } from './queries.ts';
import type { Session } from './session.ts';
import { collectionSize, saveCollection } from './update-collections.ts';

type Publishing = { session: Session; log: Pick<RunLog, 'info'>; signal?: AbortSignal };

/**
 * Publishes a platform event for each band change and returns the ids of those that the org accepted. The others are only
 * logged: they wait in the outbox.
 */
export async function publishBandEvents(
  { session, log, signal }: Publishing,
  events: readonly BandEvent[],
): Promise<string[]> {
  const published: string[] = [];
  for (let start = 0; start < events.length; start += collectionSize) {
    const part = events.slice(start, start + collectionSize);
    try {
      const saved = await saveCollection(session, part.map(toRecord), { method: 'POST', signal });
      const refused = saved.filter(({ success }) => !success);
      published.push(...part.flatMap(({ id }, index) => (saved[index]?.success === true ? [id] : [])));
      const code = refused[0]?.errors[0]?.statusCode;
      if (refused.length > 0) log.info('salesforce.events-refused', { events: refused.length, code });
    } catch (error) {
      if (!(error instanceof ScoringError)) throw error;
      log.info('salesforce.events-unpublished', { events: events.length - published.length, kind: error.kind });
      return published;
    }
  }
  return published;
}

const limitsSchema = z.object({
  HourlyPublishedPlatformEvents: z.object({ Max: z.number(), Remaining: z.number() }).optional(),
});

/** How many high-volume events the org still takes in this hour, of how many. */
export async function readEventAllocation(session: Session): Promise<{ remaining: number; limit: number } | undefined> {
  const answer = await session.send({ method: 'GET', path: `${session.root}/limits` });
  const { HourlyPublishedPlatformEvents: hourly } = parseAnswer(limitsSchema, answer, 'the limits');
  return hourly && { remaining: hourly.Remaining, limit: hourly.Max };
}

const toRecord = ({ id, goalId, object, recordId, from, to, score }: BandEvent) => ({
  attributes: { type: 'Score_Band_Change__e' },
  Event_Id__c: id,
  Goal__c: goalId,
  Record_Id__c: recordId,
  Object__c: object,
  From_Band__c: from,
  To_Band__c: to,
  Score__c: score,
});

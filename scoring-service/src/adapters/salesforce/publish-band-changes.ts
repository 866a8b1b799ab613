import type { Goal } from '@plumbline/contract';
import type { BandChange } from '../../domain/evaluation/outcomes.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunLog } from '../../ports/host.ts';
import type { Session } from './session.ts';
import { collectionSize, saveCollection } from './update-collections.ts';

type Publishing = {
  session: Session;
  goal: Pick<Goal, 'id' | 'object'>;
  log: Pick<RunLog, 'info'>;
  signal?: AbortSignal;
};

/**
 * Publishes a platform event for each band change, at most once, and returns how many the org accepted. The scores are
 * written already, so an event that the org refuses is only logged.
 */
export async function publishBandChanges(publishing: Publishing, changes: readonly BandChange[]): Promise<number> {
  const { session, goal, log, signal } = publishing;
  let published = 0;
  for (let start = 0; start < changes.length; start += collectionSize) {
    const records = changes.slice(start, start + collectionSize).map((change) => toEvent(goal, change));
    try {
      const saved = await saveCollection(session, records, { method: 'POST', signal });
      const refused = saved.filter(({ success }) => !success);
      published += saved.length - refused.length;
      const code = refused[0]?.errors[0]?.statusCode;
      if (refused.length > 0) log.info('salesforce.events-refused', { goalId: goal.id, events: refused.length, code });
    } catch (error) {
      if (!(error instanceof ScoringError)) throw error;
      const { kind } = error;
      log.info('salesforce.events-unpublished', { goalId: goal.id, events: changes.length - published, kind });
      return published;
    }
  }
  return published;
}

const toEvent = ({ id, object }: Publishing['goal'], { recordId, from, to, score }: BandChange) => ({
  attributes: { type: 'Score_Band_Change__e' },
  Goal__c: id,
  Record_Id__c: recordId,
  Object__c: object,
  From_Band__c: from,
  To_Band__c: to,
  Score__c: score,
});

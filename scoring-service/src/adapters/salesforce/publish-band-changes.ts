import type { Goal } from '@plumbline/contract';
import type { BandChange } from '../../domain/evaluation/outcomes.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RunLog } from '../../ports/host.ts';
import { parseAnswer } from './answers.ts';
import { savedSchema } from './saved-records.ts';
import type { Session } from './session.ts';

type Publishing = {
  session: Session;
  goal: Pick<Goal, 'id' | 'object'>;
  log: Pick<RunLog, 'info'>;
  signal?: AbortSignal;
};

const collectionSize = 200;

const toEvent = ({ id, object }: Publishing['goal'], { recordId, from, to, score }: BandChange) => ({
  attributes: { type: 'Score_Band_Change__e' },
  Goal__c: id,
  Record_Id__c: recordId,
  Object__c: object,
  From_Band__c: from,
  To_Band__c: to,
  Score__c: score,
});

/**
 * Publishes a platform event for each change, at most once; how many the org took. The scores are written by then: an
 * event that the org does not take is logged, never an error.
 */
export async function publishBandChanges(publishing: Publishing, changes: readonly BandChange[]): Promise<number> {
  const { session, goal, log, signal } = publishing;
  let published = 0;
  for (let start = 0; start < changes.length; start += collectionSize) {
    const records = changes.slice(start, start + collectionSize).map((change) => toEvent(goal, change));
    try {
      const body = { allOrNone: false, records };
      const answer = await session.send({ method: 'POST', path: '/composite/sobjects', body, signal });
      const saved = parseAnswer(savedSchema, answer, 'a publication of events');
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

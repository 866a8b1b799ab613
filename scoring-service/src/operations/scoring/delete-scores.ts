import type { Goal, Run } from '@plumbline/contract';
import { countValues } from '../../domain/figures.ts';
import { scoreFieldSet } from '../../domain/goals/score-field-set.ts';
import { factOf, isSameName } from '../../domain/org-facts.ts';
import { hiddenFromRemoval } from '../../domain/quality/sharing.ts';
import type { ScoreWrite } from '../../domain/scoring/score.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Clock } from '../../ports/host.ts';
import type { Models } from '../../ports/models.ts';
import type { Receipts } from '../../ports/receipts.ts';
import type { RunRecords, RunResults, RunState, RunStates } from '../../ports/runs.ts';
import type { RecordScores } from '../../ports/scores.ts';
import { readSharedRecords } from '../goals/check-sharing.ts';
import type { SharingOrg } from '../goals/check-sharing.ts';
import { readDeletableGoal } from '../goals/read-deletable-goal.ts';
import { startReport, withoutRecord } from '../runs/run-report.ts';

type Ports = {
  salesforce: Pick<Goals, 'readGoalOrDeleted' | 'readGoals' | 'updateGoal'> &
    Pick<OrgDescription, 'describe'> &
    Pick<RunRecords, 'saveRun'> &
    SharingOrg &
    Pick<RecordScores, 'scoreParts' | 'readScoredIds' | 'writeScores'>;
  store: Pick<Models, 'activeModel' | 'deleteModels'> &
    Pick<Receipts, 'deleteReceipts'> &
    Pick<RunStates, 'updateRun'> &
    Pick<RunResults, 'deleteRunResults'>;
  clock: Clock;
};

/** Most ids of records that a message lists. */
const MOST_IDS = 10;

/**
 * Clears every score field that the goal has filled, then deletes its receipts, results and models. The goal itself may
 * already be deleted. Records that the org does not let be written, such as converted leads, are skipped and listed.
 * Fields that another goal of the org has taken over since hold that goal's scores and stay as they are.
 */
export async function deleteGoalScores(
  { salesforce, store, clock }: Ports,
  state: RunState,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const { goal, isDeleted } = await readDeletableGoal({ salesforce, store }, state.goalId);
  if (!isDeleted) await salesforce.updateGoal(goal.id, { status: 'Deleting', statusMessage: 'Removing scores' });
  const report = await startReport({ salesforce, store, clock }, isDeleted ? withoutRecord(goal) : goal, state);

  const kept: { recordId: string; code: string }[] = [];
  if (await hasScoreField(salesforce, goal)) {
    const parts = await salesforce.scoreParts(goal, { isFresh: true });
    for await (const recordIds of salesforce.readScoredIds(goal)) {
      signal.throwIfAborted();
      const heir = await findHeir(salesforce, goal);
      if (heir !== undefined) {
        report.add([
          { code: 951, detail: `${goal.object}.${goal.scoreField} holds those of the score goal ${heir.name}.` },
        ]);
        break;
      }
      const results = await salesforce.writeScores(goal, recordIds.map(emptyScore), { parts, signal });
      const refused = results.flatMap(({ recordId, error }) => (error ? { recordId, code: error.code } : []));
      kept.push(...refused);
      const { read, changed } = report.run;
      report.update({ read: read + results.length, changed: changed + results.length - refused.length });
      report.update({ skipped: kept.length, skippedReasons: reasonsOf(kept) });
    }
    if (kept.length > 0) report.add([{ code: 951, detail: describeKept(kept) }]);
    const shared = await readSharedRecords(salesforce, [goal.object]);
    const hidden = hiddenFromRemoval(shared, goal.settings.thresholds.visibleShare);
    if (hidden !== undefined) report.add([hidden]);
  } else {
    report.add([{ code: 951, detail: noField(goal) }]);
  }
  await store.deleteReceipts(goal.id);
  await store.deleteRunResults({ goalId: goal.id });
  await store.deleteModels(goal.id);
  if (!isDeleted) {
    await salesforce.updateGoal(goal.id, {
      status: 'Waiting for training',
      statusMessage: '',
      modelVersion: '',
      recordsScored: 0,
      lastScoredAt: 'none',
    });
  }
  await report.end('Successful');
}

/** Another goal of the org that writes to the same score fields: one without a model has not written any yet. */
const findHeir = async (salesforce: Pick<Goals, 'readGoals'>, goal: Goal): Promise<Goal | undefined> =>
  (await salesforce.readGoals()).goals.find(
    ({ id, object, scoreField, modelVersion }) =>
      id !== goal.id && modelVersion !== undefined && object === goal.object && isSameName(scoreField, goal.scoreField),
  );

/** Fields that do not exist hold nothing to clear. */
async function hasScoreField(salesforce: Pick<OrgDescription, 'describe'>, goal: Goal): Promise<boolean> {
  const facts = await salesforce.describe([goal.object]);
  return factOf(facts, goal.object, scoreFieldSet(goal.scoreField).score) !== undefined;
}

const noField = ({ object, scoreField }: Goal): string =>
  `${object}.${scoreField} does not exist, or the integration user cannot read it. ` +
  'If it exists, give the integration user access, and clear its values.';

const reasonsOf = (kept: readonly { code: string }[]): Run['skippedReasons'] =>
  [...countValues(kept.map(({ code }) => `Not written: ${code}`))].map(([reason, count]) => ({ reason, count }));

function describeKept(kept: readonly { recordId: string; code: string }[]): string {
  const codes = [...countValues(kept.map(({ code }) => code))].map(([code, count]) => `${code}: ${count}`).join(', ');
  const ids = kept.slice(0, MOST_IDS).map(({ recordId }) => recordId);
  const more = kept.length > ids.length ? ` and ${kept.length - ids.length} more` : '';
  return `${codes}. Records: ${ids.join(', ')}${more}. Clear their score fields in the org, where it lets you.`;
}

const emptyScore = (recordId: string): ScoreWrite => ({
  recordId,
  score: undefined,
  band: undefined,
  percentile: undefined,
  scoredAt: undefined,
  factors: undefined,
});

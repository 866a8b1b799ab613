import { goalObject } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { Schedules } from '../../ports/goals.ts';
import type { RunLog } from '../../ports/host.ts';
import type { Models } from '../../ports/models.ts';
import type { RecordCounts } from '../../ports/records.ts';
import type { Queue, RunStates } from '../../ports/runs.ts';
import { requestRun } from '../runs/request-run.ts';
import type { RequestPorts } from '../runs/request-run.ts';

type Ports = RequestPorts & {
  salesforce: Pick<Schedules, 'readSchedules'> &
    Pick<OrgDescription, 'describe'> &
    Pick<RecordCounts, 'reportedCounts'>;
  store: Pick<RunStates, 'openRuns'> & Pick<Models, 'keptGoalIds'>;
  queue: Pick<Queue, 'enqueue'>;
  log: RunLog;
};

/**
 * Starts the removal of scores of goals that are gone from the org and whose models are still kept: they may have been
 * deleted while the service was down. Models are removed last, after scores and receipts. Where sharing may hide goals,
 * only those in the recycle bin are taken for deleted.
 */
export async function removeOrphans(ports: Ports): Promise<void> {
  const { salesforce, store, log } = ports;
  const kept = await store.keptGoalIds();
  if (kept.length === 0) return;
  const present = new Set((await salesforce.readSchedules()).map(({ goalId }) => goalId));
  const removing = new Set(
    (await store.openRuns()).flatMap(({ goalId, jobType }) => (jobType === 'Deletion' ? goalId : [])),
  );
  const missing = kept.filter((id) => !present.has(id) && !removing.has(id));
  if (missing.length === 0) return;
  const mayBeHidden = await hidesGoals(salesforce, present.size);
  for (const goalId of missing) {
    try {
      if (mayBeHidden && !(await isInRecycleBin(ports, goalId))) {
        log.info('goal.may-be-hidden', { goalId, visible: present.size });
        continue;
      }
      const { key } = await requestRun(ports, goalId, { jobType: 'Deletion', trigger: 'API' });
      log.info('goal.removal-requested', { goalId, runKey: key });
    } catch (error) {
      const kind = error instanceof ScoringError ? error.kind : 'defect';
      log.error('goal.not-removed', { goalId, kind }, error);
    }
  }
}

/** The platform has a share object only where not everybody may edit the records of an object. */
const shareObject = goalObject.replace(/__c$/, '__Share');

/** Whether sharing may hide goals: it is not public, and the org does not say that it has only those that are visible. */
async function hidesGoals(salesforce: Ports['salesforce'], visible: number): Promise<boolean> {
  if ((await salesforce.describe([shareObject]))[shareObject] === undefined) return false;
  const reported = (await salesforce.reportedCounts([goalObject]))?.[goalObject];
  return reported === undefined || reported > visible;
}

async function isInRecycleBin({ salesforce }: Ports, goalId: string): Promise<boolean> {
  try {
    return (await salesforce.readGoalOrDeleted(goalId)).isDeleted;
  } catch (error) {
    if (error instanceof ScoringError && error.kind === 'goal.not-found') return false;
    throw error;
  }
}

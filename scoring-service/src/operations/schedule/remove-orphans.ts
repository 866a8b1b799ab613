import { ScoringError } from '../../domain/scoring-error.ts';
import type { Schedules } from '../../ports/goals.ts';
import type { RunLog } from '../../ports/host.ts';
import type { Models } from '../../ports/models.ts';
import type { Queue, RunStates } from '../../ports/runs.ts';
import { requestRun } from '../runs/request-run.ts';
import type { RequestPorts } from '../runs/request-run.ts';

type Ports = RequestPorts & {
  salesforce: Pick<Schedules, 'readSchedules'>;
  store: Pick<RunStates, 'openRuns'> & Pick<Models, 'keptGoalIds'>;
  queue: Pick<Queue, 'enqueue'>;
  log: RunLog;
};

/**
 * Starts the removal of scores of goals that are gone from the org and whose models are still kept: they may have been
 * deleted while the service was down. Models are removed last, after scores and receipts.
 */
export async function removeOrphans(ports: Ports): Promise<void> {
  const { salesforce, store, log } = ports;
  const kept = await store.keptGoalIds();
  if (kept.length === 0) return;
  const present = new Set((await salesforce.readSchedules()).map(({ goalId }) => goalId));
  const removing = new Set(
    (await store.openRuns()).flatMap(({ goalId, jobType }) => (jobType === 'Deletion' ? goalId : [])),
  );
  for (const goalId of kept.filter((id) => !present.has(id) && !removing.has(id))) {
    try {
      const { key } = await requestRun(ports, goalId, { jobType: 'Deletion', trigger: 'API' });
      log.info('goal.removal-requested', { goalId, runKey: key });
    } catch (error) {
      const kind = error instanceof ScoringError ? error.kind : 'defect';
      log.error('goal.not-removed', { goalId, kind }, error);
    }
  }
}

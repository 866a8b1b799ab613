import type { Finding, Goal } from '@plumbline/contract';
import type { FeatureTable, LabelledRows } from '@plumbline/learning';
import { checkInputDrift, measureCohortDrift } from '../../domain/drift/input-drift.ts';
import { withoutFairness } from '../../domain/features/chosen-fields.ts';
import { describedObjects, planSource } from '../../domain/features/plan-source.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { buildModelCard } from '../../domain/model-card/model-card.ts';
import { describeTraining } from '../../domain/model-card/training-summary.ts';
import { checkPublished, checkSplit } from '../../domain/quality/check-model.ts';
import { checkRows } from '../../domain/quality/check-rows.ts';
import { checkSource } from '../../domain/quality/check-source.ts';
import type { SourceMeasures } from '../../domain/quality/check-source.ts';
import { checkModelFairness } from '../../domain/quality/fairness.ts';
import { hasError } from '../../domain/quality/findings.ts';
import { findLeaks } from '../../domain/quality/leak-scan.ts';
import type { Leak } from '../../domain/quality/leak-scan.ts';
import { compareWithActive } from '../../domain/quality/replace-model.ts';
import { ruleOf } from '../../domain/scoring/score.ts';
import type { TrainingRows } from '../../ports/features.ts';
import type { StoredModel } from '../../ports/models.ts';
import type { RunState } from '../../ports/runs.ts';
import { startReport } from '../runs/run-report.ts';
import type { RunContext, RunPorts, RunReport } from '../runs/run-report.ts';
import { measureOutcomes } from '../scoring/measure-outcomes.ts';
import { purgeDeletedRecords } from '../scoring/retention.ts';
import { fitAndTune } from './tune-model.ts';

const DAY_MS = 86_400_000;

/** Progress (percent) when everything is read, when the rows are made, and when the model is learned. */
const READ_AT = 25;
const ROWS_AT = 35;
const LEARNED_AT = 95;

/** What every step of one training knows. */
type Training = {
  ports: RunPorts;
  context: RunContext;
  state: RunState;
  goal: Goal;
  report: RunReport;
  earlier: StoredModel | undefined;
};

/** A check has stopped the run; what it said is in the report. */
class StoppedByCheck extends Error {}

/**
 * Learns a goal from the org's own history. Every quality check lands on the run; one that stops it keeps the earlier
 * model and its scores.
 */
export async function trainGoal(ports: RunPorts, state: RunState, context: RunContext): Promise<void> {
  const goal = await ports.salesforce.readGoal(state.goalId);
  const report = await startReport(ports, goal, state);
  const earlier = await ports.store.activeModel(goal.id);
  const training = { ports, context, state, goal, report, earlier };
  await ports.salesforce.updateGoal(goal.id, { status: 'Training', statusMessage: '' });
  try {
    const plan = planSource(goal, await ports.salesforce.describe(describedObjects(goal)));
    const made = await buildRows(training, plan);
    const leaks = findLeaks(made.rows, plan.fields, made.changedAfterGoal);
    stopOnError(report, checkRows(made, { plan, goal, leaks }));
    await report.reach(ROWS_AT);
    const learnable = { plan, leaks, measures: made.measures, marked: made.fairness };
    await trainAndSave(training, { ...learnable, rows: withoutLeaks(made.rows, leaks) });
    await report.end('Successful');
  } catch (error) {
    if (!(error instanceof StoppedByCheck)) throw error;
    const statusMessage = report.run.messages.find(({ severity }) => severity === 'ERROR')?.text.slice(0, 255);
    await ports.salesforce.updateGoal(goal.id, { status: earlier ? 'Ready' : 'Failed', statusMessage });
    await report.end('Failed');
  }
}

/** Adds findings to the report; one that is an error stops the run. */
function stopOnError(report: RunReport, findings: Finding[]): void {
  report.add(findings);
  if (hasError(findings)) throw new StoppedByCheck();
}

type BuiltRows = TrainingRows & { measures: SourceMeasures };

async function buildRows(training: Training, plan: SourcePlan): Promise<BuiltRows> {
  const { ports, context, state, goal, report, earlier } = training;
  const { folder, signal, seed, trainingRows } = context;
  await ports.salesforce.extract(plan.tables, { folder, signal });
  await report.reach(READ_AT);
  const session = await ports.features.open(plan, { folder });
  try {
    const measures = await session.measure(state.asOf);
    stopOnError(report, checkSource(measures, goal));
    await purgeDeletedRecords({ ...ports, session }, goal.id);
    const about = { activeVersion: earlier?.version, asOf: state.asOf };
    stopOnError(report, await measureOutcomes({ ...ports, session }, goal, about));
    const made = await session.trainingRows({ asOf: state.asOf, seed, maxRows: trainingRows });
    report.update({ read: made.eligible, skipped: made.notProfiled });
    stopOnError(report, checkCohort(earlier, made, goal));
    return { ...made, measures };
  } finally {
    await session.close();
  }
}

/** Whether the newest rows are still like those that the active model has learned from. */
function checkCohort(earlier: StoredModel | undefined, { rows }: TrainingRows, goal: Goal): Finding[] {
  if (!earlier?.distribution) return [];
  const { distribution, card, plan } = earlier;
  const learnedUntil = Date.parse(card.data?.testedTo ?? card.asOf);
  const drifts = measureCohortDrift(distribution, rows, learnedUntil);
  return checkInputDrift(drifts, { card, fields: plan.fields, thresholds: goal.settings.thresholds });
}

function withoutLeaks(rows: LabelledRows, leaks: Leak[]): LabelledRows {
  const leaking = new Set(leaks.map(({ field }) => field));
  const columns = rows.table.columns.filter(({ name }) => !leaking.has(name));
  return { ...rows, table: { ...rows.table, columns } };
}

/** `marked` holds the fields that are checked for fairness. */
type Learnable = {
  plan: SourcePlan;
  leaks: Leak[];
  rows: LabelledRows;
  measures: SourceMeasures;
  marked: FeatureTable;
};

async function trainAndSave(training: Training, { plan, leaks, rows, measures, marked }: Learnable): Promise<void> {
  const { ports, context, state, goal, report, earlier } = training;
  const { seed, signal } = context;
  const gapMs = goal.settings.learnFrom === 'history' ? goal.timeframeDays * DAY_MS : 0;
  stopOnError(report, checkSplit(rows, { seed, gapMs }, goal));

  const request = { seed, gapMs, rule: ruleOf(goal) };
  const learned = await fitAndTune(ports, goal, rows, request, { onProgress: reportProgress(training), signal });
  stopOnError(report, learned.findings);
  stopOnError(report, checkPublished(learned.evaluation, goal));
  const fairness = checkModelFairness(learned.model, { rows, marked, plan }, { seed, gapMs });
  stopOnError(report, fairness.findings);

  const trainedAt = ports.clock.now();
  const { thresholds } = goal.settings;
  const { test } = learned.evaluation;
  const candidate = { rows, seed, gapMs, test, now: trainedAt, thresholds };
  const { isReplacing, findings, challenge } = compareWithActive(earlier, candidate);
  stopOnError(report, findings);
  const version = `v${(await ports.store.modelCards(goal.id)).length + 1}`;
  const { model, evaluation } = learned;
  const figures = buildModelCard({
    ...{ goal, version, trainedAt, asOf: state.asOf, seed, plan, leaks, isActive: isReplacing },
    ...(fairness.results.length > 0 && { fairness: fairness.results }),
    ...{ evaluation, challenge, messages: report.run.messages },
  });
  const kept = withoutFairness(plan);
  const described = { goal, plan: kept, rows, model, window: evaluation.window, measures, seed, gapMs };
  const account = await describeTraining(figures, described);
  await ports.store.saveModel({ goalId: goal.id, version, trainedAt, plan: kept, model, ...account });

  const { auc } = evaluation.test.auc;
  report.update({ modelVersion: version, testAuc: auc });
  await ports.salesforce.updateGoal(goal.id, {
    status: 'Ready',
    statusMessage: '',
    lastTrainedAt: trainedAt,
    ...(isReplacing ? { modelVersion: version, testAuc: auc } : {}),
  });
}

/** Learning tells its share of the way often; the run in the org is told one step after the other, or later. */
function reportProgress({ ports, report, state }: Training): (share: number) => void {
  let telling = Promise.resolve();
  return (share) => {
    telling = telling
      .then(() => report.reach(ROWS_AT + (LEARNED_AT - ROWS_AT) * share))
      .catch((error: unknown) => {
        ports.log.error('run.progress-untold', { runKey: state.key }, error);
      });
  };
}

import { withNextStep } from '@plumbline/contract';
import { rateWords } from '@plumbline/contract';
import type { Finding, Goal } from '@plumbline/contract';
import { splitRows } from '@plumbline/learning';
import type { FeatureTable, LabelledRows, ModelEvaluation, SplitOptions } from '@plumbline/learning';
import { checkInputDrift, measureCohortDrift } from '../../domain/drift/input-drift.ts';
import { withoutFairness } from '../../domain/features/fairness-fields.ts';
import { planSource } from '../../domain/features/plan-source.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { buildModelCard } from '../../domain/model-card/model-card.ts';
import { completeCard, explainRows, sampleTestRows } from '../../domain/model-card/training-summary.ts';
import { findUnknownNames, goalNeeds, lastModelNeeds, scoreFieldNeeds } from '../../domain/needs/goal-needs.ts';
import { findingsOf } from '../../domain/needs/org-needs.ts';
import { describeRates, findRateDifference } from '../../domain/quality/calibration-in-the-large.ts';
import { checkPublished, checkSplit } from '../../domain/quality/check-model.ts';
import { checkRows } from '../../domain/quality/check-rows.ts';
import { checkSharedAddresses, checkSource } from '../../domain/quality/check-source.ts';
import type { SourceMeasures } from '../../domain/quality/check-source.ts';
import { checkModelFairness } from '../../domain/quality/fairness.ts';
import { hasError } from '../../domain/quality/findings.ts';
import { findLeaks } from '../../domain/quality/leak-scan.ts';
import type { Leak } from '../../domain/quality/leak-scan.ts';
import { compareWithActive } from '../../domain/quality/replace-model.ts';
import type { HiddenRecords } from '../../domain/quality/sharing.ts';
import { useStatusHistory } from '../../domain/quality/status-history.ts';
import { shareOf } from '../../domain/figures.ts';
import { trainingReferenceId } from '../../domain/scoring/reference.ts';
import { DAY_MS, latestZone } from '../../domain/time.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { FeatureEngine, TrainingRows } from '../../ports/features.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Clock, RunLog } from '../../ports/host.ts';
import type { Models, StoredModel } from '../../ports/models.ts';
import type { Receipts } from '../../ports/receipts.ts';
import type { Extraction } from '../../ports/records.ts';
import type { RunRecords, RunState, RunStates } from '../../ports/runs.ts';
import type { Learner } from '../../ports/training.ts';
import { describeSources, findUnmetNeeds } from '../goals/check-needs.ts';
import { settleStatuses } from '../goals/settle-statuses.ts';
import type { StatusesOrg } from '../goals/settle-statuses.ts';
import type { NeedsOrg } from '../goals/check-needs.ts';
import { findHiddenRecords } from '../goals/check-sharing.ts';
import type { SharingOrg } from '../goals/check-sharing.ts';
import { inTurns } from '../in-turns.ts';
import { addFirstScoring, statusAfterFailure } from '../runs/first-scoring.ts';
import { startReport } from '../runs/run-report.ts';
import type { RunContext, RunReport } from '../runs/run-report.ts';
import { reviewStored } from '../scoring/retention.ts';
import { rankTraining } from './rank-training.ts';
import { fitAndTune } from './tune-model.ts';

/** Progress (percent) when everything is read, when the rows are computed, and when the model is trained. */
const READ_AT = 25;
const ROWS_AT = 35;
const TRAINED_AT = 95;

type Ports = {
  salesforce: Pick<Goals, 'readGoal' | 'hasBeenScored' | 'updateGoal'> &
    Pick<RunRecords, 'saveRun'> &
    NeedsOrg &
    SharingOrg &
    StatusesOrg &
    Pick<OrgDescription, 'timeZones'> &
    Pick<Extraction, 'extract'>;
  store: Models & Pick<RunStates, 'claimRun' | 'updateRun'> & Receipts;
  features: FeatureEngine;
  learner: Learner;
  clock: Clock;
  log: RunLog;
};

/** The context of every step of a training. */
type Training = {
  ports: Ports;
  context: RunContext;
  state: RunState;
  goal: Goal;
  report: RunReport;
  earlier: StoredModel | undefined;
};

/** Thrown when a check stops the run; its finding is in the report. */
class StoppedByCheck extends Error {}

/**
 * Trains a model of a goal on the org's own history. Findings of the quality checks are saved with the run; an ERROR
 * stops it, and the earlier model and its scores stay.
 */
export async function trainGoal(ports: Ports, state: RunState, context: RunContext): Promise<void> {
  const saved = await ports.salesforce.readGoal(state.goalId);
  const report = await startReport(ports, saved, state);
  const earlier = await ports.store.activeModel(saved.id);
  const started = { ports, context, state, goal: saved, report, earlier };
  await ports.salesforce.updateGoal(saved.id, { status: 'Training', statusMessage: '' });
  try {
    const active = await checkNeeds(started);
    const facts = await describeSources(ports.salesforce, saved);
    const { goal, findings } = await settleStatuses(ports, saved, { facts, trained: earlier?.plan.goal });
    stopOnError(report, [...findings, ...findUnknownNames(goal, facts)]);
    const training = { ...started, goal };
    const hidden = await findHiddenRecords(ports.salesforce, facts, goal);
    report.add(hidden.findings);
    const planned = planSource(goal, facts, { timeZone: latestZone(await ports.salesforce.timeZones()) });
    const built = await buildRows(training, planned, hidden);
    const { recordedSince, fields } = built;
    const plan = { ...planned, recordedSince, fields };
    const leaks = findLeaks(built.rows, fields, { ...built, timeframeDays: goal.timeframeDays });
    stopOnError(report, checkRows(built, { plan, goal, leaks }));
    await report.reach(ROWS_AT);
    const { measures, recordIds, fairness: marked } = built;
    const baseRate = shareOf(built.eligiblePositives, built.eligible);
    const rows = withoutLeaks(built.rows, leaks);
    await trainAndSave(training, { plan, leaks, measures, marked, active, rows, recordIds, baseRate });
    await report.end('Successful');
  } catch (error) {
    if (!(error instanceof StoppedByCheck)) throw error;
    const stop = report.run.messages.find(({ severity }) => severity === 'ERROR');
    const statusMessage = stop && withNextStep(stop);
    const status = earlier ? await statusAfterFailure(ports.salesforce, saved.id) : 'Failed';
    await ports.salesforce.updateGoal(saved.id, { status, statusMessage });
    await report.end('Failed');
  }
}

/**
 * Stops where the org lacks what the goal names, and reports the fields of the last model that can no longer be read.
 * Returns the last model unless it has lost inputs: no run can use it, so a new one replaces it however good it was.
 */
async function checkNeeds({ ports, goal, report, earlier }: Training): Promise<StoredModel | undefined> {
  const ofModel = earlier ? lastModelNeeds(earlier.plan) : [];
  const unmet = await findUnmetNeeds(ports.salesforce, [...goalNeeds(goal), ...scoreFieldNeeds(goal), ...ofModel]);
  stopOnError(report, findingsOf(unmet));
  return ofModel.some((need) => unmet.includes(need)) ? undefined : earlier;
}

/** Adds findings to the report and stops the run at an ERROR. */
function stopOnError(report: RunReport, findings: Finding[]): void {
  report.add(findings);
  if (hasError(findings)) throw new StoppedByCheck();
}

type BuiltRows = TrainingRows & { measures: SourceMeasures };

async function buildRows(training: Training, plan: SourcePlan, hidden: HiddenRecords): Promise<BuiltRows> {
  const { ports, context, state, goal, report, earlier } = training;
  const { folder, signal, seed, trainingRows } = context;
  await ports.salesforce.extract(plan.tables, { folder, signal });
  await report.reach(READ_AT);
  const session = await ports.features.open(plan, { folder });
  try {
    const measures = await session.measure(state.asOf);
    stopOnError(report, [...checkSource(measures, goal), ...checkSharedAddresses(await session.sharedAddresses())]);
    const about = { activeVersion: earlier?.version, asOf: state.asOf, hidden };
    stopOnError(report, await reviewStored({ ...ports, session }, goal, about));
    const { since, findings } = useStatusHistory(measures.statusHistory, goal, state.asOf);
    stopOnError(report, findings);
    const made = await session.trainingRows({ asOf: state.asOf, seed, maxRows: trainingRows, since });
    report.update({ read: made.eligible, skipped: made.notProfiled });
    stopOnError(report, checkCohort(earlier, made, goal));
    return { ...made, measures };
  } finally {
    await session.close();
  }
}

/** Input drift of the newest rows against the active model's training rows. */
function checkCohort(earlier: StoredModel | undefined, { rows }: TrainingRows, goal: Goal): Finding[] {
  // A model of an earlier version has missing counts where these rows have 0.
  if (!earlier?.distribution || earlier.plan.recordedSince === undefined) return [];
  const { distribution, card, plan } = earlier;
  const trainedUntil = Date.parse(card.data?.testedTo ?? card.asOf);
  const drifts = measureCohortDrift(distribution, rows, trainedUntil);
  return checkInputDrift(drifts, { card, fields: plan.fields, thresholds: goal.settings.thresholds });
}

function withoutLeaks(rows: LabelledRows, leaks: Leak[]): LabelledRows {
  const leaking = new Set(leaks.map(({ field }) => field));
  const columns = rows.table.columns.filter(({ name }) => !leaking.has(name));
  return { ...rows, table: { ...rows.table, columns } };
}

/** What a model is trained on; `marked` has the fields of the fairness check. */
type TrainingData = Pick<TrainingRows, 'recordIds'> & {
  baseRate: number;
  plan: SourcePlan;
  leaks: Leak[];
  rows: LabelledRows;
  measures: SourceMeasures;
  marked: FeatureTable;
  /** The active model that a new one is compared with. */
  active: StoredModel | undefined;
};

async function trainAndSave(training: Training, data: TrainingData): Promise<void> {
  const { ports, context, state, goal, report, earlier } = training;
  const { plan, leaks, rows, measures, marked, active, recordIds, baseRate } = data;
  const { seed, signal } = context;
  const gapMs = goal.settings.learnFrom === 'history' ? goal.timeframeDays * DAY_MS : 0;
  stopOnError(report, checkSplit(rows, { seed, gapMs }, goal));

  const request = { seed, gapMs };
  const fitted = await fitAndTune(ports, goal, rows, request, { onProgress: reportProgress(training), signal });
  stopOnError(report, fitted.findings);
  stopOnError(report, checkPublished(fitted.evaluation, { goal, baseRate }));
  const rates = findRateDifference(testRowsOf(fitted.evaluation, data, request), goal.settings.thresholds);
  report.add(describeRates(rates, goal.settings.thresholds));
  const fairness = checkModelFairness(fitted.model, { rows, marked, plan }, { seed, gapMs });
  stopOnError(report, fairness.findings);

  const trainedAt = ports.clock.now();
  const { thresholds } = goal.settings;
  const { test } = fitted.evaluation;
  const candidate = { rows, seed, gapMs, test, now: trainedAt, thresholds };
  const { isReplacing, findings, challenge } = compareWithActive(active, candidate);
  stopOnError(report, findings);
  const version = `v${(await ports.store.modelCards(goal.id)).length + 1}`;
  const { evaluation } = fitted;
  const model = { ...fitted.model, baseRate };
  const figures = buildModelCard({
    ...{ goal, version, trainedAt, asOf: state.asOf, seed, plan, leaks, baseRate, isActive: isReplacing },
    ...(fairness.results.length > 0 && { fairness: fairness.results }),
    ...{ evaluation, rates, challenge, messages: report.run.messages },
  });
  const storedPlan = withoutFairness(plan);
  const { importance } = evaluation.test;
  const about = { goal, plan: storedPlan, rows, model, window: evaluation.window, measures };
  const finished = { ...about, importance, seed, gapMs };
  const sample = sampleTestRows(finished);
  const contributions = await inTurns(explainRows(model, sample.table));
  const completed = completeCard(figures, finished, { sample, contributions });
  const reference = await rankTraining({ model, plan, rows, recordIds }, trainingReferenceId(goal.id, version));
  await ports.store.saveModel({
    goalId: goal.id,
    version,
    trainedAt,
    plan: storedPlan,
    model,
    reference,
    ...completed,
  });

  const { auc } = evaluation.test.auc;
  report.update({ modelVersion: version, testAuc: auc });
  // The model's version in the org is written last: a training that breaks off before is the first one again.
  const isFirst = goal.modelVersion === undefined;
  const isUnscored = isFirst || !(await ports.salesforce.hasBeenScored(goal.id));
  if (isUnscored) await addFirstScoring(ports, goal, state);
  await ports.salesforce.updateGoal(goal.id, {
    status: isUnscored ? 'Scoring' : 'Ready',
    statusMessage: '',
    lastTrainedAt: trainedAt,
    ...(isReplacing && { modelVersion: version, testAuc: auc, probabilityWarning: rates ? rateWords(rates) : '' }),
    ...(!isReplacing && isFirst && { modelVersion: earlier?.version, testAuc: earlier?.card.auc }),
  });
}

/** The test rows of a training, with the record of each. */
const testRowsOf = (
  { test }: ModelEvaluation,
  { rows, recordIds }: Pick<TrainingData, 'rows' | 'recordIds'>,
  split: SplitOptions,
) => ({ ...test, recordIds: Array.from(splitRows(rows, split).test, (row) => recordIds[row] as string) });

/** Reports the progress of training, which arrives faster than it can be written, one step after the other. */
function reportProgress({ ports, report, state }: Training): (share: number) => void {
  let reporting = Promise.resolve();
  return (share) => {
    reporting = reporting
      .then(() => report.reach(ROWS_AT + (TRAINED_AT - ROWS_AT) * share))
      .catch((error: unknown) => {
        ports.log.error('run.progress-not-reported', { runKey: state.key }, error);
      });
  };
}

import { withNextStep } from '@plumbline/contract';
import type { Finding, Goal } from '@plumbline/contract';
import { createExplainer } from '@plumbline/learning';
import { checkInputDrift, countInputs, measureInputDrift } from '../../domain/drift/input-drift.ts';
import type { SeenInputs } from '../../domain/drift/input-drift.ts';
import { addBandChanges, findBandChanges, toBandEvents } from '../../domain/evaluation/band-events.ts';
import { evaluateRows } from '../../domain/evaluation/evaluate-rows.ts';
import type { Evaluation, EvaluationContext } from '../../domain/evaluation/evaluate-rows.ts';
import { toRunResults } from '../../domain/evaluation/outcomes.ts';
import { toReceipt } from '../../domain/evaluation/receipt.ts';
import { countBatch, noCounts, toRunCounts } from '../../domain/evaluation/run-counts.ts';
import { checkPresentBands } from '../../domain/quality/check-model.ts';
import { checkSharedAddresses } from '../../domain/quality/check-source.ts';
import { checkWrites, countFailures } from '../../domain/evaluation/write-failures.ts';
import { formatCount, hasError } from '../../domain/quality/findings.ts';
import { findOtherSegment } from '../../domain/goals/segment.ts';
import { findSensitiveInputs } from '../../domain/features/feature-sources.ts';
import { withScoreParts } from '../../domain/features/score-columns.ts';
import type { OptionalPart } from '../../domain/goals/score-field-set.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { CHANGE_DAYS, ruleOf } from '../../domain/scoring/score.ts';
import { daysBefore } from '../../domain/time.ts';
import type { OrgDescription, OrgSession } from '../../ports/access.ts';
import type { FeatureEngine, ScoringRows } from '../../ports/features.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Clock, RunLog } from '../../ports/host.ts';
import type { Models, References, StoredModel } from '../../ports/models.ts';
import type { Receipts } from '../../ports/receipts.ts';
import type { Extraction } from '../../ports/records.ts';
import type { IdLists, RunCheckpoint, RunRecords, RunResults, RunState, RunStates } from '../../ports/runs.ts';
import type { BandEvents, RecordScores } from '../../ports/scores.ts';
import type { NeedsOrg } from '../goals/check-needs.ts';
import type { SharingOrg } from '../goals/check-sharing.ts';
import { inTurns } from '../in-turns.ts';
import { baseRateOf, requireModel } from '../models/show-models.ts';
import { statusAfterFailure } from '../runs/first-scoring.ts';
import { startReport } from '../runs/run-report.ts';
import type { RunContext } from '../runs/run-report.ts';
import { checkBeforeReading, checkBeforeWriting, readRunNeeds, stopBeforeWriting } from './check-before-writing.ts';
import { sensitiveOf, sourcedInputs } from './explainers.ts';
import { findReference } from './find-reference.ts';
import { isOfTime } from './publish-events.ts';
import { expireInputs, reviewStored } from './retention.ts';
import { recordExcluded, selectRecords } from './select-records.ts';

type Ports = {
  salesforce: Pick<Goals, 'readGoal' | 'hasBeenScored' | 'updateGoal'> &
    Pick<RunRecords, 'saveRun'> &
    Extraction &
    Pick<RecordScores, 'readScores' | 'scoreParts' | 'writeScores'> &
    Pick<OrgSession, 'apiUsage'> &
    Pick<OrgDescription, 'reasonLanguage' | 'readConvertedStatuses'> &
    NeedsOrg &
    SharingOrg;
  store: Models &
    References &
    RunStates &
    RunResults &
    Receipts &
    Pick<BandEvents, 'intendEvents'> &
    Pick<IdLists, 'idListPart'>;
  features: FeatureEngine;
  clock: Clock;
  log: Pick<RunLog, 'error'>;
  publishEvents: () => Promise<void>;
};

/** Progress (percent) when everything is read and when all features are computed. */
const READ_AT = 30;
const PREPARED_AT = 40;

/**
 * Scores every open record of a goal and writes the changes batch by batch. Features are computed as of the time the run
 * was requested, so that a run continued by another process has the same result.
 */
export async function scoreGoal(ports: Ports, state: RunState, context: RunContext): Promise<void> {
  const { salesforce, features, store, clock, log, publishEvents } = ports;
  const { folder, signal, batchSize } = context;
  const goal = await salesforce.readGoal(state.goalId);
  const parts = await salesforce.scoreParts(goal, { isFresh: true });
  const stored = await requireModel({ salesforce, store }, goal.id);
  const active = { ...stored, plan: withScoreParts(stored.plan, parts) };
  const writesAs = describeWriting(goal, active.version, parts, context.version);
  const last = await store.lastCompleteRun(goal.id);
  const isFirst = last === undefined;
  await store.updateRun(state.key, { modelVersion: active.version });
  const report = await startReport(ports, goal, { ...state, modelVersion: active.version });
  const needs = await readRunNeeds(salesforce, goal, active);
  const beforeReading = [...checkBeforeReading(needs), ...findOtherSegment(goal, active.plan.goal)];
  report.add([...beforeReading, ...needs.hidden.findings, ...checkPresentBands(active.card, goal)]);
  const sensitive = sensitiveOf(active.plan, goal);
  report.add(findSensitiveInputs(sensitive));
  if (hasError(beforeReading)) return stopBeforeWriting(ports, goal, report);

  await salesforce.extract(active.plan.tables, { folder, signal });
  await report.reach(READ_AT);
  const session = await features.open(active.plan, { folder });
  try {
    const about = { activeVersion: active.version, asOf: state.asOf, hidden: needs.hidden };
    report.add(await reviewStored({ store, session }, goal, about));
    report.add(checkSharedAddresses(await session.sharedAddresses()));
    await selectRecords({ salesforce, store, session }, state, goal, { folder, signal });
    const total = await session.prepareScoring({
      asOf: state.asOf,
      ...{ qualifiedStatuses: goal.qualifiedStatuses, segment: goal.segment },
      missing: sensitive.map(({ name }) => name),
    });
    const problems = await checkBeforeWriting({ store, session }, state, goal, needs);
    report.add(problems);
    if (hasError(problems)) return await stopBeforeWriting(ports, goal, report);
    await report.reach(PREPARED_AT);
    const reference = await findReference({ store, session, clock }, state, active, {
      total,
      limit: batchSize,
      signal,
    });
    const evaluation: EvaluationContext = {
      model: active.model,
      modelVersion: active.version,
      fields: sourcedInputs(active),
      explain: createExplainer(active.model),
      goal,
      ...{ rule: ruleOf(goal, baseRateOf(active)), reference },
      ...{ scoredAt: state.asOf, language: await salesforce.reasonLanguage() },
      scope: last?.writtenAs === writesAs ? 'changed' : 'scored',
    };
    const rules = { modelVersion: active.version, rule: evaluation.rule };
    let checkpoint: RunCheckpoint = { ...noCounts, ...state.checkpoint, total };
    const pace = { chunkSize: checkpoint.chunkSize ?? context.writeChunk, singleRefusals: 0 };
    for (;;) {
      signal.throwIfAborted();
      requireApiCalls(salesforce, context.apiShare);
      const rows = await session.scoringRows({ afterId: checkpoint.afterId, limit: batchSize });
      const recordIds = rows.candidates.map(({ recordId }) => recordId);
      const before = daysBefore(state.asOf, CHANGE_DAYS);
      const past = await store.pastScores({ goalId: goal.id, recordIds, before });
      const evaluations = await inTurns(evaluateRows(evaluation, rows, past));
      const end = evaluations.at(-1);
      if (!end) break;

      const writes = evaluations.filter(({ isWritten }) => isWritten).map(({ write }) => write);
      const isRepeated = checkpoint.writingUpTo === end.write.recordId;
      const { events, silent } = toBandEvents(goal, evaluations, { isFirst, rules, past });
      const intent = { ...checkpoint, writingUpTo: end.write.recordId };
      const intended = await store.intendEvents(events, { key: state.key, checkpoint: intent });
      const already = isRepeated ? await readWritten(salesforce, goal, recordIds, state.asOf) : none;
      const due = writes.filter(({ recordId }) => !already.has(recordId));
      const results = await salesforce.writeScores(goal, due, { parts, pace, signal });
      const inputs = countSeen(active, checkpoint.inputs, rows);
      const counts = countBatch(checkpoint, evaluations, results, already);
      const failures = countFailures(checkpoint.failures ?? [], results);
      const unwritten = (checkpoint.unwritten ?? 0) + evaluations.filter(isLeftAsItIs).length;
      const { chunkSize } = pace;
      const written = new Set([...already, ...results.flatMap(({ recordId, error }) => (error ? [] : [recordId]))]);
      const bandChanges = addBandChanges(checkpoint.bandChanges, { intended, silent }, written);
      const done = { inputs, failures, unwritten, bandChanges, chunkSize, afterId: end.write.recordId };
      checkpoint = { ...checkpoint, ...counts, ...done };
      const keepingOld = new Set(results.filter(({ error }) => error).map(({ recordId }) => recordId));
      // Records whose write failed keep their old score and get no receipt.
      const receipts = evaluations
        .filter(({ exclusion, write }) => exclusion === undefined && !keepingOld.has(write.recordId))
        .map((scored) => toReceipt({ ...evaluation, runKey: state.key }, scored));
      // Nobody downloads the results of a scheduled run.
      const runResults = state.trigger === 'Schedule' ? [] : toRunResults(evaluations, results);
      await store.commitBatch(state.key, receipts, checkpoint, { results: runResults, written: [...written] });
      if (intended.length > 0) await publishEvents();

      report.update(toRunCounts(checkpoint));
      await report.reach(PREPARED_AT + ((100 - PREPARED_AT) * checkpoint.read) / Math.max(1, total));
    }
    checkpoint = await recordExcluded({ store, session }, state, goal, checkpoint, { limit: batchSize, signal });
    report.update(toRunCounts(checkpoint));
    // A selection of records is not representative.
    if (state.selection === undefined) report.add(findInputDrift(active, checkpoint.inputs, goal));
    await expireInputs({ store }, state.asOf, context.receiptDays);
    report.add([...findWriteResults(checkpoint, goal), ...findBandChanges(checkpoint.bandChanges)]);
    const failure = report.run.messages.find(({ code }) => code === 940);
    const isComplete = state.selection === undefined && failure === undefined;
    checkpoint = { ...checkpoint, ...(isComplete && { basis: needs.basis, writtenAs: writesAs }) };
    await store.updateRun(state.key, { checkpoint });
    if (isComplete && reference?.id === state.key) await store.completeReference(state.key);
    if (failure !== undefined) {
      const [commonest] = (checkpoint.failures ?? []).toSorted((one, other) => other.count - one.count);
      const why = { kind: 'salesforce.refused', code: commonest?.code };
      log.error('run.failed', { runKey: state.key, goalId: goal.id, ...why });
      await salesforce.updateGoal(goal.id, {
        status: await statusAfterFailure(salesforce, goal.id),
        statusMessage: withNextStep(failure),
      });
      return await report.end('Failed');
    }
    const all = isComplete && { lastScoredAt: clock.now(), recordsScored: checkpoint.scored };
    // A goal of which some records were scored is as it was: not ready before all of them have been.
    if (isComplete || (await salesforce.hasBeenScored(goal.id))) {
      await salesforce.updateGoal(goal.id, { status: 'Ready', statusMessage: '', ...all });
    }
    await report.end('Successful');
  } finally {
    await session.close();
  }
}

/** What makes scores look different for the same inputs: the first run after it changed writes every score. */
const describeWriting = (
  { scoreBasis, highFrom, mediumFrom }: Pick<Goal, 'scoreBasis' | 'highFrom' | 'mediumFrom'>,
  modelVersion: string,
  parts: readonly OptionalPart[],
  release: string,
): string => [modelVersion, scoreBasis, highFrom, mediumFrom, ...parts, release].join(' ');

const isLeftAsItIs = ({ exclusion, isChanged, isWritten }: Evaluation): boolean =>
  exclusion === undefined && isChanged && !isWritten;

function findWriteResults({ failures = [], changed, unwritten = 0 }: RunCheckpoint, { settings }: Goal): Finding[] {
  const findings = checkWrites({ failures, written: changed }, settings.thresholds);
  return unwritten === 0 ? findings : [...findings, { code: 942, detail: formatCount(unwritten) }];
}

/** Counts the inputs of scored records, for models with a training distribution. */
function countSeen({ distribution }: StoredModel, seen: SeenInputs | undefined, { candidates, table }: ScoringRows) {
  return distribution && countInputs(distribution, seen, table, (row) => candidates[row]?.exclusion === undefined);
}

function findInputDrift(
  { distribution, card, plan }: StoredModel,
  seen: SeenInputs | undefined,
  goal: Goal,
): Finding[] {
  if (!distribution || !seen) return [];
  const { thresholds } = goal.settings;
  return checkInputDrift(measureInputDrift(distribution, seen), { card, fields: plan.fields, thresholds });
}

const none: ReadonlySet<string> = new Set();

/** The records that an earlier process wrote before it ended; they carry the time of the run. */
async function readWritten(
  salesforce: Pick<RecordScores, 'readScores'>,
  goal: Goal,
  recordIds: string[],
  asOf: Date,
): Promise<ReadonlySet<string>> {
  const current = await salesforce.readScores(goal, recordIds);
  return new Set(recordIds.filter((id) => isOfTime(current.get(id)?.scoredAt, asOf.toISOString())));
}

function requireApiCalls(salesforce: Pick<OrgSession, 'apiUsage'>, share: number): void {
  const usage = salesforce.apiUsage();
  if (!usage || usage.used < usage.limit * share) return;
  throw new ScoringError('salesforce.limit-reached', {
    message: `${usage.used} of the org's ${usage.limit} daily API calls are used; background work stops there.`,
    actions: ['Wait: the run continues when calls are available again.', 'Raise SALESFORCE_API_SHARE.'],
  });
}

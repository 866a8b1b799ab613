import type {
  Evaluation as PairEvaluation,
  EvaluationRequest,
  EvaluationResults,
  Goal,
  ScoreResult,
} from '@plumbline/contract';
import { createExplainer } from '@plumbline/learning';
import { evaluateRows } from '../../domain/evaluation/evaluate-rows.ts';
import type { Evaluation } from '../../domain/evaluation/evaluate-rows.ts';
import { toBandChanges, toScoreResult } from '../../domain/evaluation/outcomes.ts';
import { toReceipt } from '../../domain/evaluation/receipt.ts';
import type { SourceRows } from '../../domain/features/source-plan.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { recordIdProblem, recordNotFound } from '../../domain/scoring/record-selection.ts';
import type { Salesforce, Store } from '../../ports/adapters.ts';
import type { FeatureEngine } from '../../ports/features.ts';
import type { Clock } from '../../ports/host.ts';
import type { StoredModel } from '../../ports/models.ts';
import type { WriteResult } from '../../ports/scores.ts';
import { requireModel } from '../models/show-models.ts';

/** Scores one record and writes its score fields. Nothing is written unless everything before it has worked. */
export async function scoreRecord(ports: ScoringPorts, goalId: string, recordId: string): Promise<ScoreResult> {
  const active = await requireModel(ports, goalId);
  const read = await ports.salesforce.readRecord(goalId, active.plan, recordId);
  const outcome = (await scoreReadRecords(ports, active, read, [recordId])).get(shortId(recordId));
  if (outcome === undefined) throw new TypeError('A record has no outcome.');
  if (outcome instanceof ScoringError) throw outcome;
  return outcome;
}

type Outcomes = Map<string, ScoreResult | ScoringError>;

/**
 * Evaluates every pair of goals and records. What is wrong with a goal or a record is told of its pairs; what is wrong
 * with the org or the service is thrown, for then no pair can be evaluated.
 */
export async function evaluateRecords(
  ports: ScoringPorts,
  { goalIds, recordIds }: EvaluationRequest,
): Promise<EvaluationResults> {
  const results: PairEvaluation[] = [];
  const askedFor = [...new Map(recordIds.map((id) => [shortId(id), id])).values()];
  for (const goalId of new Set(goalIds)) {
    const outcomes = await evaluateFor(ports, goalId, askedFor);
    results.push(...askedFor.map((recordId) => toEvaluation(goalId, recordId, outcomes.get(shortId(recordId)))));
  }
  return { results };
}

async function evaluateFor(ports: ScoringPorts, goalId: string, recordIds: string[]): Promise<Outcomes> {
  const [only] = recordIds;
  try {
    if (only !== undefined && recordIds.length === 1) {
      return new Map([[shortId(only), await scoreRecord(ports, goalId, only)]]);
    }
    return await scoreMany(ports, goalId, recordIds);
  } catch (error) {
    const problem = ofPair(error);
    return new Map(recordIds.map((id) => [shortId(id), problem]));
  }
}

async function scoreMany(ports: ScoringPorts, goalId: string, recordIds: string[]): Promise<Outcomes> {
  const active = await requireModel(ports, goalId);
  const outcomes: Outcomes = new Map();
  const scorable = recordIds.filter((id) => {
    const problem = recordIdProblem(active.plan.goal.object, id);
    if (problem) outcomes.set(shortId(id), problem);
    return problem === undefined;
  });
  if (scorable.length === 0) return outcomes;
  const { foundIds, ...read } = await ports.salesforce.readRecords(goalId, active.plan, scorable);
  for (const id of scorable) outcomes.set(shortId(id), recordNotFound());
  if (foundIds.length === 0) return outcomes;
  return new Map([...outcomes, ...(await scoreReadRecords(ports, active, read, foundIds))]);
}

function ofPair(error: unknown): ScoringError {
  if (error instanceof ScoringError && /^(goal|model|record)\.|^salesforce\.refused$/.test(error.kind)) return error;
  throw error;
}

function toEvaluation(
  goalId: string,
  recordId: string,
  outcome: ScoreResult | ScoringError | undefined,
): PairEvaluation {
  if (outcome === undefined) throw new TypeError('A record has no outcome.');
  if (!(outcome instanceof ScoringError)) return { goalId, recordId, result: outcome };
  const { kind, message, actions } = outcome;
  return { goalId, recordId, problem: { kind, detail: message, actions } };
}

export type ScoringPorts = { salesforce: Salesforce; store: Store; features: FeatureEngine; clock: Clock };

/** Explaining a model is prepared once, as long as the model stays the same. */
const explainers = new WeakMap<StoredModel['model'], ReturnType<typeof createExplainer>>();

/**
 * Scores records that were read with what their features need, and writes their score fields. What came of each stands
 * by the first 15 letters of its id: a result, or why there is none. A record that is not qualified gets score 0; a
 * converted one is read-only in the org and is refused. Throws when nothing can be scored.
 */
export async function scoreReadRecords(
  { salesforce, store, features, clock }: ScoringPorts,
  { model, plan, version }: StoredModel,
  { goal, rows }: { goal: Goal; rows: SourceRows },
  recordIds: readonly string[],
): Promise<Map<string, ScoreResult | ScoringError>> {
  if (!goal.isActive) throw inactive(goal.name);
  const scoredAt = clock.now();
  const session = await features.open(plan, { rows });
  let evaluations: Evaluation[];
  try {
    await session.prepareScoring({ asOf: scoredAt, qualifiedStatuses: goal.qualifiedStatuses, recordIds });
    const context = { model, modelVersion: version, fields: plan.fields, goal, scoredAt, scope: 'all' } as const;
    const prepared = await session.scoringRows({ limit: recordIds.length });
    evaluations = [...evaluateRows({ ...context, explain: explainerOf(model) }, prepared)];
  } finally {
    await session.close();
  }
  const outcomes = new Map<string, ScoreResult | ScoringError>(recordIds.map((id) => [shortId(id), notOpen()]));
  if (evaluations.length === 0) return outcomes;
  const results = await salesforce.writeScores(
    goal,
    evaluations.map(({ write }) => write),
  );
  const written = evaluations.filter((_, index) => results[index]?.error === undefined);
  const receipts = written.map((scored) => toReceipt({ goal, modelVersion: version }, scored));
  await Promise.all([
    store.appendScores(receipts),
    salesforce.publishBandChanges(goal, toBandChanges(evaluations, results)),
  ]);
  for (const [index, evaluation] of evaluations.entries()) {
    const error = results[index]?.error;
    const outcome = error ? refused(error) : toScoreResult(goal, version, evaluation);
    outcomes.set(shortId(evaluation.write.recordId), outcome);
  }
  return outcomes;
}

/** Of ids with 15 letters and those with 18 the first 15 are the same. */
export const shortId = (recordId: string): string => recordId.slice(0, 15);

function explainerOf(model: StoredModel['model']): ReturnType<typeof createExplainer> {
  const explain = explainers.get(model) ?? createExplainer(model);
  explainers.set(model, explain);
  return explain;
}

const inactive = (name: string): ScoringError =>
  new ScoringError('goal.inactive', {
    message: `The score goal ${name} is switched off.`,
    actions: ['Set Active on the score goal in the org.'],
  });

const notOpen = (): ScoringError =>
  new ScoringError('record.not-scorable', {
    message: 'The record is closed: a converted lead is read-only and keeps its last score.',
    actions: ['Evaluate a record that is open.'],
  });

const refused = ({ code, message }: NonNullable<WriteResult['error']>): ScoringError =>
  new ScoringError('salesforce.refused', {
    message: `The org refused the score (${code}): ${message}`,
    actions: ['Try again when nobody saves the record.', 'Check the validation rules and triggers of the object.'],
  });

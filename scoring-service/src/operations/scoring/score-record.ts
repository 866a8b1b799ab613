import { messageOf, shortId } from '@plumbline/contract';
import type {
  Evaluation as PairEvaluation,
  EvaluationRequest,
  EvaluationResults,
  Finding,
  Goal,
  ScoreResult,
} from '@plumbline/contract';
import { toBandEvents } from '../../domain/evaluation/band-events.ts';
import { evaluateRows } from '../../domain/evaluation/evaluate-rows.ts';
import type { Evaluation, EvaluationContext } from '../../domain/evaluation/evaluate-rows.ts';
import { toScoreResult } from '../../domain/evaluation/outcomes.ts';
import { toReceipt } from '../../domain/evaluation/receipt.ts';
import { convertedCode, deletedCodes, newerScoreCode, nextStepOf } from '../../domain/evaluation/write-failures.ts';
import { closedText } from '../../domain/evaluation/run-counts.ts';
import type { SourceRows } from '../../domain/features/source-plan.ts';
import { findLackingStatuses } from '../../domain/goals/qualified-statuses.ts';
import type { OptionalPart } from '../../domain/goals/score-field-set.ts';
import { goalNeeds, isOfScope } from '../../domain/needs/goal-needs.ts';
import { findingsOf } from '../../domain/needs/org-needs.ts';
import { hasError } from '../../domain/quality/findings.ts';
import { goalInactive, ScoringError } from '../../domain/scoring-error.ts';
import { recordIdProblem, recordNotFound } from '../../domain/scoring/record-selection.ts';
import { isLeftOutByGoal } from '../../domain/scoring/removals.ts';
import { CHANGE_DAYS, ruleOf } from '../../domain/scoring/score.ts';
import { daysBefore } from '../../domain/time.ts';
import type { FeatureEngine } from '../../ports/features.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { Goals } from '../../ports/goals.ts';
import type { Clock } from '../../ports/host.ts';
import type { Models, StoredModel } from '../../ports/models.ts';
import type { Receipts } from '../../ports/receipts.ts';
import type { Records } from '../../ports/records.ts';
import type { BandEvents, RecordScores, WriteResult } from '../../ports/scores.ts';
import { checkConverted, findUnmetNeeds } from '../goals/check-needs.ts';
import type { NeedsOrg } from '../goals/check-needs.ts';
import { baseRateOf, requireModel } from '../models/show-models.ts';
import { explainerOf, planWith, sensitiveOf, sourcedInputs } from './explainers.ts';
import { readInputs } from './read-inputs.ts';

/** What is asked about whom a goal scores. */
type ScopeOrg = NeedsOrg & Pick<OrgDescription, 'readConvertedStatuses'>;

type ScoringPorts = {
  salesforce: Pick<Goals, 'readGoal'> &
    ScopeOrg &
    Pick<OrgDescription, 'reasonLanguage'> &
    Records &
    Pick<RecordScores, 'scoreParts' | 'writeScores'>;
  store: Pick<Models, 'activeModel'> & Pick<Receipts, 'appendScores' | 'pastScores'> & Pick<BandEvents, 'intendEvents'>;
  features: FeatureEngine;
  clock: Clock;
  publishEvents: () => Promise<void>;
};

/** Scores one record and writes its score fields. Nothing is written unless every step before has succeeded. */
export async function scoreRecord(ports: ScoringPorts, goalId: string, recordId: string): Promise<ScoreResult> {
  const active = await requireScorer(ports, goalId);
  const read = await readInputs(ports.salesforce, active, () =>
    ports.salesforce.readRecord(goalId, active.plan, recordId),
  );
  const outcome = (await scoreReadRecords(ports, active, read, [recordId])).get(shortId(recordId));
  if (outcome === undefined) throw new TypeError('A record has no outcome.');
  if (outcome instanceof ScoringError) throw outcome;
  return outcome;
}

/** A model whose plan reads the optional score fields that the org has, `parts`. */
type Scorer = StoredModel & { parts: OptionalPart[] };

async function requireScorer(ports: ScoringPorts, goalId: string): Promise<Scorer> {
  const active = await requireModel(ports, goalId);
  const parts = await ports.salesforce.scoreParts(active.plan.goal);
  return { ...active, parts, plan: planWith(active.plan, parts) };
}

type Outcomes = Map<string, ScoreResult | ScoringError>;

/**
 * Evaluates every pair of goals and records. A problem of a goal or a record becomes the result of its pairs; an error of
 * the org or the service is thrown.
 */
export async function evaluateRecords(
  ports: ScoringPorts,
  { goalIds, recordIds }: EvaluationRequest,
): Promise<EvaluationResults> {
  const results: PairEvaluation[] = [];
  const distinctIds = [...new Map(recordIds.map((id) => [shortId(id), id])).values()];
  for (const goalId of new Set(goalIds)) {
    const outcomes = await evaluateFor(ports, goalId, distinctIds);
    results.push(...distinctIds.map((recordId) => toEvaluation(goalId, recordId, outcomes.get(shortId(recordId)))));
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
    const problem = problemOfPair(error);
    return new Map(recordIds.map((id) => [shortId(id), problem]));
  }
}

async function scoreMany(ports: ScoringPorts, goalId: string, recordIds: string[]): Promise<Outcomes> {
  const active = await requireScorer(ports, goalId);
  const outcomes: Outcomes = new Map();
  const scorable = recordIds.filter((id) => {
    const problem = recordIdProblem(active.plan.goal.object, id);
    if (problem) outcomes.set(shortId(id), problem);
    return problem === undefined;
  });
  if (scorable.length === 0) return outcomes;
  const { foundIds, ...read } = await readInputs(ports.salesforce, active, () =>
    ports.salesforce.readRecords(goalId, active.plan, scorable),
  );
  for (const id of scorable) outcomes.set(shortId(id), recordNotFound());
  if (foundIds.length === 0) return outcomes;
  return new Map([...outcomes, ...(await scoreReadRecords(ports, active, read, foundIds))]);
}

function problemOfPair(error: unknown): ScoringError {
  if (error instanceof ScoringError && /^(goal|model|record)\.|^salesforce\.(refused|no-access)$/.test(error.kind))
    return error;
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

/**
 * Scores records that were read with their related rows, and writes their score fields. The result, or the error, of each
 * record is found by its short id. A record that is not qualified gets score 0; a converted lead is read-only and is
 * refused.
 */
async function scoreReadRecords(
  { salesforce, store, features, clock, publishEvents }: ScoringPorts,
  active: Scorer,
  { goal, rows }: { goal: Goal; rows: SourceRows },
  recordIds: readonly string[],
): Promise<Map<string, ScoreResult | ScoringError>> {
  if (!goal.isActive) throw goalInactive(goal.name);
  const [lacking] = findLackingStatuses(goal, active.plan.goal).filter((finding) => hasError([finding]));
  if (lacking) throw goalMistake(lacking);
  const { model, plan, parts, version, reference } = active;
  const scoredAt = clock.now();
  const rule = ruleOf(goal, baseRateOf(active));
  const past = store.pastScores({ goalId: goal.id, recordIds, before: daysBefore(scoredAt, CHANGE_DAYS) });
  const language = await salesforce.reasonLanguage();
  const session = await features.open(plan, { rows });
  const context: EvaluationContext = {
    ...{ model, modelVersion: version, fields: sourcedInputs(active), explain: explainerOf(model) },
    ...{ goal, rule, reference, scoredAt, scope: 'all', language },
  };
  let evaluations: Evaluation[];
  try {
    await session.prepareScoring({
      asOf: scoredAt,
      qualifiedStatuses: goal.qualifiedStatuses,
      segment: goal.segment,
      recordIds,
      missing: sensitiveOf(plan, goal).map(({ name }) => name),
    });
    const prepared = await session.scoringRows({ limit: recordIds.length });
    evaluations = [...evaluateRows(context, prepared, await past)];
  } finally {
    await session.close();
  }
  const outcomes = new Map<string, ScoreResult | ScoringError>(recordIds.map((id) => [shortId(id), notOpen()]));
  const leftOut = evaluations.filter(({ exclusion }) => isLeftOutByGoal(exclusion));
  const mistake = leftOut.length === 0 ? undefined : await findMistake(salesforce, goal);
  if (mistake) {
    for (const { write } of leftOut) outcomes.set(shortId(write.recordId), mistake);
    evaluations = evaluations.filter((evaluation) => !leftOut.includes(evaluation));
  }
  if (evaluations.length === 0) return outcomes;
  const rules = { modelVersion: version, rule };
  const { events } = toBandEvents(goal, evaluations, { isFirst: false, rules, past: await past });
  if (events.length > 0) await store.intendEvents(events);
  const results = await salesforce.writeScores(
    goal,
    evaluations.map(({ write }) => write),
    { parts },
  );
  const written = evaluations.filter((_, index) => results[index]?.error === undefined);
  const receipts = written.map((scored) => toReceipt(context, scored));
  const writtenIds = new Set(written.map(({ write }) => write.recordId));
  await store.appendScores(receipts, { intended: events, written: writtenIds });
  // Nobody who evaluates a record waits for the consumers of its event.
  if (events.length > 0) void publishEvents();
  for (const [index, evaluation] of evaluations.entries()) {
    const outcome = outcomeOf(results[index]?.error, () => toScoreResult(goal, version, evaluation));
    outcomes.set(shortId(evaluation.write.recordId), outcome);
  }
  return outcomes;
}

const notOpen = (): ScoringError =>
  new ScoringError('record.not-scorable', {
    message: closedText,
    actions: ['Evaluate a record that is open.'],
  });

/**
 * What the goal names and the org does not have. A record that it leaves out may be left out by that mistake, so it keeps
 * its score, as in a run. The org is asked only where a record is left out.
 */
async function findMistake(salesforce: ScopeOrg, goal: Goal): Promise<ScoringError | undefined> {
  const named = goalNeeds(goal).filter(isOfScope);
  const unmet = findingsOf((await findUnmetNeeds(salesforce, named)).map((need) => ({ ...need, code: 945 })));
  const [mistake] = [...(await checkConverted(salesforce, goal)), ...unmet];
  return mistake && goalMistake(mistake);
}

const goalMistake = (finding: Finding): ScoringError => {
  const { text, nextStep = '' } = messageOf(finding);
  return new ScoringError('goal.invalid', { message: text, actions: [nextStep] });
};

/** A record that was scored anew meanwhile keeps its newer score, which is no problem of this evaluation. */
function outcomeOf(error: WriteResult['error'], toResult: () => ScoreResult): ScoreResult | ScoringError {
  if (error === undefined) return toResult();
  if (error.code === newerScoreCode) return { ...toResult(), isChanged: false };
  if (error.code === convertedCode) return notOpen();
  return deletedCodes.includes(error.code) ? recordNotFound() : refused(error);
}

const refused = ({ code, message }: NonNullable<WriteResult['error']>): ScoringError =>
  new ScoringError('salesforce.refused', {
    message: `The org refused the score (${code}): ${message}`,
    actions: ['Try again later, when nobody is saving the record.', nextStepOf(code)],
  });

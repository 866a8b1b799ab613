import type { ScoreResult, Evaluation, EvaluationRequest, EvaluationResults } from '@plumbline/contract';
import { ScoringError } from '../../domain/scoring-error.ts';
import { recordIdProblem, recordNotFound } from '../../domain/scoring/record-selection.ts';
import { requireModel } from '../models/show-models.ts';
import { scoreReadRecords, shortId } from './score-read-records.ts';
import type { ScoringPorts } from './score-read-records.ts';

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
  const results: Evaluation[] = [];
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

function toEvaluation(goalId: string, recordId: string, outcome: ScoreResult | ScoringError | undefined): Evaluation {
  if (outcome === undefined) throw new TypeError('A record has no outcome.');
  if (!(outcome instanceof ScoringError)) return { goalId, recordId, result: outcome };
  const { kind, message, actions } = outcome;
  return { goalId, recordId, problem: { kind, detail: message, actions } };
}

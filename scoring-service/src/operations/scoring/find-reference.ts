import { createExplainer, scoreTable } from '@plumbline/learning';
import type { Explainer } from '@plumbline/learning';
import { sumAxes } from '../../domain/evaluation/axes.ts';
import { buildReference, FEWEST_RANKED, trainingReferenceId } from '../../domain/scoring/reference.ts';
import type { Axes, ScoreReference } from '../../domain/scoring/reference.ts';
import type { FeatureSession, ScoringRows } from '../../ports/features.ts';
import type { Clock } from '../../ports/host.ts';
import type { References, StoredModel } from '../../ports/models.ts';
import type { RunState } from '../../ports/runs.ts';
import { inTurns } from '../in-turns.ts';

type Ports = { store: References; session: Pick<FeatureSession, 'scoringRows'>; clock: Clock };

/** About how many records are explained for the quartiles of the grades. */
const EXPLAINED = 4000;

/**
 * What the ranks and grades of a run are relative to. A run of all records ranks them among themselves: it computes the
 * probability of each before it writes the first, and keeps the result for when it goes on after a pause. A run of some
 * records ranks them among those of the last complete run. Undefined for a model of an earlier version that has none.
 */
export async function findReference(
  { store, session, clock }: Ports,
  state: RunState,
  active: StoredModel,
  { total, limit, signal }: { total: number; limit: number; signal: AbortSignal },
): Promise<ScoreReference | undefined> {
  if (state.selection !== undefined) return active.reference;
  const kept = await store.reference(state.key);
  if (kept) return kept;
  const explain = createExplainer(active.model);
  const step = Math.max(1, Math.floor(total / EXPLAINED));
  const probabilities: number[] = [];
  const sample: Axes[] = [];
  let afterId: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const rows = await session.scoringRows({ ...(afterId !== undefined && { afterId }), limit });
    const last = rows.candidates.at(-1);
    if (!last) break;
    const scored = scoredRows(rows);
    const { probabilities: ofRows } = scoreTable(active.model, rows.table);
    const explained = scored.filter((_, index) => (probabilities.length + index) % step === 0);
    for (const row of scored) probabilities.push(ofRows[row] as number);
    sample.push(...(await inTurns(axesOf(active, explain, rows, explained))));
    afterId = last.recordId;
  }
  if (probabilities.length < FEWEST_RANKED) {
    return (await store.reference(trainingReferenceId(active.goalId, active.version))) ?? active.reference;
  }
  const reference = buildReference(state.key, Float64Array.from(probabilities), sample);
  const { goalId, version: modelVersion } = active;
  await store.saveReference(reference, { goalId, modelVersion, createdAt: clock.now() });
  return reference;
}

const scoredRows = ({ candidates }: ScoringRows): number[] =>
  candidates.flatMap(({ exclusion }, row) => (exclusion === undefined ? [row] : []));

function* axesOf(
  { plan }: StoredModel,
  explain: Explainer,
  { table }: ScoringRows,
  rows: readonly number[],
): Generator<Axes, void> {
  for (const row of rows) yield sumAxes(explain(table, row), plan.fields);
}

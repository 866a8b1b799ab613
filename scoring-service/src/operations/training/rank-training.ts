import { rowsWhere, scoreTable, selectTableRows } from '@plumbline/learning';
import type { LabelledRows, ScoringModel } from '@plumbline/learning';
import { sumAxes } from '../../domain/evaluation/axes.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { explainRows } from '../../domain/model-card/training-summary.ts';
import { buildReference } from '../../domain/scoring/reference.ts';
import type { ScoreReference } from '../../domain/scoring/reference.ts';
import { inTurns } from '../in-turns.ts';

/** Training records that are explained for the quartiles of the grades. */
const EXPLAINED_ROWS = 1000;

/**
 * Ranks the newest snapshot of each training record, for goals with few open records and for evaluations before the first
 * complete run. `rows` are in the order of time; `recordIds` are theirs.
 */
export async function rankTraining(
  { model, plan, rows, recordIds }: { model: ScoringModel; plan: SourcePlan; rows: LabelledRows; recordIds: string[] },
  id: string,
): Promise<ScoreReference> {
  const newest = new Map(recordIds.map((recordId, row) => [recordId, row]));
  const table = selectTableRows(rows.table, Uint32Array.from(newest.values()));
  const step = Math.ceil(table.rowCount / EXPLAINED_ROWS);
  const sampled = rowsWhere(table.rowCount, (row) => row % step === 0);
  const contributions = await inTurns(explainRows(model, selectTableRows(table, sampled)));
  const sample = contributions.map((ofRow) => sumAxes(ofRow, plan.fields));
  return buildReference(id, scoreTable(model, table).probabilities, sample);
}

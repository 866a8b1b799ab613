import type { Finding, ModelCard, Thresholds } from '@plumbline/contract';
import { judgeReplacement } from '../domain/quality/model-replacement.ts';
import { scoreTable } from '../domain/scoring/score-table.ts';
import { areaUnderCurve } from '../domain/training/area-under-curve.ts';
import type { LabelledRows } from '../domain/training/labelled-rows.ts';
import { selectRows } from '../domain/training/select-rows.ts';
import { splitRows } from '../domain/training/split-rows.ts';
import type { StoredModel } from '../ports.ts';

const DAY_MS = 86_400_000;

/** What became of the comparison: the findings of the run and what the card says of it. */
export type Comparison = { isReplacing: boolean; findings: Finding[]; challenge?: ModelCard['challenge'] };

/**
 * Whether a new model takes over from the active one: when it is nearly as good on the same newest rows, or the active
 * one is old (rule R7). A finding says so when it does not. The active model may have learned from some of these rows,
 * which is to its advantage only.
 */
export function compareWithActive(
  active: StoredModel | undefined,
  {
    rows,
    seed,
    gapMs,
    auc,
    now,
    thresholds,
  }: {
    rows: LabelledRows;
    seed: number;
    gapMs: number;
    auc: number;
    now: Date;
    thresholds: Thresholds;
  },
): Comparison {
  if (!active || !canRead(active, rows)) return { isReplacing: true, findings: [] };
  const test = selectRows(rows, splitRows(rows, { seed, gapMs }).test);
  const activeAuc = areaUnderCurve(scoreTable(active.model, test.table).probabilities, test.labels).auc;
  const activeAgeDays = (now.getTime() - active.trainedAt.getTime()) / DAY_MS;
  const verdict = judgeReplacement({ candidate: auc, active: activeAuc, activeAgeDays }, thresholds);
  const { isReplacing, reason } = verdict;
  const challenge = Number.isNaN(activeAuc)
    ? undefined
    : { activeVersion: active.version, activeAuc, auc, isReplacing, reason };
  if (isReplacing) return { isReplacing, findings: [], challenge };
  return { isReplacing, challenge, findings: [{ code: 909, detail: `${auc.toFixed(4)} and ${activeAuc.toFixed(4)}` }] };
}

/** A model that reads what is not made any more, a field that leaks for one, cannot stay. */
const canRead = ({ model }: StoredModel, { table }: LabelledRows): boolean =>
  model.fields.every(({ name, kind }) => table.columns.some((column) => column.name === name && column.kind === kind));

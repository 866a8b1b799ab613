import type { Finding, Thresholds } from '@plumbline/contract';
import { isGoodEnough } from '../domain/quality/model-replacement.ts';
import { scoreTable } from '../domain/scoring/score-table.ts';
import { areaUnderCurve } from '../domain/training/area-under-curve.ts';
import type { LabelledRows } from '../domain/training/labelled-rows.ts';
import { selectRows } from '../domain/training/select-rows.ts';
import { splitRows } from '../domain/training/split-rows.ts';
import type { StoredModel } from '../ports.ts';

const DAY_MS = 86_400_000;

/**
 * Whether a new model takes over from the active one: when it is nearly as good on the same newest rows, or the active
 * one is old. A finding says so when it does not. The active model may have learned from some of these rows, which is
 * to its advantage only.
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
): { isReplacing: boolean; findings: Finding[] } {
  const columns = new Set(rows.table.columns.map(({ name }) => name));
  if (!active?.model.fields.every(({ name }) => columns.has(name))) return { isReplacing: true, findings: [] };
  const test = selectRows(rows, splitRows(rows, { seed, gapMs }).test);
  const activeAuc = areaUnderCurve(scoreTable(active.model, test.table).probabilities, test.labels).auc;
  const activeAgeDays = (now.getTime() - active.trainedAt.getTime()) / DAY_MS;
  if (isGoodEnough({ candidate: auc, active: activeAuc, activeAgeDays }, thresholds)) {
    return { isReplacing: true, findings: [] };
  }
  return {
    isReplacing: false,
    findings: [{ code: 909, detail: `${auc.toFixed(4)} and ${activeAuc.toFixed(4)}` }],
  };
}

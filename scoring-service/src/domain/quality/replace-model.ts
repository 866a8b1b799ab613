import type { Finding, ModelCard, Thresholds } from '@plumbline/contract';
import { areaUnderCurve, scoreTable, selectRows, splitRows } from '@plumbline/learning';
import type { LabelledRows, ModelEvaluation } from '@plumbline/learning';
import type { StoredModel } from '../../ports/models.ts';

/** A new model, as it did on the test part of the rows. */
export type Candidate = {
  rows: LabelledRows;
  seed: number;
  gapMs: number;
  test: Pick<ModelEvaluation['test'], 'auc' | 'probabilities'>;
  now: Date;
  thresholds: Thresholds;
};

/** What became of the comparison: the findings of the run and what the card says of it. */
export type Comparison = { isReplacing: boolean; findings: Finding[]; challenge?: ModelCard['challenge'] };

/**
 * Whether a new model takes over from the active one: when it is nearly as good, or the active one is old (rule R7). A
 * finding says so when it does not. Both are compared on the test rows of records that neither has learned from; the
 * published active model has learned from all rows of its time, and on those it would win against any new one. While
 * there are too few others, both have only their own test figures to show.
 */
export function compareWithActive(active: StoredModel | undefined, candidate: Candidate): Comparison {
  if (!active || !canRead(active, candidate.rows)) return { isReplacing: true, findings: [] };
  const { now, thresholds, test } = candidate;
  const activeAgeDays = (now.getTime() - active.trainedAt.getTime()) / DAY_MS;
  const onUnseen = compareOnUnseen(active, candidate);
  const aucs = onUnseen ?? { candidate: test.auc.auc, active: active.card.auc };
  const { isReplacing, reason } = judgeReplacement({ ...aucs, activeAgeDays }, thresholds);
  const where = onUnseen
    ? `Compared on the ${onUnseen.rows} test rows of records that neither has learned from.`
    : 'Compared by what each did on its own test rows: there are too few that neither has learned from.';
  const challenge = Number.isNaN(aucs.candidate)
    ? undefined
    : {
        ...{ activeVersion: active.version, activeAuc: aucs.active, auc: aucs.candidate },
        ...{ isReplacing, reason: `${reason} ${where}` },
      };
  if (isReplacing) return { isReplacing, findings: [], challenge };
  const detail = `${aucs.candidate.toFixed(4)} and ${aucs.active.toFixed(4)}`;
  return { isReplacing, challenge, findings: [{ code: 909, detail }] };
}

/** Test AUCs of both models on the same newest rows. */
export type ModelComparison = { candidate: number; active: number; activeAgeDays: number };

/** An active model older than this is replaced in any case: it no longer speaks of the present. */
export const LONGEST_USE_DAYS = 90;

/** Whether a new model takes over from the active one (rule R7), and why. One that could not be measured does not. */
export function judgeReplacement(
  { candidate, active, activeAgeDays }: ModelComparison,
  { replaceFrom }: Pick<Thresholds, 'replaceFrom'>,
): { isReplacing: boolean; reason: string } {
  const percent = `${Number((100 * replaceFrom).toFixed(1))} percent`;
  if (Number.isNaN(active)) return { isReplacing: true, reason: 'The active model cannot be measured.' };
  if (candidate >= replaceFrom * active) {
    return { isReplacing: true, reason: `It is at least ${percent} as good as the active model on the same rows.` };
  }
  if (activeAgeDays > LONGEST_USE_DAYS) {
    return { isReplacing: true, reason: `The active model is older than ${LONGEST_USE_DAYS} days.` };
  }
  return { isReplacing: false, reason: `It is not ${percent} as good as the active model on the same rows.` };
}

const DAY_MS = 86_400_000;

/** With fewer rows of one outcome an AUC says little. */
const FEWEST_OF_OUTCOME = 20;

/** A model that reads what is not made any more, a field that leaks for one, cannot stay. */
const canRead = ({ model }: StoredModel, { table }: LabelledRows): boolean =>
  model.fields.every(({ name, kind }) => table.columns.some((column) => column.name === name && column.kind === kind));

type AucsOnUnseen = Pick<ModelComparison, 'candidate' | 'active'> & { rows: number };

/** Undefined where the rows have no moments, or too few of them are of records the active model has never seen. */
function compareOnUnseen(active: StoredModel, { rows, seed, gapMs, test }: Candidate): AucsOnUnseen | undefined {
  const learnedUntil = Date.parse(active.card.data?.testedTo ?? '');
  const { test: tested } = splitRows(rows, { seed, gapMs });
  const known = new Set(rows.groups.filter((_, row) => !((rows.times[row] as number) > learnedUntil)));
  const places = tested.map((_, place) => place).filter((place) => !known.has(groupAt(rows, tested, place)));
  const unseen = selectRows(
    rows,
    places.map((place) => tested[place] as number),
  );
  const positives = unseen.labels.reduce((sum, label) => sum + label, 0);
  if (Math.min(positives, places.length - positives) < FEWEST_OF_OUTCOME) return undefined;
  const ofCandidate = Float64Array.from(places, (place) => test.probabilities[place] as number);
  return {
    rows: places.length,
    candidate: areaUnderCurve(ofCandidate, unseen.labels).auc,
    active: areaUnderCurve(scoreTable(active.model, unseen.table).probabilities, unseen.labels).auc,
  };
}

const groupAt = ({ groups }: LabelledRows, tested: Uint32Array, place: number): string =>
  groups[tested[place] as number] as string;

import type { Finding, ModelCard, Thresholds } from '@plumbline/contract';
import { areaUnderCurve, countPositives, scoreTable, selectRows, splitRows } from '@plumbline/learning';
import type { LabelledRows, ModelEvaluation, ScoringModel } from '@plumbline/learning';
import { plural } from '../figures.ts';
import { DAY_MS } from '../time.ts';
import { formatAuc } from './findings.ts';

/** The model that is in use. */
type ActiveModel = {
  version: string;
  trainedAt: Date;
  model: ScoringModel;
  card: Pick<ModelCard, 'auc' | 'data'>;
};

/** A new model with its figures on the test part of its rows. */
export type Candidate = {
  rows: LabelledRows;
  seed: number;
  gapMs: number;
  test: Pick<ModelEvaluation['test'], 'auc' | 'probabilities'>;
  now: Date;
  thresholds: Thresholds;
};

/** The result of the comparison, with the findings of the run and the entry of the card. */
export type Comparison = { isReplacing: boolean; findings: Finding[]; challenge?: ModelCard['challenge'] };

/**
 * Decides whether a new model replaces the active one (rule R7): it must be nearly as good, or the active one old. Finding
 * 909 says when it does not. Both are compared on test rows of records that neither was trained on, because the active
 * model was fitted again on all rows of its time. With too few such rows, their own test AUCs are compared.
 */
export function compareWithActive(active: ActiveModel | undefined, candidate: Candidate): Comparison {
  if (!active || !canRead(active, candidate.rows)) return { isReplacing: true, findings: [] };
  const { now, thresholds, test } = candidate;
  const activeAgeDays = (now.getTime() - active.trainedAt.getTime()) / DAY_MS;
  const onUnseen = compareOnUnseen(active, candidate);
  const aucs = onUnseen ?? { candidate: test.auc.auc, active: active.card.auc };
  const { isReplacing, reason } = judgeReplacement({ ...aucs, activeAgeDays }, thresholds);
  const where = onUnseen
    ? `Compared on ${plural(onUnseen.rows, 'test row')} of records that neither was trained on.`
    : 'Compared on their own test rows: there are too few that neither was trained on.';
  const challenge = Number.isNaN(aucs.candidate)
    ? undefined
    : {
        ...{ activeVersion: active.version, activeAuc: aucs.active, auc: aucs.candidate },
        ...{ isReplacing, reason: `${reason} ${where}` },
      };
  if (isReplacing) return { isReplacing, findings: [], challenge };
  const detail = `${formatAuc(aucs.candidate)} and ${formatAuc(aucs.active)}`;
  return { isReplacing, challenge, findings: [{ code: 909, detail, figure: aucs.candidate / aucs.active }] };
}

/** Test AUCs of both models on the same newest rows. */
type ModelComparison = { candidate: number; active: number; activeAgeDays: number };

/** An active model older than this is always replaced. */
const LONGEST_USE_DAYS = 90;

/** Applies rule R7 to both AUCs and gives the reason. A new model without an AUC does not replace the active one. */
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

/** Fewest rows of each outcome for a meaningful AUC. */
const FEWEST_OF_OUTCOME = 20;

/** A model that needs a feature which no longer exists, such as one found to leak, cannot stay active. */
const canRead = ({ model }: ActiveModel, { table }: LabelledRows): boolean =>
  model.fields.every(({ name, kind }) => table.columns.some((column) => column.name === name && column.kind === kind));

type AucsOnUnseen = Pick<ModelComparison, 'candidate' | 'active'> & { rows: number };

/** AUCs on test rows of records that the active model was not trained on; undefined with too few, or without dates. */
function compareOnUnseen(active: ActiveModel, { rows, seed, gapMs, test }: Candidate): AucsOnUnseen | undefined {
  const trainedUntil = Date.parse(active.card.data?.testedTo ?? '');
  const { test: tested } = splitRows(rows, { seed, gapMs });
  const known = new Set(rows.groups.filter((_, row) => !((rows.times[row] as number) > trainedUntil)));
  const places = tested.map((_, place) => place).filter((place) => !known.has(groupAt(rows, tested, place)));
  const unseen = selectRows(
    rows,
    places.map((place) => tested[place] as number),
  );
  const positives = countPositives(unseen.labels);
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

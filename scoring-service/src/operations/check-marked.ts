import type { Finding } from '@plumbline/contract';
import type { FeatureTable } from '../domain/features/feature-table.ts';
import type { SourcePlan } from '../domain/features/source-plan.ts';
import type { ScoringModel } from '../domain/model/scoring-model.ts';
import { checkFairness, fairnessFindings } from '../domain/quality/fairness.ts';
import type { FairnessResult } from '../domain/quality/fairness.ts';
import { groupRowsBy } from '../domain/quality/fairness-groups.ts';
import { scoreTable } from '../domain/scoring/score-table.ts';
import type { LabelledRows } from '../domain/training/labelled-rows.ts';
import { selectRows, selectTableRows } from '../domain/training/select-rows.ts';
import { splitRows } from '../domain/training/split-rows.ts';
import type { SplitOptions } from '../domain/training/split-rows.ts';

/** Checks the fields that the admin marked on the newest rows, as the model that is published scores them. */
export function checkMarked(
  model: ScoringModel,
  { rows, marked, plan }: { rows: LabelledRows; marked: FeatureTable; plan: Pick<SourcePlan, 'fields' | 'fairness'> },
  split: SplitOptions,
): { results: FairnessResult[]; findings: Finding[] } {
  const { fairness = [], fields } = plan;
  if (fairness.length === 0) return { results: [], findings: [] };
  const newest = splitRows(rows, split).test;
  const { table, labels } = selectRows(rows, newest);
  const groupings = selectTableRows(marked, newest).columns.flatMap((column) => {
    const field = fairness.find(({ name }) => name === column.name);
    return field ? [groupRowsBy(column, field)] : [];
  });
  const { probabilities } = scoreTable(model, table);
  const results = checkFairness(groupings, table, { labels, probabilities });
  const labelOf = (name: string): string => fields.find((field) => field.name === name)?.label ?? name;
  return { results, findings: fairnessFindings(results, labelOf) };
}

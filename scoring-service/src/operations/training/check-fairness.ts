import type { Finding } from '@plumbline/contract';
import { scoreTable, selectRows, selectTableRows, splitRows } from '@plumbline/learning';
import type { FeatureTable, ScoringModel, LabelledRows, SplitOptions } from '@plumbline/learning';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { checkFairness, fairnessFindings, groupRowsBy } from '../../domain/quality/fairness.ts';
import type { FairnessResult } from '../../domain/quality/fairness.ts';

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

import type { Finding, Goal } from '@plumbline/contract';
import { countPositives } from '@plumbline/learning';
import type { LabelledRows } from '@plumbline/learning';
import type { FeatureFamily, FeatureField } from '../features/source-plan.ts';
import { formatCount, formatRate } from './findings.ts';
import { outcomeRows } from './leak-scan.ts';
import type { Leak } from './leak-scan.ts';

/** Training rows; `eligible` counts them before sampling, `notProfiled` the records of people who opted out. */
type CheckedRows = { rows: LabelledRows; eligible: number; notProfiled: number };

/** Findings of the training rows. */
export function checkRows(
  { rows, eligible, notProfiled }: CheckedRows,
  { plan, goal, leaks }: { plan: { fields: FeatureField[] }; goal: Goal; leaks: Leak[] },
): Finding[] {
  const { learnFrom, thresholds } = goal.settings;
  const rowCount = rows.labels.length;
  const negatives = rowCount - countPositives(rows.labels);
  const findings: Finding[] = [];
  if (learnFrom === 'creation') findings.push({ code: 907, detail: formatCount(rowCount) });
  if (eligible > rowCount) findings.push({ code: 905, detail: `${formatCount(rowCount)} of ${formatCount(eligible)}` });
  if (notProfiled > 0) findings.push({ code: 908, detail: formatCount(notProfiled) });
  if (leaks.length > 0) findings.push({ code: 901, detail: labelsOf(leaks, plan.fields).join(', ') });
  findings.push(...missingFindings(rows, plan.fields, goal));
  if (negatives < thresholds.nonConversions) findings.push({ code: 900, detail: formatCount(negatives) });
  return findings;
}

function missingFindings(rows: LabelledRows, fields: FeatureField[], { settings }: Goal): Finding[] {
  const { thresholds, learnFrom } = settings;
  const findings: Finding[] = [];
  const firmographic = missingRate(rows, fields, 'account');
  if (firmographic !== undefined && firmographic >= thresholds.missingFirmographicWarn) {
    findings.push({ code: 200, detail: formatRate(firmographic) });
  }
  const activity = learnFrom === 'history' ? missingRate(rows, fields, 'activity') : undefined;
  if (activity !== undefined && activity >= thresholds.missingActivityWarn) {
    findings.push({ code: 201, detail: formatRate(activity) });
  }
  if (activity !== undefined && activity > thresholds.missingActivityStop) {
    findings.push({ code: 408, detail: formatRate(activity) });
  }
  return findings;
}

/**
 * The mean share of missing values of a family's fields. Each record counts once, at its latest observation date, because
 * a new record cannot have activities. A record without any activity has counts of 0, but no activity to learn from, so
 * all its activity fields count as missing. Undefined without fields or rows.
 */
export function missingRate(rows: LabelledRows, fields: FeatureField[], family: FeatureFamily): number | undefined {
  const names = new Set(fields.filter((field) => field.family === family).map(({ name }) => name));
  const columns = rows.table.columns.filter(({ name }) => names.has(name));
  const latest = outcomeRows(rows, 'latest');
  if (columns.length === 0 || latest.length === 0) return undefined;
  const isMissing = (value: number | string | undefined): boolean => value === undefined || Number.isNaN(value);
  const isSilent = (row: number): boolean => columns.every(({ values }) => isMissing(values[row]) || values[row] === 0);
  let missing = 0;
  for (const row of latest) {
    if (family === 'activity' && isSilent(row)) missing += columns.length;
    else missing += columns.filter(({ values }) => isMissing(values[row])).length;
  }
  return missing / (columns.length * latest.length);
}

const labelsOf = (leaks: Leak[], fields: FeatureField[]): string[] =>
  leaks.map(({ field }) => fields.find(({ name }) => name === field)?.label ?? field);

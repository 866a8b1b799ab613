import type { FieldContribution } from '@plumbline/learning';
import type { FeatureField } from '../features/source-plan.ts';
import type { Axes } from '../scoring/reference.ts';

const fitFamilies: readonly FeatureField['family'][] = ['need', 'person', 'account', 'chosen'];

/** Inputs of other families that say what the record is. */
const fitFields = ['completeness', 'record_type'];

/** Inputs of these families that say what happened. */
const engagementFields = ['open_leads', 'qualified_leads'];

/** Whether an input says what the record is (fit) or what happened (engagement). */
export const axisOf = ({ name, family }: Pick<FeatureField, 'name' | 'family'>): keyof Axes => {
  if (engagementFields.includes(name)) return 'engagement';
  return fitFamilies.includes(family) || fitFields.includes(name) ? 'fit' : 'engagement';
};

/**
 * The contributions of a record on both axes, in log odds before calibration: fit + engagement = margin − base value.
 */
export function sumAxes(
  contributions: readonly Pick<FieldContribution, 'field' | 'uncalibrated'>[],
  fields: readonly Pick<FeatureField, 'name' | 'family'>[],
): Axes {
  const axes: Axes = { fit: 0, engagement: 0 };
  const families = new Map(fields.map((field) => [field.name, axisOf(field)]));
  for (const { field, uncalibrated } of contributions) axes[families.get(field) ?? 'engagement'] += uncalibrated;
  return axes;
}

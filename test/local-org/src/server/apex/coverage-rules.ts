import type { Coverage } from '../../apex/test-coverage.ts';
import type { CoverageWarning } from './test-report.ts';

/** What the platform asks of the coverage of a deploy, in percent. */
const required = { overall: 75, unit: 75, trigger: 1 };

const linesOf = ({ covered, uncovered }: Coverage): number => covered.length + uncovered.length;

/** With at most three digits, as the platform writes it. */
const percentOf = (unit: Coverage): number => Math.floor((unit.covered.length / linesOf(unit)) * 100_000) / 1_000;

const warningOf = (unit: Coverage, least: number): CoverageWarning => ({
  id: '',
  name: unit.name,
  message: `Test coverage of selected Apex ${unit.kind === 'ApexTrigger' ? 'Trigger' : 'Class'} is ${percentOf(unit)}%, at least ${least}% test coverage is required`,
});

/** Each class and trigger of the package by itself, as when tests are named. */
export const unitWarnings = (coverage: readonly Coverage[], isDeployed: (unit: Coverage) => boolean) =>
  coverage
    .filter((unit) => linesOf(unit) > 0 && isDeployed(unit) && percentOf(unit) < required.unit)
    .map((unit) => warningOf(unit, required.unit));

/** All code of the org together, and something of each trigger. */
export function overallWarnings(coverage: readonly Coverage[]): CoverageWarning[] {
  const lines = coverage.reduce((sum, unit) => sum + linesOf(unit), 0);
  const covered = coverage.reduce((sum, unit) => sum + unit.covered.length, 0);
  // Without code there is nothing to cover.
  const percent = lines === 0 ? 100 : Math.floor((covered / lines) * 100);
  const triggers = coverage.filter(
    (unit) => unit.kind === 'ApexTrigger' && linesOf(unit) > 0 && percentOf(unit) < required.trigger,
  );
  const overall = `Average test coverage across all Apex Classes and Triggers is ${percent}%, at least ${required.overall}% test coverage is required.`;
  return [
    ...(percent < required.overall ? [{ id: '', name: null, message: overall }] : []),
    ...triggers.map((unit) => warningOf(unit, required.trigger)),
  ];
}

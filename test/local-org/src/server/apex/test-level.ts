import { OrgError } from '../../org-error.ts';

const levels = ['RunLocalTests', 'RunAllTestsInOrg', 'RunSpecifiedTests', 'RunRelevantTests'] as const;

export type TestLevel = (typeof levels)[number];

/** The tests that a deploy asks for. */
export type AskedTests = { level: TestLevel; classes: string[] };

const refused = (message: string): OrgError => new OrgError('INVALID_OPERATION', message);

const isLevel = (text: string): text is TestLevel => levels.some((level) => level === text);

/** Texts of a list, or of a single value, without empty ones. */
const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .filter((one) => typeof one === 'string')
    .map((one) => one.trim())
    .filter((one) => one !== '');

type Target = { isProduction: boolean; needsTests: boolean };

/**
 * The tests that the options of a deploy ask for; undefined when none run. In production a package that
 * needs tests runs all local ones unless it asks for others.
 *
 * @throws OrgError `INVALID_OPERATION` for a level that does not exist, when specified tests are asked for and none is
 *   named, when tests are named for another level, and when a deploy to production asks for no tests
 */
export function readTestLevel(
  { testLevel, runTests, runAllTests }: Record<string, unknown>,
  { isProduction, needsTests }: Target,
): AskedTests | undefined {
  const classes = textsOf(runTests);
  // Clients of older versions name tests, or ask for all, without a level.
  const implied = classes.length > 0 ? 'RunSpecifiedTests' : String(runAllTests) === 'true' ? 'RunAllTestsInOrg' : '';
  const level = typeof testLevel === 'string' && testLevel !== '' ? testLevel : implied;
  if (!isLevel(level) && level !== '' && level !== 'NoTestRun') throw refused(`${level} is no testLevel`);
  if (level !== 'RunSpecifiedTests' && classes.length > 0) {
    throw refused('runTests can be used only with a testLevel of RunSpecifiedTests');
  }
  if (level === 'RunSpecifiedTests' && classes.length === 0) {
    throw refused('No tests were specified: RunSpecifiedTests needs at least one test class');
  }
  if (level === 'NoTestRun' && isProduction) {
    throw refused('testLevel of NoTestRun cannot be used in production organizations');
  }
  if (isLevel(level)) return { level, classes };
  return isProduction && needsTests ? { level: 'RunLocalTests', classes: [] } : undefined;
}

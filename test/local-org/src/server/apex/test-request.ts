import type { OpenedOrg } from '../../open-org.ts';
import type { Org } from '../../org.ts';
import { OrgError } from '../../org-error.ts';
import { isObject } from '../json-value.ts';
import type { JsonObject } from '../json-value.ts';
import { codeUnits, isSameName, testClassNames } from './test-classes.ts';
import type { CodeUnit } from './test-classes.ts';

/** The tests that a call of the Tooling API asks for. */
export type TestRequest = {
  classes: string[];
  methods: { className: string; methodName: string }[];
  isAll: boolean;
  skipsCoverage: boolean;
};

const invalid = (message: string): OrgError => new OrgError('INVALID_INPUT', message, { status: 403 });

/** Names or ids as a list, or in one text with commas. */
function listed(value: unknown): string[] {
  const texts = Array.isArray(value) ? value : [value];
  return texts
    .flatMap((text) => (typeof text === 'string' ? text.split(',') : []))
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** The class by name or id. @throws OrgError `INVALID_INPUT` for one that holds no tests */
function requireTest(
  { units, tests }: { units: readonly CodeUnit[]; tests: readonly string[] },
  given: string,
): string {
  const isId = /^01p\w{12}(?:\w{3})?$/.test(given);
  const name = isId
    ? units.find(({ id }) => id.slice(0, 15) === given.slice(0, 15))?.name
    : units.find((unit) => unit.kind === 'ApexClass' && isSameName(unit.name, given))?.name;
  if (name !== undefined && tests.some((test) => isSameName(test, name))) return name;
  throw invalid(
    isId
      ? `This class ID's value is invalid: ${given}. Provide the ID of an Apex class that has test methods.`
      : `This class name's value is invalid: ${given}. Provide the name of an Apex class that has test methods.`,
  );
}

function classesOfSuites(org: Org, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const [suite] = org.inspect('SELECT "Id" FROM "ApexTestSuite" WHERE "TestSuiteName" = ? OR "Id" = ?', name, name);
    if (suite === undefined) throw invalid(`This suite name's value is invalid: ${name}.`);
    return org
      .inspect(
        'SELECT c."Name" FROM "TestSuiteMembership" m JOIN "ApexClass" c ON c."Id" = m."ApexClassId" WHERE m."ApexTestSuiteId" = ?',
        String(suite['Id']),
      )
      .map(({ Name }) => String(Name));
  });
}

/**
 * Reads the body of `runTestsAsynchronous` or `runTestsSynchronous`.
 *
 * @throws OrgError `INVALID_INPUT` for classes and suites that do not exist, and where nothing is asked for
 */
export function readTestRequest(org: OpenedOrg, body: unknown): TestRequest {
  const request: JsonObject = Array.isArray(body) ? { tests: body } : isObject(body) ? body : {};
  const all = testClassNames(org.apex);
  const known = { units: codeUnits(org), tests: all };
  const skipsCoverage = String(request['skipCodeCoverage']) === 'true';
  const classes = [
    ...[...listed(request['classids']), ...listed(request['classNames'])].map((one) => requireTest(known, one)),
    ...classesOfSuites(org, [...listed(request['suiteids']), ...listed(request['suiteNames'])]),
  ];
  const methods: { className: string; methodName: string }[] = [];
  for (const item of Array.isArray(request['tests']) ? request['tests'] : []) {
    if (!isObject(item)) throw invalid('tests: objects are expected');
    const [given = ''] = listed(item['className'] ?? item['classId']);
    const className = requireTest(known, given);
    const names = listed(item['testMethods']);
    if (names.length === 0) classes.push(className);
    methods.push(...names.map((methodName) => ({ className, methodName })));
  }
  if (classes.length + methods.length > 0) return { classes, methods, isAll: false, skipsCoverage };
  if (!/^Run(?:LocalTests|AllTestsInOrg)$/.test(String(request['testLevel']))) {
    throw invalid('Specify at least one test class, test suite, or a test level that runs all tests.');
  }
  return { classes: all, methods: [], isAll: true, skipsCoverage };
}

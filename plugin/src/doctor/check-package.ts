import { goalObject, goalObjectsOf, namespaceProblem } from '@plumbline/contract';
import type { PackageNames } from '@plumbline/contract';
import type { CheckResult } from './run-check.ts';

type Named = { name: string };
type Org = {
  query<Row extends Record<string, unknown>>(soql: string): PromiseLike<{ records: Row[] }>;
  describe(object: string): PromiseLike<{ fields: Named[] }>;
  describeGlobal(): PromiseLike<{ sobjects: Named[] }>;
};

/** Fields that the plugin itself reads as its user. */
const requiredFields = { object: goalObject, fields: ['Settings__c', 'Model_Version__c', 'Score_Basis__c'] };

/** Whether the org has the package where the plugin finds it, and the user has access to it. */
export async function checkPackage(connection: Org): Promise<CheckResult> {
  const names = await readPackageNames(connection);
  const problem = namespaceProblem(names);
  if (problem !== undefined) return { isPassed: false, detail: problem.detail, command: problem.action };
  const command = 'sf org assign permset --name ScoringAdmin';
  const { object, fields } = requiredFields;
  if (names.goalObjects.length === 0) {
    const detail = `You don't see the object ${object}: Plumbline is not deployed, or you don't have its permission set.`;
    return { isPassed: false, detail, command };
  }
  const visible = new Set((await connection.describe(object)).fields.map(({ name }) => name));
  const missing = fields.filter((field) => !visible.has(field));
  if (missing.length === 0) return { isPassed: true, detail: 'Plumbline is installed, and you have access to it.' };
  const detail = `You don't have access to these fields of ${object}: ${missing.join(', ')}.`;
  return { isPassed: false, detail, command };
}

/** The namespace of the org, and the objects of score goals that it shows the user, with any prefix. */
async function readPackageNames(connection: Org): Promise<PackageNames> {
  const { records } = await connection.query<{ NamespacePrefix: string | null }>(
    'SELECT NamespacePrefix FROM Organization',
  );
  const { sobjects } = await connection.describeGlobal();
  return {
    namespacePrefix: records[0]?.NamespacePrefix ?? undefined,
    goalObjects: goalObjectsOf(sobjects.map(({ name }) => name)),
  };
}

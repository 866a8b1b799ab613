import { z } from 'zod';

/** One check of the connection; `action` is the next step where it is not done. */
export const connectionCheckSchema = z
  .strictObject({
    name: z.string(),
    isDone: z.boolean(),
    /** True where the org does not tell the integration user what the check needs: nothing may be wrong. */
    isUnknown: z.boolean().optional(),
    detail: z.string(),
    action: z.string().optional(),
  })
  .meta({ id: 'ConnectionCheck' });
export type ConnectionCheck = z.infer<typeof connectionCheckSchema>;

/** Whether service and org can work together. */
export const connectionSchema = z
  .strictObject({
    version: z.string(),
    /** The service's own `contractVersion`. */
    contractVersion: z.int(),
    /** Absent, like the user, while the org does not respond. */
    orgId: z.string().optional(),
    /** The integration user. */
    username: z.string().optional(),
    /** What the caller's token allows. */
    rights: z.enum(['score', 'manage']),
    apiUsage: z.strictObject({ used: z.int(), limit: z.int() }).optional(),
    /** The share of the org's daily API calls at which background work stops. Older services do not report it. */
    apiShare: z.number().optional(),
    checks: z.array(connectionCheckSchema),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof connectionSchema>;

/** Where an org keeps the package: its own namespace, and the names under which it shows the object of score goals. */
export type PackageNames = { namespacePrefix: string | undefined; goalObjects: readonly string[] };

/** The object of score goals, without a namespace. */
export const goalObject = 'Score_Goal__c';

/** The names of an org's objects that are the object of score goals, with any prefix. */
export const goalObjectsOf = (names: readonly string[]): string[] =>
  names.filter((name) => name === goalObject || name.endsWith(`__${goalObject}`));

/** What of an org's namespace keeps service and plugin from working, with the next step; undefined where nothing does. */
export function namespaceProblem({
  namespacePrefix,
  goalObjects,
}: PackageNames): { detail: string; action: string } | undefined {
  const prefixed = goalObjects.includes(goalObject) ? undefined : goalObjects[0];
  const action = 'Deploy the package from source, without a namespace, into an org that has none.';
  if (prefixed !== undefined) {
    const prefix = prefixed.slice(0, -goalObject.length - 2);
    const found = `The org has the package's objects only with the namespace prefix "${prefix}" (${prefixed})`;
    return { detail: `${found}. The scoring service finds them only without a prefix.`, action };
  }
  if (namespacePrefix === undefined) return undefined;
  const own = `The org has the namespace "${namespacePrefix}"`;
  return { detail: `${own}. The scoring service does not support orgs with a namespace yet.`, action };
}

import { OrgError } from '../org-error.ts';
import type { Org } from '../org.ts';
import type { DescribeField, DescribeSObject } from '../schema/describe.ts';

/** @throws OrgError `NOT_FOUND` (404) when there is no such object or the user may not see it */
export function describeObject(org: Org, userId: string, object: string): DescribeSObject {
  const describe = org.describe(userId, object);
  if (describe !== undefined) return describe;
  throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
}

/** The field of a name in any case; undefined when the user does not see one. */
export function findField(describe: DescribeSObject, name: string): DescribeField | undefined {
  const lower = name.toLowerCase();
  return describe.fields.find((field) => field.name.toLowerCase() === lower);
}

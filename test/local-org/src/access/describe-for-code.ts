import type { DescribeSObject } from '../schema/describe.ts';
import type { Schema } from '../schema/schema.ts';
import { everyRight } from './code-access.ts';
import { describeForUser } from './describe-for-user.ts';

const known = new WeakMap<Schema, Map<string, DescribeSObject | undefined>>();

/** An object with all its fields, whatever users may see; undefined when there is none of this name. */
export function describeForCode(
  { metadata: { schema } }: { metadata: { readonly schema: Schema } },
  name: string,
): DescribeSObject | undefined {
  const object = schema.object(name);
  if (object === undefined) return undefined;
  const described = known.get(schema) ?? new Map<string, DescribeSObject | undefined>();
  known.set(schema, described);
  if (!described.has(object.name)) {
    const access = everyRight((other) => schema.object(other));
    described.set(object.name, describeForUser(object, access));
  }
  return described.get(object.name);
}

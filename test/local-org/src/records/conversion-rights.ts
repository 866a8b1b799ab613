import type { UserAccess } from '../access/user-access.ts';
import type { SchemaObject } from '../schema/schema.ts';
import { notAllowed } from './require-row-access.ts';

const madeOrFilled = ['Account', 'Contact', 'Opportunity'];

/**
 * Converting needs the permission to convert leads, edit on leads, and create and edit on account, contact and
 * opportunity.
 *
 * @throws RecordRefusal `INSUFFICIENT_ACCESS_OR_READONLY`
 */
export function requireConversionRights(access: UserAccess, objectNamed: (name: string) => SchemaObject): void {
  const canMakeAll = madeOrFilled.every((name) => {
    const { create, edit } = access.object(objectNamed(name));
    return create && edit;
  });
  if (!access.canConvertLeads || !canMakeAll || !access.object(objectNamed('Lead')).edit) throw notAllowed();
}

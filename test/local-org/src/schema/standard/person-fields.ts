import type { DescribeField } from '../describe.ts';
import { picklist, text } from '../field-kinds.ts';
import { salutations } from './picklist-values.ts';

/** The parts of a person's name and the name made of them; field-level security never hides them. */
export function personNameFields(): DescribeField[] {
  const own = { compound: 'Name', extraTypeInfo: 'personname', permissionable: false };
  return [
    text('LastName', 'Last Name', 80, { ...own, required: true }),
    text('FirstName', 'First Name', 40, own),
    picklist('Salutation', 'Salutation', salutations, { ...own, length: 40 }),
    text('Name', 'Full Name', 121, {
      access: 'none',
      required: true,
      permissionable: false,
      nameField: true,
      extraTypeInfo: 'personname',
    }),
  ];
}

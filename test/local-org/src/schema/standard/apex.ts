import * as field from '../field-kinds.ts';
import { defineObject, readOnly } from '../object-definition.ts';
import type { ObjectDefinition } from '../object-definition.ts';

const hidden = { access: 'none' } as const;

type Code = { name: string; label: string; labelPlural: string; keyPrefix: string };

/** Apex as clients query it; only a deploy writes it. */
const apexCode = ({ name, label, labelPlural, keyPrefix }: Code): ObjectDefinition =>
  defineObject({
    ...{ name, label, labelPlural, keyPrefix },
    access: { kind: 'setup' },
    operations: readOnly,
    fields: [
      field.idField(`${label} ID`),
      field.text('NamespacePrefix', 'Namespace Prefix', 15, hidden),
      field.text('Name', 'Name', 255, { ...hidden, nameField: true }),
      field.double('ApiVersion', 'Api Version', [18, 1], hidden),
      field.picklist('Status', 'Status', ['Inactive', 'Active', 'Deleted'], { ...hidden, length: 40 }),
      field.checkbox('IsValid', 'Is Valid', hidden),
      field.textArea('Body', 'Body', 1_000_000, hidden),
      field.int('LengthWithoutComments', 'Size Without Comments', hidden),
      ...field.auditFields(),
    ],
  });

export const apexClass = apexCode({
  name: 'ApexClass',
  label: 'Apex Class',
  labelPlural: 'Apex Classes',
  keyPrefix: '01p',
});

export const apexTrigger = apexCode({
  name: 'ApexTrigger',
  label: 'Apex Trigger',
  labelPlural: 'Apex Triggers',
  keyPrefix: '01q',
});

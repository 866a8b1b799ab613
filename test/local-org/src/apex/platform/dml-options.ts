import type { WriteOptions } from '../../org.ts';
import { stored } from '../library.ts';
import type { Transaction } from '../transaction.ts';
import type { ApexObject } from '../values.ts';
import type { PlatformCode } from './define.ts';
import { definePlatformClass } from './define.ts';

const property = stored as PlatformCode;

const headers: Readonly<Record<string, readonly string[]>> = {
  DuplicateRuleHeader: ['Boolean allowSave', 'Boolean includeRecordDetails', 'Boolean runAsCurrentUser'],
  AssignmentRuleHeader: ['Id assignmentRuleId', 'Boolean useDefaultRule'],
  EmailHeader: ['Boolean triggerAutoResponseEmail', 'Boolean triggerOtherEmail', 'Boolean triggerUserEmail'],
};

/** Properties have no value until one is set. */
function withoutValues(made: ApexObject, names: readonly string[]): ApexObject {
  for (const name of names) made.fields[(name.split(' ').at(-1) ?? '').toLowerCase()] = null;
  return made;
}

const plain = [
  'Boolean allowFieldTruncation',
  'Boolean optAllOrNone',
  'String localeOptions',
  'Boolean localizeErrors',
];

function newOptions(t: Transaction): ApexObject {
  const made = withoutValues(t.make('Database.DMLOptions', {}), plain);
  for (const [name, properties] of Object.entries(headers)) {
    made.fields[name.toLowerCase()] = withoutValues(t.make(`Database.DMLOptions.${name}`, {}), properties);
  }
  return made;
}

const stores = (signatures: readonly string[]): Record<string, PlatformCode> =>
  Object.fromEntries(signatures.map((one) => [one, property]));

export const dmlOptionClasses = [
  definePlatformClass('Database.DMLOptions', {
    'new()': newOptions,
    ...stores(plain),
    ...stores(Object.keys(headers).map((name) => `Database.DMLOptions.${name} ${name}`)),
  }),
  ...Object.entries(headers).map(([name, properties]) =>
    definePlatformClass(`Database.DMLOptions.${name}`, {
      'new()': (t) => withoutValues(t.make(`Database.DMLOptions.${name}`, {}), properties),
      ...stores(properties),
    }),
  ),
];

/** What options say: without `optAllOrNone` records are saved one by one. */
export function readOptions(options: ApexObject): {
  allOrNone: boolean;
  write: { truncatesText: boolean; options: Pick<WriteOptions, 'allowsDuplicates' | 'assignsOwner'> };
} {
  const header = (name: string): ApexObject | null => (options.fields[name] ?? null) as ApexObject | null;
  const assignment = header('assignmentruleheader');
  return {
    allOrNone: options.fields.optallornone === true,
    write: {
      truncatesText: options.fields.allowfieldtruncation === true,
      options: {
        allowsDuplicates: header('duplicateruleheader')?.fields.allowsave === true,
        assignsOwner:
          assignment?.fields.usedefaultrule === true || typeof assignment?.fields.assignmentruleid === 'string',
      },
    },
  };
}

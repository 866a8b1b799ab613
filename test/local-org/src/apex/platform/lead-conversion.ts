import type { LeadConversion } from '../../org.ts';
import type { DmlRow } from '../library/exceptions.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import { classType } from '../types.ts';
import { ApexList, ApexObject } from '../values.ts';
import type { Value } from '../values.ts';
import { accessOfLevel } from './database-queries.ts';
import { resultObject } from './database-results.ts';
import { definePlatformClass, given } from './define.ts';
import type { PlatformCode } from './define.ts';

const properties = {
  LeadId: 'Id',
  AccountId: 'Id',
  ContactId: 'Id',
  OpportunityId: 'Id',
  OwnerId: 'Id',
  ConvertedStatus: 'String',
  OpportunityName: 'String',
  DoNotCreateOpportunity: 'Boolean',
  OverwriteLeadSource: 'Boolean',
  SendNotificationEmail: 'Boolean',
  BypassAccountDedupeCheck: 'Boolean',
  BypassContactDedupeCheck: 'Boolean',
} as const;

function accessors([name, type]: [string, string]): [string, PlatformCode][] {
  const key = name.toLowerCase();
  const getter = `${type === 'Boolean' ? `is${name}` : `get${name}`}()`;
  return [
    [`${type} ${getter}`, (_t, me: ApexObject) => me.fields[key] ?? (type === 'Boolean' ? false : null)],
    [
      `void set${name}(${type} value)`,
      (_t, me: ApexObject, value: Value) => {
        me.fields[key] = value;
        return undefined;
      },
    ],
  ];
}

function conversionOf(one: ApexObject): LeadConversion {
  const text = (name: keyof typeof properties): string | undefined => {
    const value = one.fields[name.toLowerCase()] ?? null;
    return typeof value === 'string' ? value : undefined;
  };
  const isSet = (name: keyof typeof properties): boolean => one.fields[name.toLowerCase()] === true;
  const optional = {
    accountId: text('AccountId'),
    contactId: text('ContactId'),
    opportunityId: text('OpportunityId'),
    ownerId: text('OwnerId'),
    opportunityName: text('OpportunityName'),
  };
  return {
    leadId: text('LeadId') ?? '',
    convertedStatus: text('ConvertedStatus') ?? '',
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<LeadConversion>),
    doNotCreateOpportunity: isSet('DoNotCreateOpportunity'),
    overwriteLeadSource: isSet('OverwriteLeadSource'),
  };
}

function convert(t: Transaction, target: Value, ...values: Value[]): Value {
  const level = values.find((one) => one instanceof ApexObject) as ApexObject | undefined;
  const allOrNone = values.find((one) => typeof one === 'boolean') ?? true;
  const list = given(target) instanceof ApexList ? (target as ApexList).items : [target];
  t.use('DMLStatements');
  t.use('DMLRows', list.length);
  t.beginWrite();
  const results = list.map((one) =>
    t.within(() =>
      t.org.convertLead(t.user.id, conversionOf(given(one) as ApexObject), { access: accessOfLevel(t, level) }),
    ),
  );
  const rows = results.flatMap(({ errors, leadId }, index): DmlRow[] =>
    errors.map(({ statusCode, message, fields }) => ({ index, id: leadId, statusCode, message, fieldNames: fields })),
  );
  const [first] = rows;
  if (allOrNone && first !== undefined) {
    const fields = `[${first.fieldNames.join(', ')}]`;
    throw new ApexFault(
      'System.DmlException',
      `ConvertLead failed. First exception on row ${String(first.index)}; first error: ${first.statusCode}, ${first.message}: ${fields}`,
      { dml: rows },
    );
  }
  const made = results.map((result) => resultObject(t, 'LeadConvertResult', result));
  return target instanceof ApexList ? t.list(classType('Database.LeadConvertResult'), made) : (made[0] ?? null);
}

const further = ['', 'Boolean allOrNone', 'AccessLevel level', 'Boolean allOrNone, AccessLevel level'];

export const leadConversionMembers: Readonly<Record<string, PlatformCode>> = Object.fromEntries(
  further.flatMap((one): [string, PlatformCode][] => {
    const rest = one === '' ? '' : `, ${one}`;
    return [
      [`static Database.LeadConvertResult convertLead(Database.LeadConvert lead${rest})`, convert],
      [`static List<Database.LeadConvertResult> convertLead(List<Database.LeadConvert> leads${rest})`, convert],
    ];
  }),
);

export const leadConversionClasses = [
  definePlatformClass('Database.LeadConvert', {
    'new()': (t) => t.make('Database.LeadConvert', {}),
    ...Object.fromEntries(Object.entries(properties).flatMap(accessors)),
  }),
];

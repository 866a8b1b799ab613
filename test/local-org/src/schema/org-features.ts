import * as field from './field-kinds.ts';
import { defineObject, noUndelete } from './object-definition.ts';
import type { ObjectDefinition } from './object-definition.ts';
import { sharedEventFields, taskRelation } from './standard/activity.ts';

/** Features that an org has or not: they add objects and fields. Advanced currency management needs several currencies. */
export type OrgFeature = 'SharedActivities' | 'MultiCurrency' | 'AdvancedCurrency' | 'PersonAccounts';

const hidden = { access: 'none' } as const;

/** The currencies that a record can be in; the first one is the corporate currency of a new org. */
export const currencyCodes = ['USD', 'CHF', 'EUR', 'GBP', 'JPY'];

const currencyCode = (name: string, label: string) =>
  field.picklist(name, label, currencyCodes, { length: 3, required: true, restrictedPicklist: true, access: 'create' });

const currencyType = defineObject({
  name: 'CurrencyType',
  label: 'Currency Type',
  keyPrefix: '01L',
  access: { kind: 'setup' },
  operations: { ...noUndelete, delete: false },
  fields: [
    field.idField('Currency Type ID'),
    currencyCode('IsoCode', 'Currency ISO Code'),
    field.double('ConversionRate', 'Conversion Rate', [18, 6], { required: true }),
    field.int('DecimalPlaces', 'Decimal Places', { required: true, defaulted: true, defaultValue: 2 }),
    field.checkbox('IsActive', 'Active'),
    field.checkbox('IsCorporate', 'Corporate Currency', hidden),
    ...field.auditFields(),
  ],
});

/** Rates by date, for opportunities. The next start is that of the currency's following rate. */
const datedConversionRate = defineObject({
  name: 'DatedConversionRate',
  label: 'Dated Conversion Rate',
  keyPrefix: '04w',
  access: { kind: 'setup' },
  operations: noUndelete,
  fields: [
    field.idField('DatedConversion Rate ID'),
    currencyCode('IsoCode', 'Currency ISO Code'),
    field.date('StartDate', 'Start Date', { required: true, access: 'create' }),
    field.date('NextStartDate', 'Next Start Date', hidden),
    field.double('ConversionRate', 'Conversion Rate', [18, 6], { required: true }),
    ...field.auditFields(),
  ],
});

const recordCurrency = () =>
  field.picklist(
    'CurrencyIsoCode',
    'Currency ISO Code',
    currencyCodes.map((code, index) => (index === 0 ? `${code}*` : code)),
    { length: 3, permissionable: false, restrictedPicklist: true },
  );

const personFields: Record<string, () => ObjectDefinition['fields']> = {
  Account: () => [
    field.checkbox('IsPersonAccount', 'Is Person Account', hidden),
    field.reference('PersonContactId', 'Contact ID', ['Contact'], { ...hidden, relationship: 'PersonContact' }),
    field.text('LastName', 'Last Name', 80, { permissionable: false }),
    field.text('FirstName', 'First Name', 40, { permissionable: false }),
    field.email('PersonEmail', 'Email'),
    field.text('PersonTitle', 'Title', 80),
  ],
  Contact: () => [field.checkbox('IsPersonAccount', 'Is Person Account', hidden)],
};

/** The objects of an org with these features, from those of one without any. */
export function withFeatures(
  definitions: readonly ObjectDefinition[],
  features: ReadonlySet<OrgFeature>,
): ObjectDefinition[] {
  const all = definitions.map((definition) => {
    const { name, access } = definition;
    const added = [
      ...(features.has('SharedActivities') && name === 'EventRelation' ? sharedEventFields() : []),
      ...(features.has('MultiCurrency') && access.kind === 'own' ? [recordCurrency()] : []),
      ...(features.has('PersonAccounts') ? (personFields[name]?.() ?? []) : []),
    ];
    return added.length === 0 ? definition : { ...definition, fields: [...definition.fields, ...added] };
  });
  const further = [
    ...(features.has('SharedActivities') ? [taskRelation] : []),
    ...(features.has('MultiCurrency') ? [currencyType] : []),
    ...(features.has('AdvancedCurrency') ? [datedConversionRate] : []),
  ];
  return [...all, ...further.map((definition) => ({ ...definition, fields: [...definition.fields] }))];
}

import { defineField } from './define-field.ts';
import type { FieldOptions } from './define-field.ts';
import type { DescribeField, PicklistEntry } from './describe.ts';

/** Picklist entries from values; a value that ends in `*` is the default, `value=Label` has its own label. */
export function picklistEntries(values: readonly string[]): PicklistEntry[] {
  return values.map((text) => {
    const isDefault = text.endsWith('*');
    const [value = '', label] = (isDefault ? text.slice(0, -1) : text).split('=');
    return { active: true, defaultValue: isDefault, label: label ?? value, validFor: null, value };
  });
}

export const text = (name: string, label: string, length: number, options?: FieldOptions): DescribeField =>
  defineField({ name, label, type: 'string', length }, options);

export const textArea = (name: string, label: string, length: number, options?: FieldOptions): DescribeField =>
  defineField({ name, label, type: 'textarea', length }, { extraTypeInfo: 'plaintextarea', ...options });

export const email = (name: string, label: string, options?: FieldOptions): DescribeField =>
  defineField({ name, label, type: 'email', length: 80 }, options);

export const phone = (name: string, label: string, options?: FieldOptions): DescribeField =>
  defineField({ name, label, type: 'phone', length: 40 }, options);

export const url = (name: string, label: string, options?: FieldOptions): DescribeField =>
  defineField({ name, label, type: 'url', length: 255 }, options);

export const checkbox = (name: string, label: string, options?: FieldOptions): DescribeField =>
  defineField({ name, label, type: 'boolean' }, options);

/** Text with suggested values. */
export const combobox = (
  name: string,
  label: string,
  values: readonly string[],
  options?: FieldOptions,
): DescribeField =>
  defineField({ name, label, type: 'combobox', length: 255, picklistValues: picklistEntries(values) }, options);

export const int = (name: string, label: string, options?: FieldOptions): DescribeField =>
  defineField({ name, label, type: 'int', digits: 8 }, options);

export const double = (
  name: string,
  label: string,
  [precision, scale]: [number, number],
  options?: FieldOptions,
): DescribeField => defineField({ name, label, type: 'double', precision, scale }, options);

export const currency = (name: string, label: string, scale = 2, options?: FieldOptions): DescribeField =>
  defineField({ name, label, type: 'currency', precision: 18, scale }, options);

export const percent = (
  name: string,
  label: string,
  [precision, scale]: [number, number],
  options?: FieldOptions,
): DescribeField => defineField({ name, label, type: 'percent', precision, scale }, options);

export const date = (name: string, label: string, options?: FieldOptions): DescribeField =>
  defineField({ name, label, type: 'date' }, options);

export const dateTime = (name: string, label: string, options?: FieldOptions): DescribeField =>
  defineField({ name, label, type: 'datetime' }, options);

export const picklist = (
  name: string,
  label: string,
  values: readonly string[],
  options: FieldOptions & { length?: number } = {},
): DescribeField => {
  const picklistValues = picklistEntries(values);
  const preset = picklistValues.find((entry) => entry.defaultValue)?.value;
  return defineField(
    { name, label, type: 'picklist', length: options.length ?? 255, picklistValues },
    { defaultValue: preset, defaulted: preset !== undefined, ...options },
  );
};

export const multipicklist = (name: string, label: string, values: readonly string[]): DescribeField =>
  defineField({ name, label, type: 'multipicklist', length: 4_099, picklistValues: picklistEntries(values) });

/** A reference; by default the relationship's name is the field's without `Id`. */
export const reference = (
  name: string,
  label: string,
  referenceTo: string[],
  options: FieldOptions = {},
): DescribeField =>
  defineField(
    { name, label, type: 'reference', length: 18, referenceTo },
    { relationship: name.replace(/Id$/, ''), ...options },
  );

/** A compound address and its components. */
export function address(prefix: string, label: string, options: FieldOptions = {}): DescribeField[] {
  const compound = `${prefix}Address`;
  const own = { ...options, compound };
  const titled = (part: string): string => (label === '' ? part : `${label} ${part}`);
  return [
    textArea(`${prefix}Street`, titled('Street'), 255, own),
    text(`${prefix}City`, titled('City'), 40, own),
    text(`${prefix}State`, titled('State/Province'), 80, own),
    text(`${prefix}PostalCode`, titled('Zip/Postal Code'), 20, own),
    text(`${prefix}Country`, titled('Country'), 80, own),
    double(`${prefix}Latitude`, titled('Latitude'), [18, 15], own),
    double(`${prefix}Longitude`, titled('Longitude'), [18, 15], own),
    picklist(`${prefix}GeocodeAccuracy`, titled('Geocode Accuracy'), geocodeAccuracies, {
      ...own,
      length: 40,
      restrictedPicklist: true,
    }),
    defineField({ name: compound, label: titled('Address'), type: 'address' }, { ...options, filterable: true }),
  ];
}

const geocodeAccuracies = [
  'Address',
  'NearAddress',
  'Block',
  'Street',
  'ExtendedZip',
  'Zip',
  'Neighborhood',
  'City',
  'County',
  'State',
  'Unknown',
];

const system: FieldOptions = { access: 'none', required: true, defaulted: true };

export const idField = (label: string): DescribeField =>
  defineField({ name: 'Id', label, type: 'id', length: 18 }, { ...system, idLookup: true });

export const isDeletedField = (): DescribeField => checkbox('IsDeleted', 'Deleted', system);

export const createdFields = (): DescribeField[] => [
  dateTime('CreatedDate', 'Created Date', system),
  reference('CreatedById', 'Created By ID', ['User'], system),
];

/** Created, last modified and system modification time, as every record carries them. */
export const auditFields = (): DescribeField[] => [
  ...createdFields(),
  dateTime('LastModifiedDate', 'Last Modified Date', system),
  reference('LastModifiedById', 'Last Modified By ID', ['User'], system),
  dateTime('SystemModstamp', 'System Modstamp', system),
];

/** When the running user last viewed the record: always null, as for API users. */
export const viewedFields = (): DescribeField[] => [
  dateTime('LastViewedDate', 'Last Viewed Date', { access: 'none' }),
  dateTime('LastReferencedDate', 'Last Referenced Date', { access: 'none' }),
];

export const ownerField = (referenceTo: string[] = ['User'], label = 'Owner ID'): DescribeField =>
  reference('OwnerId', label, referenceTo, { required: true, defaulted: true });

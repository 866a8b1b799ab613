import type { DescribeField, FieldType } from '../schema/describe.ts';

/** What the UI API calls the types of fields. */
const dataTypes: Record<FieldType, string> = {
  id: 'Reference',
  string: 'String',
  textarea: 'TextArea',
  picklist: 'Picklist',
  multipicklist: 'MultiPicklist',
  combobox: 'ComboBox',
  email: 'Email',
  phone: 'Phone',
  url: 'Url',
  encryptedstring: 'EncryptedString',
  reference: 'Reference',
  boolean: 'Boolean',
  int: 'Int',
  double: 'Double',
  currency: 'Currency',
  percent: 'Percent',
  date: 'Date',
  datetime: 'DateTime',
  time: 'Time',
  address: 'Address',
  location: 'Location',
  base64: 'Base64',
  anyType: 'ComplexValue',
};

/** The type of a field in the words of the UI API. */
export const dataTypeOf = ({ type }: DescribeField): string => dataTypes[type];

const extraTypes: Record<string, string> = {
  plaintextarea: 'PlainTextArea',
  richtextarea: 'RichTextArea',
  imageurl: 'ImageUrl',
  personname: 'PersonName',
  switchablepersonname: 'SwitchablePersonName',
  externallookup: 'ExternalLookup',
  indirectlookup: 'IndirectLookup',
};

export type ReferenceTo = { apiName: string; nameFields: string[] };

/** A field of an object info. */
export type FieldInfo = {
  apiName: string;
  calculated: boolean;
  compound: boolean;
  compoundComponentName: string | null;
  compoundFieldName: string | null;
  controllerName: string | null;
  controllingFields: string[];
  createable: boolean;
  custom: boolean;
  dataType: string;
  digits: number;
  externalId: boolean;
  extraTypeInfo: string | null;
  filterable: boolean;
  filteredLookupInfo: null;
  highScaleNumber: boolean;
  htmlFormatted: boolean;
  inlineHelpText: string | null;
  label: string;
  length: number;
  maskType: string | null;
  nameField: boolean;
  polymorphicForeignKey: boolean;
  precision: number;
  reference: boolean;
  referenceTargetField: string | null;
  referenceToInfos: ReferenceTo[];
  relationshipName: string | null;
  required: boolean;
  scale: number;
  searchPrefilterable: boolean;
  sortable: boolean;
  unique: boolean;
  updateable: boolean;
};

/** `Street` of `BillingStreet` in `BillingAddress`; null for a field that is no part of another. */
function componentName({ name, compoundFieldName }: DescribeField): string | null {
  if (compoundFieldName === null) return null;
  const prefix = compoundFieldName.replace(/Address$/, '');
  return prefix !== compoundFieldName && name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** The fields that name a record of an object, as the UI API lists them. */
export function nameFieldsOf(fields: readonly DescribeField[]): string[] {
  const name = fields.find(({ nameField }) => nameField);
  if (name === undefined) return [];
  const parts = ['FirstName', 'LastName'].filter((part) => fields.some((field) => field.name === part));
  return [...parts, name.name];
}

const isCompound = ({ name, type }: DescribeField, compounds: ReadonlySet<string>): boolean =>
  type === 'address' || type === 'location' || compounds.has(name);

/** A field as the UI API describes it. `nameFields` are the fields that name a record. */
export function showField(
  field: DescribeField,
  { compounds, nameFields }: { compounds: ReadonlySet<string>; nameFields: (object: string) => string[] },
): FieldInfo {
  return {
    apiName: field.name,
    calculated: field.calculated,
    compound: isCompound(field, compounds),
    compoundComponentName: componentName(field),
    compoundFieldName: field.compoundFieldName,
    controllerName: field.controllerName,
    controllingFields: field.controllerName === null ? [] : [field.controllerName],
    createable: field.createable,
    custom: field.custom,
    dataType: dataTypeOf(field),
    digits: field.digits,
    externalId: field.externalId,
    extraTypeInfo: field.extraTypeInfo === null ? null : (extraTypes[field.extraTypeInfo] ?? field.extraTypeInfo),
    filterable: field.filterable,
    filteredLookupInfo: null,
    highScaleNumber: field.highScaleNumber,
    htmlFormatted: field.htmlFormatted,
    inlineHelpText: field.inlineHelpText,
    label: field.label,
    length: field.length,
    maskType: field.maskType,
    nameField: field.nameField,
    polymorphicForeignKey: field.polymorphicForeignKey,
    precision: field.precision,
    reference: field.type === 'reference',
    referenceTargetField: field.referenceTargetField,
    referenceToInfos: field.referenceTo.map((apiName) => ({ apiName, nameFields: nameFields(apiName) })),
    relationshipName: field.relationshipName,
    required: !field.nillable && (field.createable || field.updateable),
    scale: field.scale,
    searchPrefilterable: field.searchPrefilterable,
    sortable: field.sortable,
    unique: field.unique,
    updateable: field.updateable,
  };
}

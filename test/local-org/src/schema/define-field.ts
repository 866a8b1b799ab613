import type { DescribeField, FieldType, PicklistEntry } from './describe.ts';

/** Overrides of a field type's defaults. */
export type FieldOptions = {
  /** Whether clients may create and update it; both by default. */
  access?: 'create' | 'update' | 'none';
  /** Needs a value: not nillable. */
  required?: boolean;
  /** The platform fills it when a client does not. */
  defaulted?: boolean;
  defaultValue?: string | number | boolean;
  /** Whether field-level security applies; by default for nillable writable fields. */
  permissionable?: boolean;
  filterable?: boolean;
  groupable?: boolean;
  sortable?: boolean;
  unique?: boolean;
  caseSensitive?: boolean;
  externalId?: boolean;
  idLookup?: boolean;
  nameField?: boolean;
  autoNumber?: boolean;
  compound?: string;
  extraTypeInfo?: string;
  custom?: boolean;
  inlineHelpText?: string;
  /** The text of the formula that gives new records a value. */
  defaultFormula?: string;
  /** The text of the formula it is calculated by. */
  formula?: string;
  /** It is calculated: a formula or a summary. */
  calculated?: boolean;
  restrictedPicklist?: boolean;
  /** Reference: name of the relationship to the parent. */
  relationship?: string;
  cascadeDelete?: boolean;
  restrictedDelete?: boolean;
  relationshipOrder?: number;
};

type FieldShape = {
  name: string;
  label: string;
  type: FieldType;
  length?: number;
  precision?: number;
  scale?: number;
  digits?: number;
  picklistValues?: PicklistEntry[];
  referenceTo?: string[];
};

const soapTypes: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  address: 'urn:address',
  location: 'urn:location',
  base64: 'xsd:base64Binary',
  anyType: 'xsd:anyType',
};

const ungroupableTypes: readonly FieldType[] = [
  'double',
  'currency',
  'percent',
  'datetime',
  'address',
  'location',
  'base64',
  'combobox',
  'anyType',
  'encryptedstring',
];
const compoundTypes: readonly FieldType[] = ['address', 'location'];

/** Completes the describe of a field with defaults. */
export function defineField(shape: FieldShape, options: FieldOptions = {}): DescribeField {
  const { type, length = 0, precision = 0, scale = 0, referenceTo = [], picklistValues = [] } = shape;
  const isCompound = compoundTypes.includes(type);
  const isLong = (type === 'textarea' && length > 255) || type === 'base64' || type === 'anyType';
  const isWritable = options.access !== 'none' && !isCompound;
  const nillable = !(options.required ?? (type === 'boolean' || type === 'id'));
  const isPlain = !isLong && !isCompound;
  const permissionable =
    options.permissionable ?? ((isWritable && nillable) || (isCompound && options.access !== 'none'));
  return {
    aggregatable: isPlain && type !== 'boolean' && type !== 'multipicklist',
    aiPredictionField: false,
    autoNumber: options.autoNumber ?? false,
    byteLength: type === 'id' || type === 'reference' ? 18 : length * 3,
    calculated: options.calculated ?? options.formula !== undefined,
    calculatedFormula: options.formula ?? null,
    cascadeDelete: options.cascadeDelete ?? false,
    caseSensitive: options.caseSensitive ?? false,
    compoundFieldName: options.compound ?? null,
    controllerName: null,
    createable: isWritable && options.access !== 'update',
    custom: options.custom ?? false,
    defaultValue: options.defaultValue ?? (type === 'boolean' ? false : null),
    defaultValueFormula: options.defaultFormula ?? null,
    defaultedOnCreate: options.defaulted ?? type === 'boolean',
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: shape.digits ?? 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: options.externalId ?? false,
    extraTypeInfo: options.extraTypeInfo ?? null,
    filterable: options.filterable ?? (isPlain || type === 'address'),
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: options.groupable ?? (isPlain && !ungroupableTypes.includes(type)),
    highScaleNumber: false,
    htmlFormatted: options.extraTypeInfo === 'richtextarea',
    idLookup: options.idLookup ?? options.externalId ?? false,
    inlineHelpText: options.inlineHelpText ?? null,
    label: shape.label,
    length,
    mask: null,
    maskType: null,
    name: shape.name,
    nameField: options.nameField ?? false,
    namePointing: referenceTo.length > 1,
    nillable,
    permissionable,
    picklistValues,
    polymorphicForeignKey: referenceTo.length > 1,
    precision,
    queryByDistance: type === 'location',
    referenceTargetField: null,
    referenceTo,
    relationshipName: options.relationship === undefined || options.relationship === '' ? null : options.relationship,
    relationshipOrder: options.relationshipOrder ?? null,
    restrictedDelete: options.restrictedDelete ?? false,
    restrictedPicklist: options.restrictedPicklist ?? false,
    scale,
    searchPrefilterable: type === 'reference' && nillable,
    soapType: soapTypes[type] ?? 'xsd:string',
    sortable: options.sortable ?? (isPlain && type !== 'multipicklist'),
    type,
    unique: options.unique ?? false,
    updateable: isWritable && options.access !== 'create',
    writeRequiresMasterRead: false,
  };
}

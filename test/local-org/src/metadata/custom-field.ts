import type { Formula } from '../formula/syntax.ts';
import { defineField } from '../schema/define-field.ts';
import type { FieldOptions } from '../schema/define-field.ts';
import type { DescribeField, FieldType } from '../schema/describe.ts';
import type { FieldFormula } from '../schema/object-definition.ts';
import { checkElements, MetadataProblem } from './component.ts';
import { fieldElements } from './elements.ts';
import { parseFieldFormula, readFormulaField } from './formula-field.ts';
import { readPicklist } from './picklist.ts';
import type { ValueSets } from './picklist.ts';
import { childNumber, childText, isTrue } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** A custom field with the properties that its describe does not have. */
export type CustomField = {
  field: DescribeField;
  /** Name of the child relationship on the parent. */
  childName?: string;
  isTracked: boolean;
  /** The format of an auto-number. */
  displayFormat?: string;
  formula?: FieldFormula;
  /** The default formula for new records; a literal default is a property of the field. */
  defaultFormula?: Formula;
};

export type FieldSurroundings = { hasObject: (name: string) => boolean; valueSets: ValueSets };

const plainTypes: Record<string, FieldType> = {
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  Html: 'textarea',
  Email: 'email',
  Phone: 'phone',
  Url: 'url',
  Number: 'double',
  Currency: 'currency',
  Percent: 'percent',
  Checkbox: 'boolean',
  Date: 'date',
  DateTime: 'datetime',
  Time: 'time',
  AutoNumber: 'string',
  Lookup: 'reference',
  MasterDetail: 'reference',
  Picklist: 'picklist',
  MultiselectPicklist: 'multipicklist',
};

const fixedLengths: Record<string, number> = {
  TextArea: 255,
  Email: 80,
  Phone: 40,
  Url: 255,
  AutoNumber: 30,
  Lookup: 18,
  MasterDetail: 18,
  Picklist: 255,
  MultiselectPicklist: 4099,
};
const lengthLimits: Record<string, [number, number]> = {
  Text: [1, 255],
  LongTextArea: [256, 131_072],
  Html: [256, 131_072],
};
const numericTypes = ['Number', 'Currency', 'Percent'];
const customName = /^[A-Za-z](?:_?[A-Za-z0-9])*__c$/;

/** Builds a custom field from its metadata. Throws `MetadataProblem` in the platform's words where it can. */
export function readCustomField(fullName: string, body: XmlElement, surroundings: FieldSurroundings): CustomField {
  checkElements('CustomField', body, fieldElements);
  const name = fullName.slice(fullName.indexOf('.') + 1);
  if (!customName.test(name)) throw new MetadataProblem(`The name of a custom field must end with __c: ${name}`);
  const type = childText(body, 'type');
  const fieldType = type === undefined ? undefined : plainTypes[type];
  if (type === undefined) throw new MetadataProblem('Required field is missing: type');
  if (fieldType === undefined)
    throw new MetadataProblem(`Fields of type ${type} are not supported by the local org`, { element: 'type' });
  const label = childText(body, 'label');
  if (label === undefined) throw new MetadataProblem('Required field is missing: label');
  if (childText(body, 'formula') !== undefined) return readFormulaField(name, { label, type, body });
  const isMasterDetail = type === 'MasterDetail';
  const picklist =
    fieldType === 'picklist' || fieldType === 'multipicklist' ? readPicklist(body, surroundings.valueSets) : undefined;
  const options: FieldOptions = {
    ...commonOptions(body, type),
    ...(fieldType === 'reference' ? referenceOptions(name, body, type) : {}),
    ...(picklist === undefined ? {} : { restrictedPicklist: picklist.restricted }),
  };
  const given = defaultValue(body, fieldType);
  const isLiteral = given === undefined || typeof given !== 'object';
  const preset = picklist?.entries.find((entry) => entry.defaultValue)?.value ?? (isLiteral ? given : undefined);
  const isRequired = isMasterDetail || isTrue(body, 'required');
  const shape = {
    name,
    label,
    type: fieldType,
    length: readLength(body, type),
    ...readNumbers(body, type),
    picklistValues: picklist?.entries ?? [],
    referenceTo: fieldType === 'reference' ? readTarget(body, surroundings.hasObject) : [],
  };
  return {
    field: defineField(shape, {
      ...options,
      custom: true,
      required: isRequired || fieldType === 'boolean',
      permissionable: !isRequired,
      ...(preset === undefined ? {} : { defaultValue: preset, defaulted: true }),
      ...(isLiteral ? {} : { defaultFormula: childText(body, 'defaultValue'), defaulted: true }),
    }),
    ...(isLiteral ? {} : { defaultFormula: given }),
    childName:
      childText(body, 'relationshipName') === undefined ? undefined : `${childText(body, 'relationshipName') ?? ''}__r`,
    isTracked: isTrue(body, 'trackHistory'),
    displayFormat: type === 'AutoNumber' ? (childText(body, 'displayFormat') ?? '{0}') : undefined,
  };
}

function commonOptions(body: XmlElement, type: string): FieldOptions {
  const isUnique = isTrue(body, 'unique');
  const richness = type === 'Html' ? 'richtextarea' : 'plaintextarea';
  return {
    unique: isUnique,
    caseSensitive: isTrue(body, 'caseSensitive'),
    externalId: isTrue(body, 'externalId'),
    idLookup: isTrue(body, 'externalId'),
    inlineHelpText: childText(body, 'inlineHelpText'),
    ...(plainTypes[type] === 'textarea' ? { extraTypeInfo: richness } : {}),
    ...(type === 'AutoNumber' ? { access: 'none', autoNumber: true, defaulted: true } : {}),
  };
}

function referenceOptions(name: string, body: XmlElement, type: string): FieldOptions {
  const isRestricted = childText(body, 'deleteConstraint') === 'Restrict';
  const isDetail = type === 'MasterDetail';
  if (isDetail && childText(body, 'relationshipName') === undefined) {
    throw new MetadataProblem('Must specify a relationshipName for a CustomField of type MasterDetail');
  }
  const isFixed = isDetail && !isTrue(body, 'reparentableMasterDetail');
  return {
    relationship: name.replace(/__c$/, '__r'),
    cascadeDelete: isDetail || childText(body, 'deleteConstraint') === 'Cascade',
    restrictedDelete: isRestricted,
    relationshipOrder: isDetail ? (childNumber(body, 'relationshipOrder') ?? 0) : undefined,
    ...(isFixed ? { access: 'create' } : {}),
  };
}

function readTarget(body: XmlElement, hasObject: (name: string) => boolean): string[] {
  const target = childText(body, 'referenceTo');
  if (target === undefined) throw new MetadataProblem('Required field is missing: referenceTo');
  if (!hasObject(target))
    throw new MetadataProblem(`referenceTo value of '${target}' does not resolve to a valid sObject type`);
  return [target];
}

function readLength(body: XmlElement, type: string): number | undefined {
  const limits = lengthLimits[type];
  if (limits === undefined) return fixedLengths[type];
  const length = childNumber(body, 'length');
  if (length === undefined) throw new MetadataProblem(`Must specify 'length' for a CustomField of type ${type}`);
  const [least, most] = limits;
  if (!Number.isInteger(length) || length < least || length > most) {
    throw new MetadataProblem(
      `The length of a CustomField of type ${type} must be between ${least} and ${most}: ${length}`,
    );
  }
  if (type !== 'Text' && childNumber(body, 'visibleLines') === undefined) {
    throw new MetadataProblem(`Must specify 'visibleLines' for a CustomField of type ${type}`);
  }
  return length;
}

function readNumbers(body: XmlElement, type: string): { precision?: number; scale?: number } {
  if (!numericTypes.includes(type)) return {};
  const precision = childNumber(body, 'precision');
  const scale = childNumber(body, 'scale');
  if (precision === undefined) throw new MetadataProblem(`Must specify 'precision' for a CustomField of type ${type}`);
  if (scale === undefined) throw new MetadataProblem(`Must specify 'scale' for a CustomField of type ${type}`);
  if (precision > 18 || scale > precision) {
    throw new MetadataProblem(
      `Precision must be at most 18 and not less than scale: precision ${precision}, scale ${scale}`,
    );
  }
  return { precision, scale };
}

/** A literal default, or the formula that gives one. */
function defaultValue(body: XmlElement, type: FieldType): string | number | boolean | Formula | undefined {
  const text = childText(body, 'defaultValue');
  if (type === 'boolean') {
    if (text !== 'true' && text !== 'false')
      throw new MetadataProblem("Must specify 'defaultValue' for a CustomField of type Checkbox");
    return text === 'true';
  }
  if (text === undefined) return undefined;
  if (['double', 'currency', 'percent'].includes(type) && Number.isFinite(Number(text))) return Number(text);
  const quoted = /^(?:"([^"]*)"|'([^']*)')$/.exec(text);
  if (quoted !== null && type !== 'date' && type !== 'datetime') return quoted[1] ?? quoted[2];
  return parseFieldFormula(text, 'defaultValue');
}

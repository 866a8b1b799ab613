import { FormulaError, parseFormula } from '../formula/parse-formula.ts';
import type { Formula } from '../formula/syntax.ts';
import { defineField } from '../schema/define-field.ts';
import type { DescribeField, FieldType } from '../schema/describe.ts';
import type { FieldFormula } from '../schema/object-definition.ts';
import { MetadataProblem } from './component.ts';
import { childNumber, childText } from './xml.ts';
import type { XmlElement } from './xml.ts';

const formulaTypes: Readonly<Record<string, FieldType>> = {
  Text: 'string',
  Number: 'double',
  Currency: 'currency',
  Percent: 'percent',
  Checkbox: 'boolean',
  Date: 'date',
  DateTime: 'datetime',
};

const numberTypes: readonly FieldType[] = ['double', 'currency', 'percent'];
const textLength = 1_300;

/** Builds a formula field. Throws `MetadataProblem` when its formula cannot be read. */
export function readFormulaField(
  name: string,
  { label, type, body }: { label: string; type: string; body: XmlElement },
): { field: DescribeField; isTracked: false; formula: FieldFormula } {
  const source = childText(body, 'formula') ?? '';
  const fieldType = formulaTypes[type];
  if (fieldType === undefined) {
    throw new MetadataProblem(`A formula field cannot be of type ${type}`, { element: 'type' });
  }
  const isNumber = numberTypes.includes(fieldType);
  const shape = {
    ...{ name, label, type: fieldType },
    ...(fieldType === 'string' ? { length: textLength } : {}),
    ...(isNumber ? { precision: childNumber(body, 'precision') ?? 18, scale: childNumber(body, 'scale') ?? 0 } : {}),
  };
  const field = defineField(shape, {
    ...{ access: 'none' as const, custom: true, required: false, permissionable: true, formula: source },
    inlineHelpText: childText(body, 'inlineHelpText'),
  });
  const blanksAreZero = childText(body, 'formulaTreatBlanksAs') !== 'BlankAsBlank';
  return {
    field: { ...field, formulaTreatNullNumberAsZero: isNumber && blanksAreZero },
    isTracked: false,
    formula: { formula: parseFieldFormula(source, 'formula'), blanksAreZero },
  };
}

/** Reads the formula in an element of a field. Throws `MetadataProblem`. */
export function parseFieldFormula(source: string, element: string): Formula {
  try {
    return parseFormula(source);
  } catch (error) {
    if (error instanceof FormulaError) throw new MetadataProblem(error.message, { element });
    throw error;
  }
}

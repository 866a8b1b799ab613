import { FormulaError, parseFormula } from '../formula/parse-formula.ts';
import type { ValidationRule } from '../schema/object-definition.ts';
import type { Schema, SchemaObject } from '../schema/schema.ts';
import { checkRecordFormula } from './check-formulas.ts';
import { checkElements, MetadataProblem } from './component.ts';
import { validationRuleElements } from './elements.ts';
import { childText } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Reads a validation rule; undefined when it is not active. Throws `MetadataProblem`. */
export function readValidationRule(
  { name, object, body }: { name: string; object: SchemaObject; body: XmlElement },
  { schema, hasCustomPermission }: { schema: Schema; hasCustomPermission: (name: string) => boolean },
): ValidationRule | undefined {
  checkElements('ValidationRule', body, validationRuleElements);
  const source = childText(body, 'errorConditionFormula');
  const errorMessage = childText(body, 'errorMessage');
  if (source === undefined) throw new MetadataProblem('Required field is missing: errorConditionFormula');
  if (errorMessage === undefined) throw new MetadataProblem('Required field is missing: errorMessage');
  if (errorMessage.length > 255) throw new MetadataProblem('Error message: data value too large (max length=255)');
  const errorField = childText(body, 'errorDisplayField');
  if (errorField !== undefined && !object.fieldByName.has(errorField.toLowerCase())) {
    throw new MetadataProblem(`The field ${errorField} beside which the error shows does not exist`);
  }
  try {
    const formula = parseFormula(source);
    checkRecordFormula(formula, { object, schema, hasCustomPermission });
    return childText(body, 'active') === 'true' ? { name, formula, errorMessage, errorField } : undefined;
  } catch (error) {
    if (error instanceof FormulaError) throw new MetadataProblem(error.message, { element: 'errorConditionFormula' });
    throw error;
  }
}

import { checkFormula } from '../formula/evaluate-formula.ts';
import { FormulaError, parseFormula } from '../formula/parse-formula.ts';
import type { ValidationRule } from '../schema/object-definition.ts';
import type { Schema, SchemaObject } from '../schema/schema.ts';
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
    checkFormula(formula, (path) => hasFormulaField(path, { object, schema, hasCustomPermission }));
    return childText(body, 'active') === 'true' ? { name, formula, errorMessage, errorField } : undefined;
  } catch (error) {
    if (error instanceof FormulaError) throw new MetadataProblem(error.message);
    throw error;
  }
}

const globalObjects: Record<string, string> = { $User: 'User', $Profile: 'Profile', $Organization: 'Organization' };

function hasFormulaField(
  path: string[],
  {
    object,
    schema,
    hasCustomPermission,
  }: { object: SchemaObject; schema: Schema; hasCustomPermission: (name: string) => boolean },
): boolean {
  const [first = '', second = ''] = path;
  if (first === '$Permission') return path.length === 2 && hasCustomPermission(second);
  if (first.startsWith('$')) {
    const global = schema.object(globalObjects[first] ?? '');
    return path.length === 2 && global !== undefined && global.fieldByName.has(second.toLowerCase());
  }
  let current: SchemaObject | undefined = object;
  for (const [index, part] of path.entries()) {
    if (current === undefined) return false;
    if (index === path.length - 1) return current.fieldByName.has(part.toLowerCase());
    const target: string | undefined = current.parentByName.get(part.toLowerCase())?.referenceTo.at(-1);
    current = target === undefined ? undefined : schema.object(target);
  }
  return false;
}

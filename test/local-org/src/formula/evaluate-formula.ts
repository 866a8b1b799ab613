import { FormulaError } from './parse-formula.ts';
import { plainFunctions } from './functions.ts';
import type { Formula } from './syntax.ts';
import { areEqual } from './values.ts';
import type { FormulaContext, FormulaValue } from './values.ts';

type ContextFunction = {
  least: number;
  most: number;
  /** The argument must be a field itself. */
  takesField?: boolean;
  apply: (operands: Formula[], context: FormulaContext) => FormulaValue;
};

function pathOf(formula: Formula | undefined): string[] {
  return formula?.kind === 'reference' ? formula.path : [];
}

const valueAt = (operands: Formula[], index: number, context: FormulaContext): FormulaValue => {
  const operand = operands[index];
  return operand === undefined ? null : evaluateFormula(operand, context);
};

/** Functions that depend on the save, or that do not evaluate all arguments. */
const contextFunctions: Record<string, ContextFunction> = {
  ISNEW: { least: 0, most: 0, apply: (_, context) => context.isNew },
  // The API does not distinguish a cloned record from any other new record.
  ISCLONE: { least: 0, most: 0, apply: () => false },
  ISCHANGED: {
    least: 1,
    most: 1,
    takesField: true,
    apply: ([field], context) =>
      !context.isNew && !areEqual(context.value(pathOf(field)), context.priorValue(pathOf(field))),
  },
  PRIORVALUE: { least: 1, most: 1, takesField: true, apply: ([field], context) => context.priorValue(pathOf(field)) },
  AND: {
    least: 1,
    most: Infinity,
    apply: (operands, context) => operands.every((_, index) => valueAt(operands, index, context) === true),
  },
  OR: {
    least: 1,
    most: Infinity,
    apply: (operands, context) => operands.some((_, index) => valueAt(operands, index, context) === true),
  },
  IF: {
    least: 3,
    most: 3,
    apply: (operands, context) => valueAt(operands, valueAt(operands, 0, context) === true ? 1 : 2, context),
  },
  CASE: {
    least: 4,
    most: Infinity,
    apply: (operands, context) => {
      const subject = valueAt(operands, 0, context);
      for (let index = 1; index + 1 < operands.length; index += 2) {
        if (areEqual(subject, valueAt(operands, index, context))) return valueAt(operands, index + 1, context);
      }
      return valueAt(operands, operands.length - 1, context);
    },
  },
};

const arithmetic = ['+', '-', '*', '/', '^'];

export function evaluateFormula(formula: Formula, context: FormulaContext): FormulaValue {
  if (formula.kind === 'literal') return formula.value;
  if (formula.kind === 'reference') return context.value(formula.path);
  const contextFunction = contextFunctions[formula.name];
  if (contextFunction !== undefined) return contextFunction.apply(formula.arguments, context);
  const plain = plainFunctions[formula.name];
  if (plain === undefined) throw new FormulaError(`Unknown function ${formula.name}. Check spelling.`);
  const values = formula.arguments.map((operand) => evaluateFormula(operand, context));
  if (context.blanksSpread === true && arithmetic.includes(formula.name) && values.includes(null)) return null;
  return plain.apply(values, context.now);
}

/**
 * Checks what a parse cannot: that functions exist and get as many arguments as they take, that paths lead to fields.
 * Throws `FormulaError`.
 */
export function checkFormula(formula: Formula, hasField: (path: string[]) => boolean): void {
  if (formula.kind === 'literal') return;
  if (formula.kind === 'reference') {
    if (!hasField(formula.path))
      throw new FormulaError(`Field ${formula.path.join('.')} does not exist. Check spelling.`);
    return;
  }
  const { name, arguments: operands } = formula;
  const known = contextFunctions[name] ?? plainFunctions[name];
  if (known === undefined) throw new FormulaError(`Unknown function ${name}. Check spelling.`);
  if (operands.length < known.least || operands.length > known.most) {
    throw new FormulaError(
      `Incorrect number of parameters for function '${name}()'. Expected ${known.least}, received ${operands.length}`,
    );
  }
  if (contextFunctions[name]?.takesField === true && pathOf(operands[0]).length === 0) {
    throw new FormulaError(`Function ${name} may only be used on fields.`);
  }
  for (const operand of operands) checkFormula(operand, hasField);
}

import {
  LiteralPrimaryContext,
  SoqlPrimaryContext,
  SuperPrimaryContext,
  ThisPrimaryContext,
  TypeRefPrimaryContext,
  VoidPrimaryContext,
} from '@apexdevtools/apex-parser';
import type { LiteralContext, PrimaryContext } from '@apexdevtools/apex-parser';
import { text } from './body.ts';
import type { Body, Code } from './body.ts';
import { exists, placeOf } from './modifiers.ts';
import { typeLiteral } from './chains.ts';
import { meaningOfName } from './names.ts';
import { compileQuery, compileSearch } from './query-code.ts';
import { CompileError, variableMissing } from './symbols.ts';
import {
  booleanType,
  classType,
  decimalType,
  doubleType,
  integerType,
  longType,
  nullType,
  stringType,
  voidType,
} from './types.ts';

export function compilePrimary(body: Body, context: PrimaryContext): Code {
  const place = placeOf(context);
  if (context instanceof ThisPrimaryContext || context instanceof SuperPrimaryContext) {
    if (body.isStatic) {
      const word = context instanceof ThisPrimaryContext ? 'This' : 'Super';
      throw new CompileError(`${word} cannot be referenced in a static context`, place);
    }
    return { js: 'self', type: classType(body.symbol.name) };
  }
  if (context instanceof LiteralPrimaryContext) return compileLiteral(context.literal());
  if (context instanceof SoqlPrimaryContext) return compileQuery(body, context.soqlLiteral());
  if (context instanceof TypeRefPrimaryContext) {
    return typeLiteral(body, body.world.readTypeRef(context.typeRef(), body.symbol));
  }
  if (context instanceof VoidPrimaryContext) return typeLiteral(body, voidType);
  if ('soslLiteral' in context || 'soslLiteralAlt' in context) return compileSearch(body, context);
  const name = context.getText();
  const meaning = meaningOfName(body, name, place);
  if ('value' in meaning) return meaning.value;
  throw variableMissing(name, place);
}

function compileLiteral(literal: LiteralContext): Code {
  const source = literal.getText();
  if (exists(literal.NULL())) return { js: 'null', type: nullType };
  if (exists(literal.BooleanLiteral())) return { js: source.toLowerCase(), type: booleanType };
  if (exists(literal.IntegerLiteral())) {
    if (Number(source) > 2_147_483_647) throw new CompileError('Illegal integer', placeOf(literal));
    return { js: String(Number(source)), type: integerType };
  }
  if (exists(literal.LongLiteral())) {
    const value = BigInt(source.slice(0, -1));
    if (value !== BigInt.asIntN(64, value)) throw new CompileError('Illegal long', placeOf(literal));
    return { js: `${String(value)}n`, type: longType };
  }
  if (exists(literal.NumberLiteral())) {
    return /d$/i.test(source)
      ? { js: `R.double(${source.slice(0, -1)})`, type: doubleType }
      : { js: `R.decimal(${text(source)})`, type: decimalType };
  }
  const isMultiline = exists(literal.MultilineStringLiteral());
  return {
    js: text(isMultiline ? source.slice(3, -3).replace(/^\r?\n/, '') : unescaped(source, literal)),
    type: stringType,
  };
}

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
  s: ' ',
};

/** The text that a literal in quotes means. */
function unescaped(source: string, literal: LiteralContext): string {
  return source
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code: string | undefined, one: string | undefined) => {
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      const character = escapes[one ?? ''];
      if (character === undefined)
        throw new CompileError(`Illegal string literal: Invalid string literal ${source}`, placeOf(literal));
      return character;
    });
}

import type { CreatorContext, ExpressionContext } from '@apexdevtools/apex-parser';
import { AssignExpressionContext } from '@apexdevtools/apex-parser';
import { text } from './body.ts';
import type { Body, Code } from './body.ts';
import { argumentsIn } from './calls.ts';
import { construct } from './constructors.ts';
import { distance } from './conversions.ts';
import { exists, placeOf } from './modifiers.ts';
import { CompileError } from './symbols.ts';
import type { Place } from './symbols.ts';
import { integerType, listOf, nameOfType } from './types.ts';
import type { ApexType } from './types.ts';
import { textOfTypeRef } from './world.ts';

/** The type after `new`. */
function createdType(body: Body, context: CreatorContext): ApexType {
  const place = placeOf(context);
  const names = context
    .createdName()
    .idCreatedNamePair_list()
    .map((pair) => {
      const args = pair.typeList();
      const name = pair.anyId().getText();
      return exists(args) ? `${name}<${args.typeRef_list().map(textOfTypeRef).join(',')}>` : name;
    });
  const type = body.world.parseType(names.join('.'), body.symbol);
  if (type === undefined) throw new CompileError(`Invalid type: ${names.join('.')}`, place);
  body.world.requireVisible(type, { within: body.symbol, place });
  return type;
}

const elementWords = (own: string, of: string): string =>
  `Initial expression is of incorrect type, expected: ${of} but was: ${own}`;

/** An element of a collection, which has its own words where it does not fit. */
function element(
  body: Body,
  context: ExpressionContext,
  of: ApexType,
  words: (own: string, of: string) => string,
): string {
  const value = body.compile.expression(body, context);
  if (distance(value.type, of, body.world) === undefined && value.isQuery !== true) {
    throw new CompileError(words(nameOfType(value.type), nameOfType(of)), placeOf(context));
  }
  return body.assign(value, of, placeOf(context));
}

/** `new …`: objects, records with values, and collections with elements. */
export function compileCreator(body: Body, context: CreatorContext): Code {
  const type = createdType(body, context);
  const place = placeOf(context);
  const elements = (list: ExpressionContext[], of: ApexType): string =>
    list.map((one) => element(body, one, of, (own, to) => elementWords(own, to))).join(',');
  if (exists(context.classCreatorRest())) {
    const args = argumentsIn(context.classCreatorRest().arguments().expressionList());
    if (type.kind === 'sobject') return newRecord(body, { type, args, place });
    return construct(body, type, { args: args.map((one) => body.compile.expression(body, one)), place });
  }
  const array = context.arrayCreatorRest();
  if (exists(array)) {
    const of = listOf(type);
    if (exists(array.arrayInitializer())) {
      return {
        js: `R.newList(t,${body.typeCode(of)},[${elements(array.arrayInitializer().expression_list(), type)}])`,
        type: of,
      };
    }
    const size = exists(array.expression())
      ? body.assign(body.compile.expression(body, array.expression()), integerType, place)
      : '0';
    return { js: `R.newArray(t,${body.typeCode(of)},${size})`, type: of };
  }
  if (exists(context.mapCreatorRest())) {
    if (type.kind !== 'map') throw new CompileError(`Invalid initializer for ${nameOfType(type)}`, place);
    const pairs = context
      .mapCreatorRest()
      .mapCreatorRestPair_list()
      .map((pair) => {
        const [key, value] = pair.expression_list();
        if (key === undefined || value === undefined) return '';
        const words = (part: string) => (own: string) => `Invalid ${part} type ${own} for ${nameOfType(type)}`;
        return `[${element(body, key, type.key, words('key'))},${element(body, value, type.of, words('value'))}]`;
      });
    return { js: `R.newMap(t,${body.typeCode(type)},[${pairs.join(',')}])`, type };
  }
  if (exists(context.setCreatorRest())) {
    if (type.kind !== 'set' && type.kind !== 'list')
      throw new CompileError(`Invalid initializer for ${nameOfType(type)}`, place);
    const values = elements(context.setCreatorRest().expression_list(), type.of);
    return { js: `R.${type.kind === 'set' ? 'newSet' : 'newList'}(t,${body.typeCode(type)},[${values}])`, type };
  }
  return { js: `R.newCollection(t,${body.typeCode(type)})`, type };
}

/** `new Lead(LastName = 'X', Company = 'Y')`. */
function newRecord(
  body: Body,
  { type, args, place }: { type: ApexType & { kind: 'sobject' }; args: ExpressionContext[]; place: Place },
): Code {
  const object = body.world.schema.object(type.name);
  if (type.name === 'SObject') throw new CompileError('Type cannot be constructed: SObject', place);
  const values = args.map((one) => {
    if (!(one instanceof AssignExpressionContext))
      throw new CompileError(`Type requires name=value pair construction: ${type.name}`, placeOf(one));
    const [field, value] = one.expression_list();
    const name = field?.getText().toLowerCase() ?? '';
    const found = object?.fields.get(name);
    const parent = object?.parents.get(name);
    if (value === undefined || (found === undefined && parent === undefined)) {
      throw new CompileError(`Field does not exist: ${field?.getText() ?? ''} on ${type.name}`, placeOf(one));
    }
    const code = body.compile.expression(body, value);
    if (found !== undefined) return `${text(found.name)},${body.assign(code, found.type, placeOf(one))}`;
    return `${text(parent?.name ?? '')},${code.js}`;
  });
  return { js: `R.newRecord(t,${text(type.name)}${values.map((one) => `,${one}`).join('')})`, type };
}

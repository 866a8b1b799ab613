import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import type { ApexObject, Value } from '../values.ts';
import { jsonFault } from './json-tokens.ts';
import type { JsonReader } from './json-reader.ts';
import type { JsonToken } from './json-tokens.ts';
import { scalarOf } from './json-scalars.ts';
import { readNode } from './json-tree.ts';
import { typedValue } from './json-typed.ts';
import type { Strictness } from './json-records.ts';
import { typeOfValue } from './type-class.ts';

type ParserState = {
  reader: JsonReader;
  /** The token that `clearCurrentToken` took away last. */
  lastCleared: JsonToken | null;
};

const stateOf = (parser: ApexObject): ParserState => parser.native as ParserState;
const readerOf = (parser: ApexObject): JsonReader => stateOf(parser).reader;

const tokenValue = (run: Run, token: JsonToken | null): Value =>
  token === null ? null : run.enumValue('System.JSONToken', token);

/** Tokens whose text can be read as a value of each type. */
const numberTokens: readonly JsonToken[] = ['VALUE_NUMBER_INT', 'VALUE_NUMBER_FLOAT'];
const takenBy: Readonly<Record<string, readonly JsonToken[]>> = {
  Integer: ['VALUE_NUMBER_INT'],
  Long: ['VALUE_NUMBER_INT'],
  Double: numberTokens,
  Decimal: numberTokens,
  Boolean: ['VALUE_TRUE', 'VALUE_FALSE'],
  Date: ['VALUE_STRING'],
  Datetime: ['VALUE_STRING'],
  Time: ['VALUE_STRING'],
  Id: ['VALUE_STRING'],
  Blob: ['VALUE_STRING'],
};

function scalar(parser: ApexObject, primitive: string): Value {
  const { token, text, place } = readerOf(parser);
  if (token === null || takenBy[primitive]?.includes(token) !== true)
    throw jsonFault(`Current token (${token ?? 'null'}) is not of type ${primitive} at ${place()}`);
  return scalarOf(primitive, text, place);
}

function readValueAs(run: Run, parser: ApexObject, type: ApexObject | null, strictness: Strictness): Value {
  const reader = readerOf(parser);
  if (reader.token === null) reader.next();
  // A parser that stands at the name of a field reads the field's value.
  if (reader.token === 'FIELD_NAME') reader.next();
  if (reader.token === null) throw jsonFault('No content to map to Object due to end of input');
  return typedValue(run, readNode(reader), typeOfValue(type), strictness);
}

const getter =
  (primitive: string) =>
  (_run: Run, parser: ApexObject): Value =>
    scalar(parser, primitive);

export const jsonParserClass: LibraryClass = defineClass('System.JSONParser', {
  'void clearCurrentToken()': (_run: Run, parser: ApexObject) => {
    const state = stateOf(parser);
    if (state.reader.token !== null) state.lastCleared = state.reader.token;
    state.reader.token = null;
    return undefined;
  },
  'Blob getBlobValue()': getter('Blob'),
  'Boolean getBooleanValue()': getter('Boolean'),
  'String getCurrentName()': (_run: Run, parser: ApexObject) => readerOf(parser).name,
  'JSONToken getCurrentToken()': (run: Run, parser: ApexObject) => tokenValue(run, readerOf(parser).token),
  'Datetime getDatetimeValue()': getter('Datetime'),
  'Date getDateValue()': getter('Date'),
  'Decimal getDecimalValue()': getter('Decimal'),
  'Double getDoubleValue()': getter('Double'),
  'Id getIdValue()': getter('Id'),
  'Integer getIntegerValue()': getter('Integer'),
  'JSONToken getLastClearedToken()': (run: Run, parser: ApexObject) => tokenValue(run, stateOf(parser).lastCleared),
  'Long getLongValue()': getter('Long'),
  'String getText()': (_run: Run, parser: ApexObject) => {
    const { token, text } = readerOf(parser);
    return token === null ? null : text;
  },
  'Time getTimeValue()': getter('Time'),
  'Boolean hasCurrentToken()': (_run: Run, parser: ApexObject) => readerOf(parser).token !== null,
  'JSONToken nextToken()': (run: Run, parser: ApexObject) => tokenValue(run, readerOf(parser).next()),
  'JSONToken nextValue()': (run: Run, parser: ApexObject) => {
    const reader = readerOf(parser);
    const token = reader.next();
    return tokenValue(run, token === 'FIELD_NAME' ? reader.next() : token);
  },
  'Object readValueAs(Type apexType)': (run: Run, parser: ApexObject, type: ApexObject | null) =>
    readValueAs(run, parser, type, 'lenient'),
  'Object readValueAsStrict(Type apexType)': (run: Run, parser: ApexObject, type: ApexObject | null) =>
    readValueAs(run, parser, type, 'strict'),
  'void skipChildren()': (_run: Run, parser: ApexObject) => {
    const reader = readerOf(parser);
    if (reader.token === 'START_OBJECT' || reader.token === 'START_ARRAY') readNode(reader);
    return undefined;
  },
});

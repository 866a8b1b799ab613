import { defineClass } from '../library.ts';
import type { Implementation, LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import { stringType } from '../types.ts';
import { ApexList, ApexSet } from '../values.ts';
import type { ApexDatetime, ApexObject, Value } from '../values.ts';
import { checkLength, nullArgument, withoutNulls } from './arguments.ts';
import { compilePattern, replaceMatches, splitText } from './compiled-pattern.ts';
import { formatMessage } from './message-format.ts';
import { charactersOfStrings } from './string-characters.ts';
import { escapesOfStrings } from './string-escapes.ts';
import { partsOfStrings } from './string-parts.ts';
import { searchesOfStrings } from './string-search.ts';
import { testsOfStrings } from './string-tests.ts';
import { textOfDatetime } from './text-of-plain.ts';

/** The elements of whatever is Iterable. */
export function elementsOf(run: Run, iterable: ApexList | ApexSet | ApexObject): Value[] {
  if (iterable instanceof ApexList) return iterable.items;
  if (iterable instanceof ApexSet) return [...iterable.entries.values()];
  const elements: Value[] = [];
  const iterator = run.call(iterable, 'iterator', []) as ApexObject;
  while (run.call(iterator, 'hasNext', []) === true) elements.push(run.call(iterator, 'next', []));
  return elements;
}

const convertingMembers: Record<string, Implementation> = {
  'static String valueOf(Object value)': (run, value: Value) => (value === null ? null : run.textOf(value)),
  'static String valueOfGmt(Datetime value)': (_run, value: ApexDatetime | null) => {
    if (value === null) throw nullArgument();
    return textOfDatetime(value.ms);
  },
  'static String format(String pattern, List<Object> values)': (run, pattern: string | null, list: ApexList | null) => {
    if (pattern === null || list === null) throw nullArgument();
    return formatMessage(
      pattern,
      list.items.map((value) => run.textOf(value)),
    );
  },
  ...withoutNulls({
    'static String join(Iterable<Object> parts, String separator)': (
      run,
      parts: ApexList | ApexSet | ApexObject,
      separator: string,
    ) => {
      const texts = elementsOf(run, parts).map((value) => (value === null ? '' : run.textOf(value)));
      const text = texts.join(separator);
      checkLength(text.length);
      return text;
    },
    'String replaceAll(String expression, String replacement)': (_run, text: string, expression: string, by: string) =>
      replaceMatches(compilePattern(expression), text, by, 'all'),
    'String replaceFirst(String expression, String replacement)': (
      _run,
      text: string,
      expression: string,
      by: string,
    ) => replaceMatches(compilePattern(expression), text, by, 'first'),
    'List<String> split(String expression)': (run, text: string, expression: string) =>
      run.list(stringType, splitText(compilePattern(expression), text)),
    'List<String> split(String expression, Integer limit)': (run, text: string, expression: string, limit: number) =>
      run.list(stringType, splitText(compilePattern(expression), text, limit)),
  }),
};

export const stringClass: LibraryClass = defineClass('System.String', {
  ...charactersOfStrings,
  ...testsOfStrings,
  ...searchesOfStrings,
  ...partsOfStrings,
  ...escapesOfStrings,
  ...convertingMembers,
});

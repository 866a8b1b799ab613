import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import { stringType } from '../types.ts';
import type { ApexObject } from '../values.ts';
import { withoutNulls } from './arguments.ts';
import { compilePattern, matchAt, splitText } from './compiled-pattern.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import { newMatcherState } from './matcher.ts';

export const patternOf = (object: ApexObject): CompiledPattern => object.native as CompiledPattern;

const splits = (run: Run, pattern: ApexObject, text: string, limit?: number) =>
  run.list(stringType, splitText(patternOf(pattern), text, limit));

export const patternClass: LibraryClass = defineClass(
  'System.Pattern',
  withoutNulls({
    'static Pattern compile(String expression)': (run, expression: string) =>
      run.make('System.Pattern', compilePattern(expression)),
    'static Boolean matches(String expression, String text)': (_run, expression: string, text: string) => {
      const compiled = compilePattern(expression);
      return matchAt(compiled, compiled.whole, text) !== undefined;
    },
    'static String quote(String text)': (_run, text: string) => `\\Q${text.replaceAll('\\E', '\\E\\\\E\\Q')}\\E`,
    'Matcher matcher(String text)': (run, pattern: ApexObject, text: string) =>
      run.make('System.Matcher', newMatcherState(pattern, text)),
    'String pattern()': (_run, pattern: ApexObject) => patternOf(pattern).pattern,
    'String toString()': (_run, pattern: ApexObject) => patternOf(pattern).pattern,
    'List<String> split(String text)': (run, pattern: ApexObject, text: string) => splits(run, pattern, text),
    'List<String> split(String text, Integer limit)': (run, pattern: ApexObject, text: string, limit: number) =>
      splits(run, pattern, text, limit),
  }),
);

import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { ApexObject } from '../values.ts';
import { stringFault, withoutNulls } from './arguments.ts';
import { matchAt, replaceMatches } from './compiled-pattern.ts';
import type { CompiledPattern, Match } from './compiled-pattern.ts';

type MatcherState = {
  pattern: ApexObject;
  text: string;
  regionStart: number;
  regionEnd: number;
  match: Match | undefined;
  /** Where `find` goes on. */
  next: number;
  hasAnchoringBounds: boolean;
  hasTransparentBounds: boolean;
  hasHitEnd: boolean;
};

export const newMatcherState = (pattern: ApexObject, text: string): MatcherState => ({
  pattern,
  text,
  regionStart: 0,
  regionEnd: text.length,
  match: undefined,
  next: 0,
  hasAnchoringBounds: true,
  hasTransparentBounds: false,
  hasHitEnd: false,
});

const stateOf = (matcher: ApexObject): MatcherState => matcher.native as MatcherState;
const compiledOf = (state: MatcherState): CompiledPattern => state.pattern.native as CompiledPattern;

/** Matches in the region, which is all of the text that the expression sees unless its bounds are transparent. */
function match(state: MatcherState, kind: 'anywhere' | 'here' | 'whole', from = state.regionStart): boolean {
  const compiled = compiledOf(state);
  const isOpen = state.hasTransparentBounds || !state.hasAnchoringBounds;
  const offset = isOpen ? 0 : state.regionStart;
  const seen = state.text.slice(offset, state.regionEnd);
  const found =
    from > state.regionEnd ? undefined : matchAt(compiled, compiled[kind], seen, { from: from - offset, offset });
  state.match = found && { text: state.text, groups: found.groups };
  const [start, end] = found?.groups[0] ?? [0, state.regionEnd];
  state.hasHitEnd = end >= state.regionEnd;
  if (found !== undefined) state.next = end > start ? end : end + 1;
  return found !== undefined;
}

function reset(state: MatcherState, text = state.text): void {
  Object.assign(state, { text, regionStart: 0, regionEnd: text.length, match: undefined, next: 0 });
}

/** The places of a group of the last match. */
function placeOf(state: MatcherState, group: number): readonly [number, number] | undefined {
  if (state.match === undefined) throw stringFault('No match found');
  if (group < 0 || group > compiledOf(state).groupCount) throw stringFault(`No group ${group}`);
  return state.match.groups[group];
}

function groupOf(state: MatcherState, group: number): string | null {
  const place = placeOf(state, group);
  return place === undefined ? null : state.text.slice(...place);
}

export const matcherClass: LibraryClass = defineClass(
  'System.Matcher',
  withoutNulls({
    'static String quoteReplacement(String text)': (_run, text: string) => text.replace(/[\\$]/g, '\\$&'),
    'Boolean find()': (_run, matcher: ApexObject) => {
      const state = stateOf(matcher);
      return match(state, 'anywhere', Math.max(state.next, state.regionStart));
    },
    'Boolean find(Integer from)': (_run, matcher: ApexObject, from: number) => {
      const state = stateOf(matcher);
      if (from < 0 || from > state.text.length) throw stringFault('Illegal start index');
      reset(state);
      return match(state, 'anywhere', from);
    },
    'Boolean matches()': (_run, matcher: ApexObject) => match(stateOf(matcher), 'whole'),
    'Boolean lookingAt()': (_run, matcher: ApexObject) => match(stateOf(matcher), 'here'),
    'String group()': (_run, matcher: ApexObject) => groupOf(stateOf(matcher), 0),
    'String group(Integer number)': (_run, matcher: ApexObject, group: number) => groupOf(stateOf(matcher), group),
    'Integer groupCount()': (_run, matcher: ApexObject) => compiledOf(stateOf(matcher)).groupCount,
    'Integer start()': (_run, matcher: ApexObject) => placeOf(stateOf(matcher), 0)?.[0] ?? -1,
    'Integer start(Integer number)': (_run, matcher: ApexObject, group: number) =>
      placeOf(stateOf(matcher), group)?.[0] ?? -1,
    'Integer end()': (_run, matcher: ApexObject) => placeOf(stateOf(matcher), 0)?.[1] ?? -1,
    'Integer end(Integer number)': (_run, matcher: ApexObject, group: number) =>
      placeOf(stateOf(matcher), group)?.[1] ?? -1,
    'String replaceAll(String replacement)': (_run, matcher: ApexObject, replacement: string) => {
      reset(stateOf(matcher));
      return replaceMatches(compiledOf(stateOf(matcher)), stateOf(matcher).text, replacement, 'all');
    },
    'String replaceFirst(String replacement)': (_run, matcher: ApexObject, replacement: string) => {
      reset(stateOf(matcher));
      return replaceMatches(compiledOf(stateOf(matcher)), stateOf(matcher).text, replacement, 'first');
    },
    'Matcher reset()': (_run, matcher: ApexObject) => {
      reset(stateOf(matcher));
      return matcher;
    },
    'Matcher reset(String text)': (_run, matcher: ApexObject, text: string) => {
      reset(stateOf(matcher), text);
      return matcher;
    },
    'Matcher region(Integer start, Integer end)': (_run, matcher: ApexObject, start: number, end: number) => {
      const state = stateOf(matcher);
      if (start < 0 || start > state.text.length) throw stringFault('start');
      if (end < start || end > state.text.length) throw stringFault('end');
      Object.assign(state, { regionStart: start, regionEnd: end, match: undefined, next: start });
      return matcher;
    },
    'Integer regionStart()': (_run, matcher: ApexObject) => stateOf(matcher).regionStart,
    'Integer regionEnd()': (_run, matcher: ApexObject) => stateOf(matcher).regionEnd,
    'Pattern pattern()': (_run, matcher: ApexObject) => stateOf(matcher).pattern,
    'Matcher usePattern(Pattern pattern)': (_run, matcher: ApexObject, pattern: ApexObject) => {
      Object.assign(stateOf(matcher), { pattern, match: undefined });
      return matcher;
    },
    'Boolean hasAnchoringBounds()': (_run, matcher: ApexObject) => stateOf(matcher).hasAnchoringBounds,
    'Boolean hasTransparentBounds()': (_run, matcher: ApexObject) => stateOf(matcher).hasTransparentBounds,
    'Matcher useAnchoringBounds(Boolean isSet)': (_run, matcher: ApexObject, isSet: boolean) => {
      stateOf(matcher).hasAnchoringBounds = isSet;
      return matcher;
    },
    'Matcher useTransparentBounds(Boolean isSet)': (_run, matcher: ApexObject, isSet: boolean) => {
      stateOf(matcher).hasTransparentBounds = isSet;
      return matcher;
    },
    // JavaScript does not say what a search looked at: that a match ends at the end is as near as it comes.
    'Boolean hitEnd()': (_run, matcher: ApexObject) => stateOf(matcher).hasHitEnd,
    'Boolean requireEnd()': (_run, matcher: ApexObject) =>
      stateOf(matcher).hasHitEnd &&
      stateOf(matcher).match !== undefined &&
      /\$$|\\[zZbB]$/.test(compiledOf(stateOf(matcher)).pattern),
  }),
);

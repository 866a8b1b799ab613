import type { Source } from './source.ts';

/** Nouns that texts of the product count. */
const NOUNS =
  'records|rows|days|points|leads|contacts|accounts|scores|goals|fields|trees|conversions|opportunities|activities|' +
  'checks|minutes|hours|seconds|runs|models|settings|columns|values|labels|meetings|calls|campaigns|users|owners|months|' +
  'weeks|inputs|groups|characters|statuses|changes|people|matches|messages|errors|failures|windows';

/** Words between a number and its noun: adjectives, and not what begins a new part of the sentence. */
const ADJECTIVES = String.raw`(?:(?!of|in|on|at|by|to|and|or|has|is|was|among|from|with|without|as|its|other)[a-z-]+ ){0,2}`;

/** Numbers that are never 1. */
const NEVER_ONE = [
  /timeframeDays/, // 30 to 365
  /^[A-Z][A-Z_]+$/, // a constant, which its author can read
  /^(?:maxNameLength|scored)$/, // 40; a run stops only when at least 50 scores are taken (946)
];

/** Placeholders that are names, not numbers. */
const NAMES = /^(?:object|noun|name|step|goal\.object|direction)$/;

/** Template texts of the sources that count with a noun in the plural only. */
export function findUncounted(sources: readonly Source[]): string[] {
  const pattern = new RegExp(String.raw`\$\{([^{}]*)\} ${ADJECTIVES}(?:${NOUNS})\b`, 'g');
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) =>
      Array.from(line.matchAll(pattern)).flatMap(([found, expression = '']) => {
        const isRight =
          line.includes('=== 1') || NAMES.test(expression) || NEVER_ONE.some((one) => one.test(expression));
        return isRight ? [] : [`${path}:${index + 1} "${found}"`];
      }),
    ),
  );
}

/** Labels of the package, and whether the number that they count can be 1. */
const LABELS_NEVER_ONE: Record<string, string> = {
  Goal_Days: 'a timeframe, 30 to 365',
  Goal_Definition_Words: 'a timeframe, 30 to 365',
  Score_Likely: 'a timeframe, 30 to 365',
  Goal_Row_Too_Long: 'a number of the text itself',
  Run_Accept_What: 'a run stops only when at least 50 scores are taken',
  Score_Reason_Similar: 'at least 50 rows, fewer are not shown',
  Score_Reason_Similar_None: 'at least 50 rows, fewer are not shown',
  Score_Reason_Similar_Same: 'at least 50 rows, fewer are not shown',
  Model_Thin: 'a test has rows that reached the goal and others',
  Score_Distribution_Summary: 'a test has rows that reached the goal and others',
};

type Label = { name: string; value: string };

/** Labels that count with a noun in the plural and have no label for one: `X_One` beside `X` or `X_Many`. */
export function findLabelsWithoutOne(labels: readonly Label[]): string[] {
  const names = new Set(labels.map(({ name }) => name));
  const pattern = new RegExp(String.raw`\{\d\} ${ADJECTIVES}(?:${NOUNS})\b`);
  return labels
    .filter(({ name, value }) => pattern.test(value) && LABELS_NEVER_ONE[name] === undefined)
    .filter(({ name }) => !names.has(`${name.replace(/_Many$/, '')}_One`))
    .map(({ name, value }) => `${name}: ${value}`);
}

/** Messages of commands that count with a noun in the plural and have none for one: `info.oneProblem` for `info.problems`. */
export function findMessagesWithoutOne(sources: readonly Source[]): string[] {
  const pattern = new RegExp(String.raw`%s ${ADJECTIVES}(?:${NOUNS})\b`);
  return sources.flatMap(({ path, text }) => {
    const messages = text.split(/^# /m).map((part) => ({ key: part.split('\n')[0] ?? '', body: part }));
    const hasOne = messages.some(({ key }) => /\.one[A-Z]/.test(key));
    return messages
      .filter(({ body }) => pattern.test(body) && !hasOne)
      .map(({ key, body }) => `${path} ${key}: ${pattern.exec(body)?.[0]}`);
  });
}

import { ScoringError } from './scoring-error.ts';

const escapes: Record<string, string> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** A text as a SOQL string. */
export const quoteSoql = (text: string): string =>
  `'${text.replace(/[\\'"\n\r\t\f\u0008]/g, (character) => escapes[character] ?? character)}'`;

const fieldPath = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/;

/** A column of a query; only its path is selected. */
type Selected = { path: string };

/** The paths to select, each once: the platform refuses a field that is selected twice. Throws ScoringError `goal.invalid`. */
export function selectedPaths(columns: readonly Selected[]): string[] {
  const paths = new Map(columns.map(({ path }) => [path.toLowerCase(), path]));
  for (const path of paths.values()) {
    if (fieldPath.test(path)) continue;
    throw new ScoringError('goal.invalid', {
      message: `${JSON.stringify(path)} is not the API name of a field.`,
      actions: ['Correct the field name in the settings of the score goal.'],
    });
  }
  return [...paths.values()];
}

/** Conditions joined with AND; undefined without any. */
export function allOf(...conditions: (string | undefined)[]): string | undefined {
  const set = conditions.filter((condition) => condition !== undefined && condition !== '');
  return set.length > 1 ? set.map((condition) => `(${condition})`).join(' AND ') : set[0];
}

/** The query of a table, or of the child relationship that `from` names. Throws ScoringError `goal.invalid`. */
export function buildSoql(
  { columns, object, where }: { columns: readonly Selected[]; object: string; where?: string },
  extraWhere?: string,
  from: string = object,
): string {
  const condition = allOf(where, extraWhere);
  const select = `SELECT ${selectedPaths(columns).join(', ')} FROM ${from}`;
  return condition === undefined ? select : `${select} WHERE ${condition}`;
}

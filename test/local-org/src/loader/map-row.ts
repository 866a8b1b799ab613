import { LoadError } from './load-error.ts';
import type { ColumnMapping, Mapping } from './mapping.ts';

/** A row of the CSV by column. */
export type CsvRow = Record<string, string>;

/** A row that was not loaded, by its number: 1 is the first row after the header. */
export type RowFailure = { row: number; message: string };

export type MappedRow = { row: number; values: string[]; isConverted: boolean };

const trueTexts = new Set(['1', 'true', 'yes', 'y']);
const falseTexts = new Set(['', '0', 'false', 'no', 'n']);
const placeholder = /\{([^{}]+)\}/g;

function checkboxValue(text: string, column: string): string {
  if (trueTexts.has(text.toLowerCase())) return 'true';
  if (falseTexts.has(text.toLowerCase())) return 'false';
  throw new RangeError(`${column}: "${text}" is neither yes nor no.`);
}

function numberValue(text: string, column: string): string {
  if (text === '') return '';
  if (!Number.isFinite(Number(text))) throw new RangeError(`${column}: "${text}" is not a number.`);
  return text;
}

function transformValue(column: string, { transform, blank }: ColumnMapping, raw: string): string {
  const text = transform === 'text' ? raw : raw.trim();
  const said = blank.includes(text) ? '' : text;
  if (transform === 'number') return numberValue(said, column);
  return transform === 'checkbox' ? checkboxValue(said, column) : said;
}

/** The fields that a mapping fills, in the order of `mapRow`'s values. */
export function mappedFields({ columns, templates, constants }: Mapping): string[] {
  return [...[...columns.values()].map(({ field }) => field), ...templates.keys(), ...constants.keys()];
}

/**
 * Checks the header before a row is sent: a column that is neither mapped nor ignored is most likely a mistake.
 *
 * @throws LoadError naming the columns
 */
export function checkHeader(mapping: Mapping, header: readonly string[]): void {
  const { columns, templates, convert, ignored } = mapping;
  const inTemplates = [...templates.values()]
    .flatMap((template) => [...template.matchAll(placeholder)].map(([, name]) => name ?? ''))
    .filter((name) => name !== 'row');
  const needed = new Set([...columns.keys(), ...inTemplates, ...(convert === undefined ? [] : [convert.column])]);
  const quote = (names: string[]): string => names.map((name) => `"${name}"`).join(', ');
  const absent = [...needed].filter((name) => !header.includes(name));
  if (absent.length > 0) throw new LoadError(`The CSV has no column ${quote(absent)}, which the mapping needs.`);
  const unmapped = header.filter((name) => !needed.has(name) && !ignored.has(name));
  if (unmapped.length > 0) {
    throw new LoadError(`The mapping neither maps nor ignores the column ${quote(unmapped)} of the CSV.`);
  }
}

/**
 * Turns a row of the CSV into the values to send, in the order of `mappedFields`; an empty text is no value.
 *
 * @throws RangeError when a value does not fit its transform
 */
export function mapRow(mapping: Mapping, source: CsvRow, row: number): MappedRow {
  const fill = (template: string): string =>
    template.replaceAll(placeholder, (_, name: string) => (name === 'row' ? String(row) : (source[name] ?? '')));
  const values = [
    ...[...mapping.columns].map(([name, column]) => transformValue(name, column, source[name] ?? '')),
    ...[...mapping.templates.values()].map(fill),
    ...mapping.constants.values(),
  ];
  const { convert } = mapping;
  return { row, values, isConverted: convert !== undefined && source[convert.column]?.trim() === convert.equals };
}

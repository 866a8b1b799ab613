import type { FeatureColumn, LabelledRows } from '@plumbline/learning';
import type { BenchArguments } from './arguments.ts';
import { BenchError } from './bench-error.ts';
import type { TextTable } from './read-csv.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';

type TextColumn = TextTable['columns'][number];

/** The kinds of the columns, by name; `skippedRows` counts rows without a target or a time. */
export type ColumnReport = {
  numbers: string[];
  dates: string[];
  categories: string[];
  asked: string[];
  constant: string[];
  idLike: string[];
  skippedRows: number;
  positive: string;
};

const POSITIVE_OF = new Map([
  ['0', '1'],
  ['false', 'true'],
  ['no', 'yes'],
  ['n', 'y'],
  ['f', 't'],
]);

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DATE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Texts as features and labels: numbers, dates (as days) and categories, each column as a whole. */
export function labelRows(
  table: TextTable,
  { target, positive: given, drop, time }: BenchArguments,
): { rows: LabelledRows; report: ColumnReport } {
  const targetColumn = requireColumn(table, target, '--target');
  const timeColumn = time === undefined ? undefined : requireColumn(table, time, '--time');
  drop.forEach((name) => requireColumn(table, name, '--drop'));
  const positive = given ?? findPositive(targetColumn);
  if (!targetColumn.values.includes(positive)) {
    throw new BenchError(`No row of "${target}" is "${positive}". It has: ${listValues(targetColumn)}.`);
  }

  const times = timeColumn && readTimes(timeColumn);
  const kept = targetColumn.values.flatMap((value, row) =>
    value === undefined || Number.isNaN(times?.[row] ?? 0) ? [] : row,
  );
  const report: ColumnReport = {
    ...{ numbers: [], dates: [], categories: [], asked: [], constant: [], idLike: [] },
    skippedRows: table.rowCount - kept.length,
    positive,
  };
  const columns = table.columns.flatMap(({ name, values }) => {
    if (name === target || name === time) return [];
    if (drop.includes(name)) {
      report.asked.push(name);
      return [];
    }
    return readColumn({ name, values: kept.map((row) => values[row]) }, report) ?? [];
  });
  const labels = Uint8Array.from(kept, (row) => Number(targetColumn.values[row] === positive));
  if (!labels.includes(0)) throw new BenchError(`Every row of "${target}" is "${positive}": both outcomes are needed.`);
  if (columns.length === 0) throw new BenchError('No input is left: every column is dropped, constant or an id.');
  return {
    rows: {
      table: { rowCount: kept.length, columns },
      labels,
      groups: kept.map(String),
      times: Float64Array.from(kept, (row) => times?.[row] ?? Number.NaN),
    },
    report,
  };
}

function readColumn({ name, values }: TextColumn, report: ColumnReport): FeatureColumn | undefined {
  const known = values.filter((value) => value !== undefined);
  const distinct = new Set(known).size;
  if (distinct === 0 || (distinct === 1 && known.length === values.length)) {
    report.constant.push(name);
    return undefined;
  }
  if (known.every((value) => NUMBER.test(value))) {
    report.numbers.push(name);
    return { kind: 'number', name, values: Float64Array.from(values, (value) => Number(value ?? Number.NaN)) };
  }
  if (known.every((value) => DATE.test(value))) {
    report.dates.push(name);
    const days = Float64Array.from(values, (value) => Date.parse(value ?? '') / DAY_MS);
    return { kind: 'number', name, values: days };
  }
  if (distinct === known.length && distinct > 20) {
    report.idLike.push(name);
    return undefined;
  }
  report.categories.push(name);
  return { kind: 'category', name, values };
}

/** Times in milliseconds from dates or plain numbers; NaN where the cell is blank. */
function readTimes({ name, values }: TextColumn): number[] {
  const strange = values.find((value) => value !== undefined && !NUMBER.test(value) && !DATE.test(value));
  if (strange === undefined) {
    return values.map((value) => (value !== undefined && NUMBER.test(value) ? Number(value) : Date.parse(value ?? '')));
  }
  throw new BenchError(
    `"${name}" has "${strange}", which is not a time. Write times as 2026-01-31, 2026-01-31 14:00 or a number.`,
  );
}

function findPositive(column: TextColumn): string {
  const distinct = [...new Set(column.values.filter((value) => value !== undefined))];
  const negative = distinct.find((value) => {
    const opposite = POSITIVE_OF.get(value.toLowerCase());
    return distinct.some((other) => other.toLowerCase() === opposite);
  });
  const positive = distinct.find((value) => value.toLowerCase() === POSITIVE_OF.get(negative?.toLowerCase() ?? ''));
  if (distinct.length === 2 && positive !== undefined) return positive;
  throw new BenchError(
    `Name the value of "${column.name}" that counts as success with --positive. It has: ${listValues(column)}.`,
  );
}

function requireColumn({ columns }: TextTable, name: string, option: string): TextColumn {
  const column = columns.find((candidate) => candidate.name === name);
  if (column) return column;
  const names = columns.map((candidate) => candidate.name).join(', ');
  throw new BenchError(`There is no column "${name}" (${option}). The columns are: ${names}.`);
}

function listValues({ values }: TextColumn): string {
  const distinct = [...new Set(values)].map((value) => value ?? '(blank)');
  return distinct.slice(0, 10).join(', ') + (distinct.length > 10 ? ` and ${distinct.length - 10} more` : '');
}

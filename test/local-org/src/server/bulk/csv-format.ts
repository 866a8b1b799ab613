import { OrgError } from '../../org-error.ts';

const delimiters = { COMMA: ',', TAB: '\t', SEMICOLON: ';', PIPE: '|', CARET: '^', BACKQUOTE: '`' } as const;
const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;

/** How a job's CSV is written, in the API's names. */
export type CsvFormat = { columnDelimiter: keyof typeof delimiters; lineEnding: keyof typeof lineEndings };

const isKeyOf = <Table extends object>(table: Table, key: string): key is Extract<keyof Table, string> =>
  Object.hasOwn(table, key);

/** @throws OrgError `INVALIDJOB` when a name is not one of the API's */
export function readFormat(columnDelimiter = 'COMMA', lineEnding = 'LF'): CsvFormat {
  if (!isKeyOf(delimiters, columnDelimiter)) {
    throw new OrgError('INVALIDJOB', `InvalidJob : Unsupported columnDelimiter: ${columnDelimiter}`);
  }
  if (!isKeyOf(lineEndings, lineEnding)) {
    throw new OrgError('INVALIDJOB', `InvalidJob : Unsupported lineEnding: ${lineEnding}`);
  }
  return { columnDelimiter, lineEnding };
}

export const delimiterOf = ({ columnDelimiter }: CsvFormat): string => delimiters[columnDelimiter];

const quoted = (value: unknown): string =>
  value === null || value === undefined ? '""' : `"${String(value).replaceAll('"', '""')}"`;

/** One line with every cell quoted, as the platform answers results. */
export const csvLine = ({ columnDelimiter, lineEnding }: CsvFormat, cells: readonly unknown[]): string =>
  cells.map(quoted).join(delimiters[columnDelimiter]) + lineEndings[lineEnding];

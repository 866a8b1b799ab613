export type PrintedTable = { headers: string[]; rows: string[][] };

const cellsOf = (line: string): string[] =>
  line
    .split('│')
    .slice(1, -1)
    .map((cell) => cell.trim());

type Place = { start: number; end: number | undefined };

/** Without frames a column begins where its header does; two blanks end it. */
function readPlaces(header: string): Place[] {
  const starts = [...header.matchAll(/\S+(?: \S+)*/g)].map(({ index }) => index);
  return starts.map((start, index) => ({ start, end: starts[index + 1] }));
}

const cellsAt = (places: Place[], line: string): string[] =>
  places.map(({ start, end }) => line.slice(start, end).trim());

/** A table as a build server gets it: the header, a line of dashes, the rows up to an empty line. */
function readPlain(lines: string[], dashes: number): PrintedTable {
  const header = lines[dashes - 1] ?? '';
  const places = readPlaces(header);
  const below = lines.slice(dashes + 1);
  const end = below.findIndex((line) => line.trim() === '');
  const rows = below.slice(0, end === -1 ? undefined : end).map((line) => cellsAt(places, line));
  return { headers: cellsAt(places, header), rows };
}

/** A table as a terminal gets it, with frames. */
function readFramed(lines: string[], top: number): PrintedTable {
  const below = lines.slice(top + 1);
  const [headers = [], ...rows] = below
    .slice(
      0,
      below.findIndex((line) => line.startsWith('└')),
    )
    .filter((line) => line.startsWith('│'))
    .map(cellsOf);
  return { headers, rows };
}

/** The tables that `sf` printed, cells without their padding. */
export function readTables(printed: string): PrintedTable[] {
  const lines = printed.split('\n');
  return lines.flatMap((line, index) => {
    if (line.startsWith('┌')) return [readFramed(lines, index)];
    return /^-{8,}$/.test(line) ? [readPlain(lines, index)] : [];
  });
}

/** The only table that was printed, or the first of several. */
export function readTable(printed: string): PrintedTable {
  const [table] = readTables(printed);
  if (table === undefined) throw new Error(`There is no table in:\n${printed}`);
  return table;
}

/** The rows of a table of two columns, by the first. */
export const readPairs = (printed: string): Record<string, string> =>
  Object.fromEntries(readTable(printed).rows.map(([name = '', value = '']) => [name, value]));

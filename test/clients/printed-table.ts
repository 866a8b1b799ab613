export type PrintedTable = { headers: string[]; rows: string[][] };

const cellsOf = (line: string): string[] =>
  line
    .split('│')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The tables that `sf` drew with lines, cells without their padding. */
export function readTables(printed: string): PrintedTable[] {
  const tables: PrintedTable[] = [];
  let lines: string[] = [];
  for (const line of printed.split('\n').map((text) => text.trim())) {
    if (line.startsWith('│')) lines.push(line);
    if (!line.startsWith('└')) continue;
    const [headers = [], ...rows] = lines.map(cellsOf);
    tables.push({ headers, rows });
    lines = [];
  }
  return tables;
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

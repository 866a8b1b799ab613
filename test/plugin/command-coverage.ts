import { readFileSync } from 'node:fs';
import type { Ends } from '../clients/tally.ts';

const snapshot = new URL('../../plugin/command-snapshot.json', import.meta.url);
const columns = ['good', 'goodJson', 'bad', 'badJson'] as const;
const heads = ['succeeded', 'ok --json', 'failed', 'failed --json'];
const width = 16;

/**
 * Prints how often each command of the plugin succeeded and failed, with and without `--json`. Returns the commands that
 * were not seen in all four ways.
 */
export function showCoverage(ends: Record<string, Ends>): string[] {
  const commands = (JSON.parse(readFileSync(snapshot, 'utf8')) as { command: string }[]).map(({ command }) =>
    command.replaceAll(':', ' '),
  );
  const rows = commands.map((command) => ({ command, counts: columns.map((column) => ends[command]?.[column] ?? 0) }));
  const cells = (texts: string[]): string => texts.map((text) => text.padStart(width)).join('');
  console.log(`\n${'command'.padEnd(28)}${cells(heads)}`);
  for (const { command, counts } of rows) console.log(`${command.padEnd(28)}${cells(counts.map(String))}`);
  return rows.filter(({ counts }) => counts.includes(0)).map(({ command }) => command);
}

import { mkdir } from 'node:fs/promises';
import type { ExtractOptions } from '../../ports/records.ts';
import { extractTable } from './extract-table.ts';
import type { ExtractSettings, ReadTable } from './extract-table.ts';
import { folderKeyOf } from './key-of.ts';
import type { Session } from './session.ts';

/** Jobs of one org run side by side anyway; more of ours would only crowd out those of others. */
const tablesAtOnce = 3;

/**
 * Reads whole tables through Bulk API 2.0 into protected CSV pages; what is complete in the folder is not read again.
 * When one table fails, the others stop after what they are at.
 */
export async function extractTables(
  session: Session,
  settings: ExtractSettings,
  tables: ReadTable[],
  options: ExtractOptions,
): Promise<void> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const keyOf = await folderKeyOf(options.folder);
  const failure = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  const waiting = [...tables];

  async function work(): Promise<void> {
    for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
      try {
        await extractTable({ ...options, signal, session, settings, keyOf }, table);
      } catch (error) {
        failure.abort(error);
        throw error;
      }
    }
  }
  await Promise.allSettled(Array.from({ length: tablesAtOnce }, work));
  options.signal?.throwIfAborted();
  failure.signal.throwIfAborted();
}

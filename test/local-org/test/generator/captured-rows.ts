import { generateOrg } from '../../src/generator/generate-org.ts';
import type { StoredRow } from '../../src/generator/row-batch.ts';
import type { GeneratorOptions } from '../../src/generator/world.ts';

export type CapturedOrg = {
  rows: Map<string, StoredRow[]>;
  /** Of each `insertRaw`, and of each transaction. */
  largestInsert: number;
  largestTransaction: number;
};

/** Generates into memory, where an org would be. */
export async function captureRows(options: GeneratorOptions): Promise<CapturedOrg> {
  const captured: CapturedOrg = { rows: new Map(), largestInsert: 0, largestTransaction: 0 };
  let inTransaction = 0;
  await generateOrg(
    {
      transaction(work) {
        inTransaction = 0;
        const result = work();
        captured.largestTransaction = Math.max(captured.largestTransaction, inTransaction);
        return result;
      },
      insertRaw(object, rows) {
        const before = captured.rows.get(object) ?? [];
        const added = [...rows];
        captured.rows.set(object, before.concat(added));
        captured.largestInsert = Math.max(captured.largestInsert, added.length);
        inTransaction += added.length;
      },
    },
    options,
  );
  return captured;
}

/** The rows of an object; an empty list where the generator wrote none. */
export const rowsOf = (captured: CapturedOrg, object: string): StoredRow[] => captured.rows.get(object) ?? [];

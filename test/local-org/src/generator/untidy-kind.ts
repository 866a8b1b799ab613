import { RandomStream } from './random.ts';
import type { GeneratedObject } from './record-ids.ts';
import type { StoredRow } from './row-batch.ts';
import type { Untidiness, World } from './world.ts';

/** What a kind of untidiness needs beside its row. */
export type Context = {
  world: World;
  untidiness: Untidiness;
  /** The id of a row that the tidy org does not have. */
  nextId: (object: GeneratedObject) => string;
  /** Writes a further row of another object and returns its id; the rows of an object all have the same fields. */
  add: (object: GeneratedObject, row: StoredRow) => string;
};

/** One kind of untidiness: a row becomes none, one or more rows. */
export type Kind = (row: StoredRow, context: Context) => StoredRow[];

/** The random numbers of a row for one kind. */
export const stream = ({ world }: Context, kind: string, row: StoredRow): RandomStream =>
  new RandomStream(world.seed, 'untidy', kind, String(row['Id']));

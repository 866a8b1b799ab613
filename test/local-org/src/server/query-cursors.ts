import { OrgError } from '../org-error.ts';
import type { Org, QueryRow } from '../org.ts';
import { platformId } from './platform-id.ts';
import { RowSpool } from './row-spool.ts';

/** Idle time on the org's clock after which a locator is invalid. */
const idleMs = 15 * 60_000;
const openPerUser = 10;

/** `rows` holds all rows from the second page on; the first went out with the query itself. */
type Cursor = { userId: string; rows: RowSpool; firstRow: number; pageSize: number; usedAt: number };

export type QueryPage = { totalSize: number; rows: unknown[]; locator: string | undefined };

export type PageRequest = { userId: string; pageSize: number | undefined };

const invalidLocator = (): OrgError => new OrgError('INVALID_QUERY_LOCATOR', 'invalid query locator');

/**
 * Query results that did not fit one page. They are read to the end when the query runs, so later writes do not move
 * rows between pages, and are stored in files, so that a page can be fetched again.
 */
export class QueryCursors {
  readonly #org: Org;
  readonly #folder: string;
  readonly #cursors = new Map<string, Cursor>();

  constructor(org: Org, folder: string) {
    this.#org = org;
    this.#folder = folder;
  }

  /** The first page of a query's rows. */
  open(rows: Iterable<QueryRow>, userId: string, pageSize: number): QueryPage {
    const firstRows: QueryRow[] = [];
    let rest: RowSpool | undefined;
    for (const row of rows) {
      if (firstRows.length < pageSize) {
        firstRows.push(row);
        continue;
      }
      rest ??= new RowSpool(this.#folder);
      rest.append(JSON.stringify(row));
    }
    if (rest === undefined) return { totalSize: firstRows.length, rows: firstRows, locator: undefined };
    const id = platformId('0r8');
    const usedAt = this.#org.clock.now().getTime();
    this.#makeRoom(userId);
    this.#cursors.set(id, { userId, rows: rest, firstRow: pageSize, pageSize, usedAt });
    return { totalSize: pageSize + rest.count, rows: firstRows, locator: `${id}-${pageSize}` };
  }

  /** @throws OrgError `INVALID_QUERY_LOCATOR` when there is no such cursor, or it has expired */
  next(locator: string, { userId, pageSize }: PageRequest): QueryPage {
    this.#expire();
    const [id = '', position = ''] = locator.split('-');
    const cursor = this.#cursors.get(id);
    const row = Number(position);
    if (cursor === undefined || cursor.userId !== userId || !Number.isInteger(row) || row < cursor.firstRow) {
      throw invalidLocator();
    }
    cursor.usedAt = this.#org.clock.now().getTime();
    cursor.pageSize = pageSize ?? cursor.pageSize;
    const totalSize = cursor.firstRow + cursor.rows.count;
    const lines = cursor.rows.read(row - cursor.firstRow, cursor.pageSize);
    const end = row + lines.length;
    return {
      totalSize,
      rows: lines.map((line): unknown => JSON.parse(line)),
      locator: end < totalSize ? `${id}-${end}` : undefined,
    };
  }

  close(): void {
    for (const id of [...this.#cursors.keys()]) this.#remove(id);
  }

  #expire(): void {
    const oldest = this.#org.clock.now().getTime() - idleMs;
    for (const [id, { usedAt }] of [...this.#cursors]) if (usedAt < oldest) this.#remove(id);
  }

  /** As on the platform, a user's eleventh open cursor closes the least recently used one. */
  #makeRoom(userId: string): void {
    this.#expire();
    const own = [...this.#cursors].filter(([, cursor]) => cursor.userId === userId);
    const oldest = own.toSorted(([, one], [, other]) => one.usedAt - other.usedAt)[0];
    if (own.length >= openPerUser && oldest !== undefined) this.#remove(oldest[0]);
  }

  #remove(id: string): void {
    this.#cursors.get(id)?.rows.remove();
    this.#cursors.delete(id);
  }
}

/** The page size that `Sforce-Query-Options: batchSize=n` asks for, kept within 200 to 2000. */
export function requestedPageSize(header: string | string[] | undefined): number | undefined {
  const size = /batchSize\s*=\s*(\d+)/i.exec(String(header ?? ''))?.[1];
  return size === undefined ? undefined : Math.min(2_000, Math.max(200, Number(size)));
}

/** Where the query of a call is: in the address of a query, or in the body of a query job. */
export function queryOf({ path, body }: { path: string; body?: unknown }): string | undefined {
  const asked = /\/queryAll\/?\?|\/query\/?\?/.test(path) ? path.slice(path.indexOf('?')) : undefined;
  if (asked !== undefined) return new URLSearchParams(asked).get('q') ?? undefined;
  if (typeof body !== 'object' || body === null || !('query' in body)) return undefined;
  return typeof body.query === 'string' ? body.query : undefined;
}

/**
 * A query without its values, to be told and logged. From the first quote to the last nothing is kept: where the org
 * cannot read a query, nobody can say which of them belong together, nor what follows a text that has no end.
 */
export function queryShape(soql: string): string {
  const [head = '', ...texts] = soql.split("'");
  const tail = texts.length % 2 === 0 ? (texts.at(-1) ?? '') : '';
  const shape = texts.length === 0 ? head : `${head}'…'${tail}`;
  return shape.replace(/\b\d[\w.:+-]*/g, '…');
}

/** A parsed formula. Operators are calls too: `a && b` is `AND(a, b)`, `a & b` is `&(a, b)`. */
export type Formula =
  | { kind: 'literal'; value: string | number | boolean | null }
  /** A field path (`Owner.Name`) or a global (`$User.Id`), as written. */
  | { kind: 'reference'; path: string[] }
  | { kind: 'call'; name: string; arguments: Formula[] };

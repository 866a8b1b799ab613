declare module 'formulon' {
  /** Evaluates a formula over values given by name. */
  export function parse(formula: string, substitutions?: Record<string, unknown>): unknown;
}

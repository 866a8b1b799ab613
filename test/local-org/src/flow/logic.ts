import { FlowFault } from './flow-fault.ts';

/** Combines conditions by `and`, `or`, or an expression of their numbers such as `1 AND (2 OR NOT 3)`. */
export function combine(logic: string, count: number, holds: (index: number) => boolean): boolean {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const kind = logic.trim().toLowerCase();
  if (kind === 'and' || kind === '') return indexes.every(holds);
  if (kind === 'or') return indexes.some(holds);
  const read = logicReader<boolean>(logic, {
    condition: (number) => holds(number - 1),
    and: (one, other) => one && other,
    or: (one, other) => one || other,
    not: (one) => !one,
  });
  return read();
}

type Combination<T> = {
  condition: (number: number) => T;
  and: (one: T, other: T) => T;
  or: (one: T, other: T) => T;
  not: (one: T) => T;
};

/** Reads an expression of condition numbers and builds a result from it. Throws `FlowFault` when it has a mistake. */
export function logicReader<T>(logic: string, { condition, and, or, not }: Combination<T>): () => T {
  const tokens = logic.toUpperCase().match(/\d+|AND|OR|NOT|[()]/g) ?? [];
  let position = 0;
  const take = (): string | undefined => tokens[position++];
  const either = (): T => {
    let left = both();
    while (tokens[position] === 'OR') {
      take();
      left = or(left, both());
    }
    return left;
  };
  const both = (): T => {
    let left = single();
    while (tokens[position] === 'AND') {
      take();
      left = and(left, single());
    }
    return left;
  };
  const single = (): T => {
    const token = take();
    if (token === 'NOT') return not(single());
    if (token === '(') {
      const inner = either();
      if (take() !== ')') throw new FlowFault(`The condition logic ${logic} is invalid.`);
      return inner;
    }
    const number = Number(token);
    if (!Number.isInteger(number) || number < 1) throw new FlowFault(`The condition logic ${logic} is invalid.`);
    return condition(number);
  };
  return () => {
    position = 0;
    const result = either();
    if (position < tokens.length) throw new FlowFault(`The condition logic ${logic} is invalid.`);
    return result;
  };
}

import type { AccessMode } from '../org.ts';
import type { RuntimeClass } from './program.ts';

/** A method that runs. */
export type Frame = { owner: RuntimeClass; method: string; line: number; sharing: AccessMode['sharing'] };

/**
 * The sharing of a method's class, or of the class that it extends; one without a declaration has that of its caller.
 * Anonymous Apex runs with sharing, an inner class has nothing from its outer class.
 */
export function sharingOf(owner: RuntimeClass, caller: Frame | undefined): AccessMode['sharing'] {
  let declared: RuntimeClass['symbol']['sharing'];
  for (let one: RuntimeClass | undefined = owner; declared === undefined && one !== undefined; one = one.superclass) {
    declared = one.symbol.sharing;
  }
  if (declared === 'with' || declared === 'without') return declared;
  return caller?.sharing ?? (declared === 'inherited' ? 'with' : 'without');
}

/** `Class.Name.method: line 3, column 1`, innermost first. */
export const textOfStack = (frames: readonly Frame[]): string =>
  frames
    .toReversed()
    .map(({ owner, method, line }) => {
      const { name, kind } = owner.symbol;
      const place = `line ${String(line)}, column 1`;
      if (kind === 'trigger') return `Trigger.${name}: ${place}`;
      return name === 'AnonymousBlock' ? `AnonymousBlock: ${place}` : `Class.${name}.${method}: ${place}`;
    })
    .join('\n');

import type { ClassSymbol, Modifiers } from './symbols.ts';

/** The class of the file that a class is in. */
function topOf(symbol: ClassSymbol): ClassSymbol {
  return symbol.outer === undefined ? symbol : topOf(symbol.outer);
}

const isTestCode = (symbol: ClassSymbol): boolean =>
  symbol.isTest || (symbol.outer !== undefined && isTestCode(symbol.outer));

/** The classes and what they extend. */
type Supertypes = { isSubtype(name: string, of: string): boolean };

type Member = Pick<Modifiers, 'access' | 'annotations'>;

/**
 * Whether code of one class may use a member of another. Private members are visible in the whole file of their class,
 * protected ones in subclasses too, and those marked as `@TestVisible` in tests.
 */
export function isVisible(
  member: Member,
  owner: ClassSymbol,
  { from, world }: { from: ClassSymbol; world: Supertypes },
): boolean {
  if (member.access === 'public' || member.access === 'global') return true;
  if (topOf(owner) === topOf(from)) return true;
  if (member.annotations.some(({ name }) => name === 'testvisible') && isTestCode(from)) return true;
  if (member.access === 'private') return false;
  for (let one: ClassSymbol | undefined = from; one !== undefined; one = one.outer) {
    if (world.isSubtype(one.name, owner.name)) return true;
  }
  return false;
}

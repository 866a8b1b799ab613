import { illegalParameter } from './ui-api-error.ts';

/** Whether a missing field is an error, or left out. */
export type Need = 'required' | 'optional';

/** Fields of an object to read, and of the records that its references lead to, by the relationship's name. */
export type Selection = { fields: Map<string, Need>; parents: Map<string, Selection> };

/** Relationships that a field may span. */
const mostParents = 5;

export const emptySelection = (): Selection => ({ fields: new Map(), parents: new Map() });

/** Adds a path such as `Owner.Name` to a selection. A required field stays required. */
export function selectPath(selection: Selection, path: readonly string[], need: Need): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    if (selection.fields.get(first) !== 'required') selection.fields.set(first, need);
    return;
  }
  const parent = selection.parents.get(first) ?? emptySelection();
  selection.parents.set(first, parent);
  selectPath(parent, rest, need);
}

/** The names in `Lead.Name,Lead.Owner.Name`. */
export const splitNames = (text: string | null): string[] =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/**
 * Adds names as a request gives them, each qualified with the object. Names of other objects are for other records
 * of the same request.
 */
export function selectNames(
  selection: Selection,
  object: string,
  { names, need }: { names: readonly string[]; need: Need },
): void {
  for (const name of names) {
    const [qualifier = '', ...path] = name.split('.');
    if (path.length === 0 || path.some((part) => part === '')) {
      throw illegalParameter(`Field name ${name} must be qualified with the object: ${object}.${name}`);
    }
    if (path.length > mostParents + 1) throw illegalParameter(`Field name ${name} spans too many relationships`);
    if (qualifier.toLowerCase() === object.toLowerCase()) selectPath(selection, path, need);
  }
}

import type { Run } from './run.ts';
import type { ApexObject } from './values.ts';

/** A token of the schema: the same one for the same name, so that tokens can be compared. */
export function token(t: Run, className: string, native: Record<string, string>): ApexObject {
  const key = `token ${className} ${Object.values(native).join('.')}`.toLowerCase();
  const known = t.state.get(key) as ApexObject | undefined;
  if (known !== undefined) return known;
  const made = t.make(className, native);
  t.state.set(key, made);
  return made;
}

import { OrgError } from '../../org-error.ts';
import { isObject } from '../json-value.ts';

const reference = /@\{(\w+)((?:\.\w+|\[\d+\])*)\}/g;
const wholeReference = /^@\{(\w+)((?:\.\w+|\[\d+\])*)\}$/;

/** The bodies of the subrequests that were answered, by reference id. */
export type AnsweredBodies = ReadonlyMap<string, unknown>;

function lookUp(bodies: AnsweredBodies, name: string, path: string): unknown {
  const steps = path.match(/\w+/g) ?? [];
  const value = steps.reduce<unknown>((parent, step) => {
    if (Array.isArray(parent)) return parent[Number(step)] as unknown;
    return isObject(parent) && Object.hasOwn(parent, step) ? parent[step] : undefined;
  }, bodies.get(name));
  if (value !== undefined && value !== null) return value;
  const message = `Invalid reference specified. No value for ${name}${path} found in ${name}`;
  throw new OrgError('PROCESSING_HALTED', message);
}

/** @throws OrgError `PROCESSING_HALTED` when a reference cannot be resolved */
export const fillText = (bodies: AnsweredBodies, text: string): string =>
  text.replaceAll(reference, (_, name: string, path: string) => String(lookUp(bodies, name, path)));

/**
 * Replaces `@{ref.path}` in all texts of a value; a text that is one reference takes the value's own type.
 *
 * @throws OrgError `PROCESSING_HALTED` when a reference cannot be resolved
 */
export function fillReferences(bodies: AnsweredBodies, value: unknown): unknown {
  if (typeof value === 'string') {
    const whole = wholeReference.exec(value);
    return whole === null ? fillText(bodies, value) : lookUp(bodies, whole[1] ?? '', whole[2] ?? '');
  }
  if (Array.isArray(value)) return value.map((item) => fillReferences(bodies, item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fillReferences(bodies, item)]));
}

import { LoadError } from './load-error.ts';

export function readObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LoadError(`${path} must be an object.`);
  }
  return Object.fromEntries(Object.entries(value));
}

export function readText(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') throw new LoadError(`${path} must be a text that is not empty.`);
  return value;
}

export function readFlag(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw new LoadError(`${path} must be true or false.`);
  return value;
}

/** A list of texts; an absent one is empty. */
export function readList(value: unknown, path: string): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new LoadError(`${path} must be a list of texts.`);
  return value.map((item, index) => readText(item, `${path}[${index}]`));
}

/** Without this check a misspelt key would have no effect and no error. */
export function refuseUnknown(value: Record<string, unknown>, known: readonly string[], path: string): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new LoadError(`${path}.${unknown} is not known. Known: ${known.join(', ')}.`);
}

/** What the classes ScoringSources and ScoringReasons do: they leave out what the viewer may not know of. */

/** Whether the viewer may read an object (`Task`) or a field (`Lead.Industry`); an unknown name counts as not. */
export type CanRead = (source: string) => boolean;

/** What the viewer may read, and which fields he may edit. */
export type Rights = { canRead: CanRead; canEdit: (field: string) => boolean };

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const namesIn = (part: Json, key: 'sources' | 'edits'): string[] => {
  const names = part[key];
  return Array.isArray(names) ? names.map(String) : [];
};

const isReadable = (part: unknown, { canRead, canEdit }: Rights): boolean =>
  !isObject(part) || (namesIn(part, 'sources').every(canRead) && namesIn(part, 'edits').every(canEdit));

/** The value without every part whose sources the viewer may not all read, or whose fields he may not all edit. */
export function readablePart(value: unknown, rights: Rights): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => isReadable(item, rights)).map((item) => readablePart(item, rights));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => isReadable(part, rights))
      .map(([name, part]) => [name, readablePart(part, rights)]),
  );
}

/** Every source and every field to edit that a value names, at any depth. */
export function namedSources(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namedSources);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    (name === 'sources' || name === 'edits') && Array.isArray(part) ? part.map(String) : namedSources(part),
  );
}

const SHOWN = 5;

/** What the page gets of a record's factors field; undefined where the service did not write the text. */
export function shownReasons(stored: unknown, objectName: string, canRead: CanRead): string | undefined {
  const content = parse(stored);
  if (content === undefined) return undefined;
  const counts = new Map<unknown, number>();
  const factors = content.factors.filter((factor) => {
    const count = counts.get(factor['direction']) ?? 0;
    const needed = sourcesOf(factor, objectName);
    if (count >= SHOWN || !needed?.every(canRead)) return false;
    counts.set(factor['direction'], count + 1);
    return true;
  });
  // JSON leaves out what is undefined.
  return JSON.stringify({ ...content, factors: factors.map((factor) => ({ ...factor, contribution: undefined })) });
}

function sourcesOf(factor: Json, objectName: string): string[] | undefined {
  if (Array.isArray(factor['sources'])) return factor['sources'].map(String);
  return factor['source'] === undefined ? undefined : [`${objectName}.${String(factor['source'])}`];
}

function parse(stored: unknown): (Json & { factors: Json[] }) | undefined {
  if (typeof stored !== 'string' || stored === '') return undefined;
  let content: unknown;
  try {
    content = JSON.parse(stored);
  } catch {
    return undefined; // As the class: the score itself can still be shown.
  }
  return isObject(content) && Array.isArray(content['factors'])
    ? { ...content, factors: content['factors'] as Json[] }
    : undefined;
}

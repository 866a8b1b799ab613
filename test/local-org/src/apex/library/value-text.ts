import type { Run } from '../run.ts';
import { ApexEnumValue, ApexList, ApexMap, ApexObject, ApexSObject, ApexSet } from '../values.ts';
import type { Value } from '../values.ts';

export type Composite = ApexList | ApexSet | ApexMap | ApexObject | ApexSObject | ApexEnumValue;

export const isComposite = (value: Value): value is Composite =>
  [ApexList, ApexSet, ApexMap, ApexObject, ApexSObject, ApexEnumValue].some((one) => value instanceof one);

/** Texts of collections show no more elements than these. */
const MOST_ELEMENTS = 10;

/** Under this key `run.state` has what the text that is being made shows already. */
const SHOWN_KEY = 'shownInText';

/**
 * The part of `Run.textOf` for collections, records, instances and enums: `(a, b)`, `{a, b}`, `{a=1}`, `Lead:{Id=…}`,
 * `Name:[a=1]`. An object that comes again in one text is shown only the first time.
 */
export function textOfCollection(run: Run, value: Composite): string {
  if (value instanceof ApexEnumValue) return value.name;
  const known = run.state.get(SHOWN_KEY) as Set<Composite> | undefined;
  if (known === undefined) return withShown(run, new Set([value]), () => textOf(run, value));
  if (known.has(value)) return '(already output)';
  known.add(value);
  return textOf(run, value);
}

/** Runs with what is shown already, and puts back what was before. */
function withShown<T>(run: Run, shown: Set<Composite> | undefined, act: () => T): T {
  const before: unknown = run.state.get(SHOWN_KEY);
  run.state.set(SHOWN_KEY, shown);
  try {
    return act();
  } finally {
    run.state.set(SHOWN_KEY, before);
  }
}

function textOf(run: Run, value: Exclude<Composite, ApexEnumValue>): string {
  const text = (one: Value): string => (one === null ? 'null' : run.textOf(one));
  if (value instanceof ApexList) return `(${listed(value.items, text)})`;
  if (value instanceof ApexSet) return `{${listed(value.entries.values(), text)}}`;
  if (value instanceof ApexMap) return `{${listed(value.entries.values(), ([key, of]) => `${text(key)}=${text(of)}`)}}`;
  if (value instanceof ApexSObject) {
    const fields = [...value.fields].map(([name, of]) => `${value.names.get(name) ?? name}=${text(of)}`);
    return `${value.type}:{${fields.join(', ')}}`;
  }
  if (value.of.hasMethod('toString', 0)) {
    // What an own method prints is a text of its own.
    const own = withShown(run, undefined, () => run.call(value, 'toString', []));
    return typeof own === 'string' ? own : 'null';
  }
  const fields = run.fieldsOf(value.of.name).map(({ name, slot }) => `${name}=${text(value.fields[slot] ?? null)}`);
  return `${value.of.name.split('.').at(-1) ?? value.of.name}:[${fields.join(', ')}]`;
}

function listed<T>(elements: Iterable<T>, text: (element: T) => string): string {
  const parts: string[] = [];
  for (const element of elements) {
    if (parts.length === MOST_ELEMENTS) return [...parts, '...'].join(', ');
    parts.push(text(element));
  }
  return parts.join(', ');
}

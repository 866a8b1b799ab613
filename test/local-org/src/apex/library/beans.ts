import { stored } from '../library.ts';
import type { Implementation } from '../library.ts';
import type { Run } from '../run.ts';
import type { ApexObject, Value } from '../values.ts';

/** Properties of a class by name, with the type of each and the value that a new instance has. */
export type Properties = Readonly<Record<string, readonly [type: string, initial?: Value]>>;

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** For each property itself, `setX` and `getX`, `isX` too where it is a Boolean. */
export const propertyMembers = (properties: Properties): Record<string, Implementation> =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, [type]]): [string, Implementation][] => {
      const get: Implementation = (_run: Run, me: ApexObject) => me.fields[name.toLowerCase()] ?? null;
      const set: Implementation = (_run: Run, me: ApexObject, value: Value) => {
        me.fields[name.toLowerCase()] = value;
        return undefined;
      };
      return [
        [`${type} ${name}`, stored],
        [`void set${capital(name)}(${type} value)`, set],
        [`${type} get${capital(name)}()`, get],
        ...(type === 'Boolean' ? ([[`Boolean is${capital(name)}()`, get]] satisfies [string, Implementation][]) : []),
      ];
    }),
  );

/** An instance whose properties have their first values. */
export function makeWith(run: Run, className: string, properties: Properties): ApexObject {
  const made = run.make(className);
  for (const [name, [, initial = null]] of Object.entries(properties)) made.fields[name.toLowerCase()] = initial;
  return made;
}

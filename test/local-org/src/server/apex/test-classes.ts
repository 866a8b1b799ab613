import type { ApexRuntime } from '../../apex/runtime.ts';
import type { Org } from '../../org.ts';

/** A class or trigger by its id. */
export type CodeUnit = { id: string; name: string; kind: 'ApexClass' | 'ApexTrigger'; source: string };

/** All classes and triggers of the org, as they are within the present transaction. */
export const codeUnits = (org: Org): CodeUnit[] =>
  (['ApexClass', 'ApexTrigger'] as const).flatMap((kind) =>
    org
      .inspect(`SELECT "Id", "Name", "Body" FROM "${kind}" ORDER BY "Name"`)
      .map(({ Id, Name, Body }) => ({ id: String(Id), name: String(Name), kind, source: String(Body) })),
  );

/** The names of the classes that hold tests. */
export const testClassNames = ({ program }: ApexRuntime): string[] =>
  [...program.classes.values()]
    .filter(({ symbol }) => symbol.outer === undefined && symbol.isTest)
    .map(({ name }) => name);

export const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

import type { Schema, SchemaObject } from '../schema/schema.ts';
import type { FlowModel } from './model.ts';

/** What a flow may refer to. */
export type FlowSurroundings = {
  schema: Schema;
  hasComponent: (type: string, fullName: string) => boolean;
};

/** Globals whose fields this org does not list. */
const openGlobals = [
  '$Api',
  '$Client',
  '$CustomMetadata',
  '$Flow',
  '$GlobalConstant',
  '$Orchestration',
  '$Organization',
  '$Permission',
  '$Profile',
  '$Setup',
  '$System',
  '$User',
  '$UserRole',
];

/** What a reference of a flow leads to. */
export class ReferenceCheck {
  readonly #flow: FlowModel;
  readonly #surroundings: FlowSurroundings;
  readonly #items: Set<string>;
  /** Elements that are not understood may have names inside. */
  readonly #hasUnknownNames: boolean;

  constructor(flow: FlowModel, surroundings: FlowSurroundings) {
    this.#flow = flow;
    this.#surroundings = surroundings;
    this.#hasUnknownNames = [...flow.elements.values()].some(({ kind }) => kind === 'unsupported');
    this.#items = new Set(
      [...flow.elements.values()].flatMap((element) =>
        element.kind === 'collection' ? [element.item ?? `currentItem_${element.name}`] : [],
      ),
    );
  }

  /** The problem of a reference such as `lead.Owner.Name`; undefined where there is none. */
  problemOf(reference: string): string | undefined {
    const [first = '', ...path] = reference.split('.');
    const invalid = `The element has an invalid reference to "${reference}".`;
    if (first === '$Record' || first === '$Record__Prior') {
      const { object } = this.#flow.start;
      return object === undefined ? invalid : this.#pathProblem(object, path);
    }
    if (first === '$Label') {
      const isKnown = path.length !== 1 || this.#surroundings.hasComponent('CustomLabel', path[0] ?? '');
      return isKnown ? undefined : invalid;
    }
    if (first.startsWith('$')) return openGlobals.includes(first) ? undefined : invalid;
    if (!this.#isNamed(first)) return this.#hasUnknownNames ? undefined : invalid;
    const object = this.#objectOf(first, 0);
    return object === undefined || path.length === 0 ? undefined : this.#pathProblem(object, path);
  }

  #isNamed(name: string): boolean {
    const { elements, resources, outcomes, screenFields } = this.#flow;
    return [elements, resources, outcomes, screenFields, this.#items].some((names) => names.has(name));
  }

  /** The object of the records that a name stands for, where the flow says it. */
  #objectOf(name: string, depth: number): string | undefined {
    const resource = this.#flow.resources.get(name);
    if (resource?.kind === 'variable') return resource.dataType === 'SObject' ? resource.objectType : undefined;
    const element = this.#flow.elements.get(name);
    if (element?.kind === 'lookup') return element.object;
    const isOver = element?.kind === 'loop' || element?.kind === 'collection';
    // Collections of collections may name each other.
    return isOver && depth < 10 ? this.#objectOf(element.collection.split('.')[0] ?? '', depth + 1) : undefined;
  }

  #pathProblem(objectName: string, path: readonly string[]): string | undefined {
    let object: SchemaObject | undefined = this.#surroundings.schema.object(objectName);
    for (const [index, name] of path.entries()) {
      if (object === undefined) return undefined;
      const isLast = index === path.length - 1;
      if (isLast && object.fieldByName.has(name.toLowerCase())) return undefined;
      const parent = object.parentByName.get(name.toLowerCase());
      if (parent === undefined) return `The field "${name}" for the object "${object.name}" doesn't exist.`;
      const [target, ...others] = parent.referenceTo;
      object = target === undefined || others.length > 0 ? undefined : this.#surroundings.schema.object(target);
    }
    return undefined;
  }
}

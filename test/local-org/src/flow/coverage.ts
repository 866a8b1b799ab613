import type { FlowModel } from './model.ts';

export type FlowCoverage = { flow: string; elements: string[]; covered: string[] };

/** The elements that interviews have run, by flow. */
export class Coverage {
  readonly #visited = new Map<string, Set<string>>();

  note(flow: string, element: string): void {
    const elements = this.#visited.get(flow) ?? new Set<string>();
    this.#visited.set(flow, elements.add(element));
  }

  of(flow: FlowModel): FlowCoverage {
    const elements = [...flow.elements.keys()];
    const visited = this.#visited.get(flow.name);
    return { flow: flow.name, elements, covered: elements.filter((name) => visited?.has(name) === true) };
  }

  clear(): void {
    this.#visited.clear();
  }
}

import { childText } from '../metadata/xml.ts';
import type { XmlElement } from '../metadata/xml.ts';
import type { Component } from '../metadata/component.ts';
import type { Org } from '../org.ts';
import type { FlowModel } from './model.ts';
import { parseFlow } from './parse-flow.ts';

/**
 * The version of a flow that an admin has made the active one, or none, and the version that was deployed then: both
 * count until another one arrives that is active at once.
 */
type Activated = { name: string; body: XmlElement | null; deployed: XmlElement };

const kind = 'flow-version';

export type CatalogOptions = {
  /** Whether a flow that is deployed with the status Active runs at once; in production not, unless it is set. */
  activatesOnDeploy: boolean;
};

/** The deployed flows, and which of their versions are active. */
export class FlowCatalog {
  readonly #org: Org;
  readonly #options: CatalogOptions;
  readonly #models = new WeakMap<XmlElement, FlowModel>();
  #known: { components: readonly Component[]; definitions: readonly Component[]; active: FlowModel[] } | undefined;

  constructor(org: Org, options: CatalogOptions) {
    this.#org = org;
    this.#options = options;
  }

  /** The active version of each flow. */
  get active(): readonly FlowModel[] {
    const components = this.#org.components('Flow');
    const definitions = this.#org.components('FlowDefinition');
    if (this.#known?.components !== components || this.#known.definitions !== definitions) {
      this.#known = { components, definitions, active: this.#readActive(components, definitions) };
    }
    return this.#known.active;
  }

  find(name: string): FlowModel | undefined {
    return this.active.find((flow) => flow.name === name);
  }

  /** Makes the deployed version the active one, as an admin does in Setup. */
  activate(name: string): void {
    const deployed = this.#deployed(name);
    this.#keep({ name, body: deployed, deployed });
  }

  /** No version is active from now on. */
  deactivate(name: string): void {
    this.#keep({ name, body: null, deployed: this.#deployed(name) });
  }

  /** When the flow was deployed last, and by whom. */
  record(name: string): Component['record'] {
    return this.#org.components('Flow').find(({ fullName }) => fullName === name)?.record;
  }

  #deployed(name: string): XmlElement {
    const component = this.#org.components('Flow').find(({ fullName }) => fullName === name);
    if (component === undefined) throw new Error(`There is no flow ${name}.`);
    return component.body;
  }

  #keep(version: Activated): void {
    this.#org.kept.put(kind, version.name, version);
    const id = this.record(version.name)?.id;
    if (id !== undefined) {
      const isActive = version.body !== null;
      this.#org.setRaw('FlowDefinitionView', id, { ActiveVersionId: isActive ? id : null, IsActive: isActive ? 1 : 0 });
    }
    this.#known = undefined;
  }

  #readActive(components: readonly Component[], definitions: readonly Component[]): FlowModel[] {
    const kept = new Map((this.#org.kept.all(kind) as Activated[]).map((version) => [version.name, version]));
    const numbers = new Map(
      definitions.map(({ fullName, body }) => [fullName, childText(body, 'activeVersionNumber')]),
    );
    return components.flatMap((component) => {
      const body = this.#activeBody(component, {
        kept: kept.get(component.fullName),
        number: numbers.get(component.fullName),
      });
      return body === undefined ? [] : [this.#modelOf(component.fullName, body)];
    });
  }

  /** A definition that names version 0 switches a flow off. */
  #activeBody(
    { body }: Component,
    { kept, number }: { kept: Activated | undefined; number: string | undefined },
  ): XmlElement | undefined {
    if (kept !== undefined) {
      const isNewer = this.#arrivesActive(body) && JSON.stringify(kept.deployed) !== JSON.stringify(body);
      return isNewer ? body : (kept.body ?? undefined);
    }
    if (!this.#options.activatesOnDeploy || number === '0') return undefined;
    return number !== undefined || childText(body, 'status') === 'Active' ? body : undefined;
  }

  #arrivesActive(body: XmlElement): boolean {
    return this.#options.activatesOnDeploy && childText(body, 'status') === 'Active';
  }

  #modelOf(name: string, body: XmlElement): FlowModel {
    const known = this.#models.get(body);
    if (known !== undefined) return known;
    const model = parseFlow(name, body);
    this.#models.set(body, model);
    return model;
  }
}

import { viewer } from 'shell/viewer';

type PageReference = {
  type: string;
  attributes?: Record<string, string | undefined>;
  state?: Record<string, string | undefined>;
};
type Base = new (...args: never[]) => object;

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

/** The address of a page in Lightning Experience. */
function urlOf({ type, attributes = {}, state = {} }: PageReference): string {
  const { recordId, actionName = 'view', objectApiName, apiName, url } = attributes;
  const given = Object.entries(state).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const query = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
  if (type === 'standard__recordPage')
    return `/lightning/r/${objectApiName ?? 'record'}/${recordId}/${actionName}${query}`;
  if (type === 'standard__objectPage') return `/lightning/o/${objectApiName}/${actionName}${query}`;
  if (type === 'standard__navItemPage') return `/lightning/n/${apiName}${query}`;
  if (type === 'standard__webPage') return url ?? '';
  throw new TypeError(`Invalid page reference type ${type}`);
}

export const NavigationMixin = Object.assign(
  (base: Base) =>
    class extends base {
      [Navigate](page: PageReference, replace = false): void {
        const url = urlOf(page);
        if (/^https?:/.test(url) && !url.startsWith(location.origin)) window.open(url, '_blank', 'noopener');
        else if (replace) location.replace(url);
        else location.assign(url);
      }

      [GenerateUrl](page: PageReference): Promise<string> {
        return Promise.resolve(urlOf(page));
      }
    },
  { Navigate, GenerateUrl },
);

export class CurrentPageReference {
  #callback: (page: PageReference) => void;

  constructor(callback: (page: PageReference) => void) {
    this.#callback = callback;
  }

  connect(): void {
    const state = Object.fromEntries(new URLSearchParams(location.search));
    const { route } = viewer;
    this.#callback(
      route.kind === 'record'
        ? {
            type: 'standard__recordPage',
            attributes: { recordId: route.recordId, objectApiName: route.objectApiName, actionName: 'view' },
            state,
          }
        : { type: 'standard__navItemPage', attributes: { apiName: location.pathname.split('/').at(-1) }, state },
    );
  }

  disconnect(): void {
    this.#callback = () => undefined;
  }

  update(): void {
    this.connect();
  }
}

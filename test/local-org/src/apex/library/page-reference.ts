import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import { stringType } from '../types.ts';
import type { ApexBlob, ApexMap, ApexObject } from '../values.ts';
import { withoutNulls } from './arguments.ts';
import { blobOf } from './blob.ts';

type Page = { path: string; parameters: ApexMap; headers: ApexMap; anchor: string; redirects: boolean; code: number };

const pageOf = (object: ApexObject): Page => object.native as Page;

/** A page by its address; the query becomes parameters. */
export function newPage(run: Run, address: string): Page {
  const [, path = '', query = '', anchor = ''] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(address) ?? [];
  const parameters = run.map(stringType, stringType);
  for (const [name, value] of new URLSearchParams(query)) parameters.put(name, value);
  return { path, parameters, headers: run.map(stringType, stringType), anchor, redirects: false, code: 302 };
}

/** The address, with the parameters as in a form. */
function addressOf({ path, parameters, anchor }: Page): string {
  const query = new URLSearchParams(
    [...parameters.entries.values()].map(([name, value]): [string, string] => [String(name), String(value ?? '')]),
  ).toString();
  return `${path}${query === '' ? '' : `?${query}`}${anchor === '' ? '' : `#${anchor}`}`;
}

export const pageReferenceClass: LibraryClass = defineClass('System.PageReference', {
  ...withoutNulls({
    'new(String address)': (run, address: string) => run.make('System.PageReference', newPage(run, address)),
  }),
  'static PageReference forResource(String name)': (run, name: string) =>
    run.make('System.PageReference', newPage(run, `/resource/${name}`)),
  'static PageReference forResource(String name, String path)': (run, name: string, path: string) =>
    run.make('System.PageReference', newPage(run, `/resource/${name}/${path}`)),
  'String getUrl()': (_run, page: ApexObject) => addressOf(pageOf(page)),
  'Map<String, String> getParameters()': (_run, page: ApexObject) => pageOf(page).parameters,
  'Map<String, String> getHeaders()': (_run, page: ApexObject) => pageOf(page).headers,
  'String getAnchor()': (_run, page: ApexObject) => pageOf(page).anchor,
  'PageReference setAnchor(String anchor)': (_run, page: ApexObject, anchor: string | null) => {
    pageOf(page).anchor = anchor ?? '';
    return page;
  },
  'Boolean getRedirect()': (_run, page: ApexObject) => pageOf(page).redirects,
  'PageReference setRedirect(Boolean redirects)': (_run, page: ApexObject, redirects: boolean | null) => {
    pageOf(page).redirects = redirects === true;
    return page;
  },
  'Integer getRedirectCode()': (_run, page: ApexObject) => pageOf(page).code,
  'PageReference setRedirectCode(Integer code)': (_run, page: ApexObject, code: number) => {
    Object.assign(pageOf(page), { code, redirects: true });
    return page;
  },
  // No page is drawn outside of the platform.
  'Blob getContent()': (): ApexBlob => blobOf(''),
  'Blob getContentAsPdf()': (): ApexBlob => blobOf(''),
  'String toString()': (_run, page: ApexObject) => `System.PageReference[${addressOf(pageOf(page))}]`,
});

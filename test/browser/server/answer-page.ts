import { readLabels } from '../build/read-labels.ts';
import type { Language } from '../build/read-labels.ts';
import { pageHtml } from './page-html.ts';
import type { Appearance } from './page-html.ts';
import { readActions, readFlow, readListButtons, readPageComponents, readTabs } from './package-pages.ts';
import type { ViewerAccess } from './viewer-access.ts';

const pages = /^\/(lightning\/(r|n|o)|flow)\//;

export const isPage = (path: string): boolean => pages.test(path);

const objectOfPrefix: Record<string, string> = { '00Q': 'Lead', '003': 'Contact', '001': 'Account' };

function routeOf({ pathname, searchParams }: URL): Record<string, unknown> {
  const [first, second = '', third = ''] = pathname
    .replace(/^\/lightning\//, '')
    .replace(/^\//, '')
    .split('/');
  if (first === 'r') {
    const objectApiName = objectOfPrefix[third.slice(0, 3)] ?? second;
    const components = readPageComponents(objectApiName);
    return { kind: 'record', objectApiName, recordId: third, components, actions: readActions(objectApiName) };
  }
  if (first === 'o') {
    const listView = searchParams.get('filterName') ?? 'High_Predictive_Score';
    return { kind: 'list', objectApiName: second, listView, buttons: readListButtons(second) };
  }
  if (first === 'flow') {
    const recordIds = (searchParams.get('ids') ?? '').split(',').filter((id) => id !== '');
    const returnUrl = searchParams.get('retURL') ?? '/';
    return { kind: 'flow', ...readFlow(second), recordIds, returnUrl };
  }
  const tab = readTabs().find(({ name }) => name === second);
  if (tab === undefined) throw new Error(`The package has no tab ${second}.`);
  return { kind: 'tab', component: tab.component };
}

const appearanceOf = ({ searchParams }: URL): Appearance => ({
  theme: searchParams.get('theme') === 'slds2' ? 'slds2' : 'slds1',
  direction: searchParams.get('dir') === 'rtl' ? 'rtl' : 'ltr',
  language: searchParams.get('lang') === 'de' ? 'de' : 'en',
  isDark: searchParams.get('scheme') === 'dark',
  isSandboxed: searchParams.get('lws') === '1',
});

/** The page at an address, with what the platform gives its components about the viewer. */
export function answerPage(url: URL, viewer: ViewerAccess): string {
  const appearance = appearanceOf(url);
  const language: Language = appearance.language;
  return pageHtml({
    title: url.pathname,
    appearance,
    viewer: {
      userId: viewer.userId,
      userName: viewer.userName,
      customPermissions: viewer.customPermissions,
      userPermissions: [],
      labels: readLabels(language),
      formFactor: url.searchParams.get('form') === 'small' ? 'Small' : 'Large',
      tabs: readTabs().map(({ name, label }) => ({ label, url: `/lightning/n/${name}` })),
      route: routeOf(url),
    },
  });
}

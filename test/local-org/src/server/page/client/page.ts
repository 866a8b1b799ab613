import { jobsView, requestsView, stateView, usersView } from './activity-views.ts';
import { element } from './dom.ts';
import { eventsView } from './events-view.ts';
import { objectsView, recordView, rowsView } from './objects-view.ts';

const content = document.querySelector('#content');
const connection = document.querySelector('#connection');

/** Counts views, so that a slow response does not replace a later one. */
let looks = 0;

function viewOf(path: readonly string[], query: URLSearchParams, look: number): Promise<Node[]> {
  const [view = 'objects', name, id] = path;
  const isCurrent = (): boolean => look === looks;
  if (view === 'objects' && name !== undefined && id !== undefined) return recordView(name, id);
  if (view === 'objects' && name !== undefined) return rowsView(name, query);
  if (view === 'requests') return requestsView(isCurrent);
  if (view === 'jobs') return jobsView(isCurrent);
  if (view === 'events') return eventsView(isCurrent);
  if (view === 'users') return usersView();
  if (view === 'state') return stateView();
  return objectsView();
}

async function show(isNavigation = false): Promise<void> {
  looks += 1;
  const look = looks;
  const [path = '', search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  for (const item of document.querySelectorAll('nav a')) {
    const isCurrent = item.getAttribute('href') === `#/${parts[0] ?? 'objects'}`;
    if (isCurrent) item.setAttribute('aria-current', 'page');
    else item.removeAttribute('aria-current');
  }
  try {
    const nodes = await viewOf(parts, new URLSearchParams(search), look);
    if (look !== looks) return;
    content?.replaceChildren(...nodes);
    document.title = `${content?.querySelector('h1')?.textContent ?? ''} · Local org`;
    connection?.replaceChildren('The org answers.');
    // Keyboard and screen reader users continue at the start of the new view.
    if (isNavigation && content instanceof HTMLElement) content.focus();
  } catch (error) {
    if (look !== looks) return;
    const message = error instanceof Error ? error.message : String(error);
    content?.replaceChildren(element('h1', {}, 'This cannot be shown'), element('p', { class: 'bad' }, message));
    connection?.replaceChildren(error instanceof TypeError ? 'The org does not answer: is it still running?' : '');
  }
}

addEventListener('hashchange', () => void show(true));
await show();

import { element } from './dom.ts';

const refreshMs = 1_000;

type Live<Answer> = {
  /** Reads the current content; an unchanged answer does not change the page. */
  readAnswer: () => Promise<Answer>;
  show: (answer: Answer) => Node[];
  /** Whether the view is still shown. */
  isCurrent: () => boolean;
};

/** A list that follows the org, and the button that stops it. */
export async function liveList<Answer>({ readAnswer, show, isCurrent }: Live<Answer>): Promise<Node[]> {
  const list = element('div', {});
  let isPaused = false;
  let shown = '';
  const refresh = async (): Promise<void> => {
    const answer = await readAnswer();
    const text = JSON.stringify(answer);
    if (text === shown) return;
    shown = text;
    replaceKeepingFocus(list, show(answer));
  };
  const pause = element('button', { type: 'button', 'aria-pressed': 'false' }, 'Pause');
  pause.addEventListener('click', () => {
    isPaused = !isPaused;
    pause.setAttribute('aria-pressed', String(isPaused));
    pause.textContent = isPaused ? 'Go on' : 'Pause';
  });
  await refresh();
  const timer = setInterval(() => {
    if (!isCurrent()) clearInterval(timer);
    else if (!isPaused)
      refresh().catch(() => {
        shown = '';
        list.replaceChildren(element('p', { class: 'bad' }, 'The org does not answer.'));
      });
  }, refreshMs);
  return [element('div', { class: 'tools' }, pause), list];
}

/** Restores focus and scroll position when a table is replaced. */
function replaceKeepingFocus(list: HTMLElement, nodes: Node[]): void {
  const regions = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('.scroll')];
  const before = regions();
  const places = before.map(({ scrollLeft }) => scrollLeft);
  const focused = before.findIndex((region) => region.contains(document.activeElement));
  list.replaceChildren(...nodes);
  for (const [index, region] of regions().entries()) {
    region.scrollLeft = places[index] ?? 0;
    if (index === focused) region.focus({ preventScroll: true });
  }
}

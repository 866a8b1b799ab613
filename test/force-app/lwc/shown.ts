/** What a viewer sees of an element with everything in its shadow trees: for the components' tests. */

/** Lets promises and the renderings they bring about pass. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}

const insideOf = (node: Node): Node[] => [
  ...(node instanceof Element && node.shadowRoot ? node.shadowRoot.childNodes : []),
  ...node.childNodes,
];

export const textOf = (node: Node): string =>
  node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : insideOf(node).map(textOf).join(' ');

/** Every element that matches, in all shadow trees below. */
export const allOf = (node: Node, selector: string): HTMLElement[] =>
  insideOf(node).flatMap((child) => [
    ...(child instanceof HTMLElement && child.matches(selector) ? [child] : []),
    ...allOf(child, selector),
  ]);

/** The one base component, or element, with a label. */
export function labelled(node: Node, label: string, selector = 'lightning-button'): HTMLElement {
  const found = allOf(node, selector).filter((one) => (one as { label?: string }).label === label);
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} × ${selector} “${label}”.`);
  return only;
}

/** Reads a rendered element with all its shadow trees, for the tests of components. */

/** Waits until pending promises and the renderings they cause are done. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}

const insideOf = (node: Node): Node[] => [
  ...(node instanceof Element && node.shadowRoot ? node.shadowRoot.childNodes : []),
  ...node.childNodes,
];

export const textOf = (node: Node): string =>
  node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : insideOf(node).map(textOf).join(' ');

/** Every element below that matches, in all shadow trees. */
export const allOf = (node: Node, selector: string): HTMLElement[] =>
  insideOf(node).flatMap((child) => [
    ...(child instanceof Element && child.matches(selector) ? [child as HTMLElement] : []),
    ...allOf(child, selector),
  ]);

/** The only base component or element with a label. */
export function labelled(node: Node, label: string, selector = 'lightning-button'): HTMLElement {
  const found = allOf(node, selector).filter((one) => (one as { label?: string }).label === label);
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} × ${selector} “${label}”.`);
  return only;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { packageFolder } from './build/folders.ts';

const source = readFileSync(join(packageFolder('axe-core'), 'axe.min.js'), 'utf8');

type Violation = { id: string; impact: string; help: string; nodes: { html: string; failureSummary: string }[] };

const options = { resultTypes: ['violations'] };

/** Half way through a transition a text has a contrast that nobody reads; spinners turn for ever. */
const settled = `(async () => {
  const isPassing = ({ playState, effect }) => playState === 'running' && effect.getComputedTiming().endTime < Infinity;
  const passing = () => document.getAnimations().filter(isPassing);
  while (passing().length > 0) await Promise.allSettled(passing().map(({ finished }) => finished));
})()`;

/**
 * Accessibility violations of a page, one sentence each. axe runs in a world of its own, where the synthetic shadow does
 * not hide elements from it.
 */
export async function findViolations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const world = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' });
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      contextId: world.executionContextId,
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await evaluate(`${source};undefined`);
  await evaluate(settled);
  const { violations } = (await evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as {
    violations: Violation[];
  };
  await session.detach();
  return violations.map(
    ({ id, impact, nodes }) =>
      `${id} (${impact}), ${nodes.length} times: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`,
  );
}

import assert from 'node:assert/strict';
import { connect, element, flow, flowOrg, list, output, variable } from './flow-org.ts';

/** The outputs of an autolaunched flow with this content. */
export async function outputsOf(
  first: string,
  content: string,
  given: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const { admin, deployFlows, flows, insert } = flowOrg();
  for (const [index, Name] of ['Delta', 'alpha', 'Charlie', 'Bravo'].entries()) {
    insert('Project__c', { Name, Size__c: index + 1, Day__c: `2026-03-0${index + 1}`, Done__c: index > 1 });
  }
  deployFlows({ Run: flow(connect(first), content) });
  const run = await flows.run('Run', { userId: admin, inputs: given, mode: 'system' });
  assert.equal(run.error, undefined);
  return run.outputs;
}

export const text = (name: string, more = output): string => variable(name, 'String', more);
export const number = (name: string, more = output): string => variable(name, 'Number', `<scale>2</scale>${more}`);
export const texts = (name: string): string => text(name, list + output);

export const loop = (
  name: string,
  collection: string,
  { body, next, order = 'Asc' }: { body: string; next?: string; order?: string },
): string =>
  element(
    'loops',
    name,
    `<collectionReference>${collection}</collectionReference><iterationOrder>${order}</iterationOrder>${connect(body, 'nextValueConnector')}${connect(next, 'noMoreValuesConnector')}`,
  );

export const lookup = (name: string, content: string, next?: string): string =>
  element('recordLookups', name, `<object>Project__c</object>${content}`, next);

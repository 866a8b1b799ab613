import type { GoalInput } from '@plumbline/contract';
import type { SfCommand } from '@salesforce/sf-plugins-core';

type Screen = Pick<SfCommand<unknown>, 'log' | 'table'>;

/** Shows every input of a goal with its sources, and the next steps of those that are not used. */
export function showInputs(screen: Screen, inputs: readonly GoalInput[]): void {
  screen.table({ data: inputs.map(toRow), columns: [...columns], overflow: 'wrap' });
  for (const { label, state, reason, nextStep } of inputs) {
    if (state === 'used') continue;
    screen.log(`${label}: ${[reason, nextStep].filter((part) => part !== undefined).join(' ')}`);
  }
}

const columns = [
  { key: 'group', name: 'Group' },
  { key: 'label', name: 'Input' },
  { key: 'state', name: 'State' },
  { key: 'from', name: 'From' },
] as const;

function toRow({ group, label, state, isComputed, from }: GoalInput) {
  const sources = from.map(sourceWords).join(', ');
  return { group, label, state, from: isComputed && sources !== '' ? `computed from ${sources}` : sources };
}

const sourceWords = ({ source, missing }: GoalInput['from'][number]): string =>
  missing === undefined ? source : `${source} (${Math.round(100 * missing)} % empty)`;

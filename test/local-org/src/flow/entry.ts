import { combine } from './logic.ts';
import { comparisons, isChanged } from './conditions.ts';
import type { FlowAccess, FlowHost } from './flow-host.ts';
import { FlowFault } from './flow-fault.ts';
import { Interview } from './interview.ts';
import type { FlowTrigger } from './interview.ts';
import type { FlowModel, RecordFilter } from './model.ts';
import { calculate, resolve, valueOf } from './resolve.ts';

export type SaveOperation = 'insert' | 'update' | 'delete' | 'undelete';

const operationsOf: Record<string, readonly SaveOperation[]> = {
  Create: ['insert'],
  Update: ['update'],
  CreateAndUpdate: ['insert', 'update'],
  Delete: ['delete'],
};

/** Whether saves of this kind start the flow at a moment of the save. */
export function isStartedBy(
  { start }: FlowModel,
  { object, operation, triggerType }: { object: string; operation: SaveOperation; triggerType: string },
): boolean {
  if (start.triggerType !== triggerType || start.object?.toLowerCase() !== object.toLowerCase()) return false;
  return (operationsOf[start.recordTriggerType ?? ''] ?? []).includes(operation);
}

type Entry = { flow: FlowModel; host: FlowHost; access: FlowAccess; trigger: FlowTrigger };

/** Whether the record meets the flow's entry conditions; where the flow asks for it, only if it did not before. */
export function meetsEntry(entry: Entry): boolean {
  const { flow, trigger } = entry;
  if (!fits(entry)) return false;
  if (!flow.start.onlyWhenChanged || trigger.prior === undefined) return true;
  const before: FlowTrigger = { ...trigger, record: trigger.prior, prior: undefined, isNew: false };
  return !fits({ ...entry, trigger: before });
}

/** Whether the record is as the conditions want it, whatever it was before. */
export function fits({ flow, host, access, trigger }: Entry): boolean {
  const { formula, filters, logic } = flow.start;
  const interview = new Interview({ flow, host, access, trigger });
  if (formula !== undefined) return calculate(interview, formula, 'filterFormula') === true;
  return combine(logic, filters.length, (index) => {
    const filter = filters[index];
    if (filter === undefined) throw new FlowFault(`There is no condition ${index + 1} in ${logic}.`);
    return filterHolds(interview, filter);
  });
}

function filterHolds(interview: Interview, { field, operator, value }: RecordFilter): boolean {
  const reference = `$Record.${field}`;
  const wanted = valueOf(interview, value);
  if (operator === 'IsChanged') return isChanged(interview, reference) === (wanted !== false && wanted !== 'false');
  const compare = comparisons[operator];
  if (compare === undefined) throw new FlowFault(`The operator ${operator} isn't supported.`);
  return compare(resolve(interview, reference), wanted);
}

/** Flows of one moment in their order: by their number, then by name. */
export const inOrder = (flows: readonly FlowModel[]): FlowModel[] =>
  flows.toSorted((one, other) => order(one) - order(other) || (one.name < other.name ? -1 : 1));

/** Flows without a number run between those up to 1,000 and those above. */
const order = ({ triggerOrder }: FlowModel): number => triggerOrder ?? 1_000.5;

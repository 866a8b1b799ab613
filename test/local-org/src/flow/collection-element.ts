import { assignTo } from './assign.ts';
import { compareValues, conditionsHold } from './conditions.ts';
import { parseFlowFormula } from './flow-formula.ts';
import type { Interview } from './interview.ts';
import type { CollectionElement } from './model.ts';
import { calculate, resolve, valueOf } from './resolve.ts';
import { isApexObject, isBlankValue, isRecord, ownField, plainValue } from './values.ts';
import type { FlowValue } from './values.ts';

/** Sorts a collection in place, or keeps those of its items that meet conditions as the element's result. */
export function runCollection(interview: Interview, element: CollectionElement): void {
  const value = resolve(interview, element.collection);
  const items = Array.isArray(value) ? value : [];
  if (element.processor === 'sort') {
    assignTo(interview, element.collection, limited(interview, element, sorted(items, element)));
    return;
  }
  const isKept = filterOf(interview, element);
  interview.values.set(element.name, items.filter(isKept));
}

function limited(interview: Interview, { limit }: CollectionElement, items: FlowValue[]): FlowValue[] {
  const most = Number(plainValue(valueOf(interview, limit)) ?? 0);
  return most > 0 ? items.slice(0, most) : items;
}

function fieldOf(item: FlowValue, field: string | undefined): FlowValue {
  if (field === undefined) return item;
  if (isRecord(item)) return ownField(item.fields, field) ?? null;
  return typeof item === 'object' && item !== null && !Array.isArray(item) && isApexObject(item)
    ? (ownField(item.fields, field) ?? null)
    : null;
}

function sorted(items: FlowValue[], { sorts }: CollectionElement): FlowValue[] {
  return items.toSorted((one, other) => {
    for (const { field, isDescending, nullsFirst } of sorts) {
      const [left, right] = [fieldOf(one, field), fieldOf(other, field)];
      if (isBlankValue(left) || isBlankValue(right)) {
        if (isBlankValue(left) === isBlankValue(right)) continue;
        return isBlankValue(left) === nullsFirst ? -1 : 1;
      }
      const difference = compareValues(left, right) ?? 0;
      if (difference !== 0) return isDescending ? -difference : difference;
    }
    return 0;
  });
}

function filterOf(interview: Interview, element: CollectionElement): (item: FlowValue) => boolean {
  const name = element.item ?? `currentItem_${element.name}`;
  const formula = element.formula === undefined ? undefined : parseFlowFormula(element.formula);
  return (item) => {
    interview.values.set(name, item);
    if (formula !== undefined) return calculate(interview, formula, element.name) === true;
    return conditionsHold(interview, element);
  };
}

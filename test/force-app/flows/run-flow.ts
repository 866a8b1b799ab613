import type { XmlNode } from '../metadata/xml-node.ts';
import { nodesAt, textsAt } from '../metadata/xml-node.ts';

type Row = Record<string, unknown>;
type Value = string | boolean | undefined | Row | Row[] | string[];

/** What stands in for the org: the rows of a lookup, and what receives the input of an action. */
export type FlowOrg = {
  query: (soql: string) => Promise<Row[]>;
  act: (action: string, input: Record<string, Value>) => void;
  now: Date;
};

const first = (node: XmlNode, path: string): string | undefined => textsAt(node, path)[0];
const need = (node: XmlNode, path: string): string => {
  const text = first(node, path);
  if (text === undefined) throw new Error(`${first(node, 'name') ?? node.name} has no ${path}`);
  return text;
};

/**
 * Runs an autolaunched flow of Get Records, loops, decisions on empty collections, assignments that add, and actions,
 * as its metadata says. Throws on anything else, and where the platform's behaviour is not documented: a filter by an
 * empty collection.
 */
export async function runFlow(flow: XmlNode, input: Record<string, string>, org: FlowOrg): Promise<void> {
  const values = new Map<string, Value>(Object.entries(input));
  for (const variable of nodesAt(flow, 'variables'))
    if (first(variable, 'isCollection') === 'true') values.set(need(variable, 'name'), []);
  const positions = new Map<string, number>();

  const read = (reference: string): Value => {
    if (reference === '$Flow.CurrentDateTime') return org.now.toISOString();
    const [name = '', field] = reference.split('.');
    if (!values.has(name)) return undefined;
    const value = values.get(name);
    return field === undefined ? value : ((value as Row | undefined)?.[field] as Value);
  };
  const valueOf = (node: XmlNode): Value => {
    const reference = first(node, 'elementReference');
    if (reference !== undefined) return read(reference);
    return first(node, 'stringValue') ?? first(node, 'booleanValue') === 'true';
  };
  const list = (reference: string): string[] => {
    const value = read(reference);
    if (!Array.isArray(value)) throw new Error(`${reference} is no collection`);
    return value as string[];
  };

  const literal = (field: string, value: Value): string => {
    if (typeof value === 'boolean') return String(value);
    return field.endsWith('Date') ? String(value) : `'${String(value)}'`;
  };
  const condition = (filter: XmlNode): string => {
    const [field, operator] = [need(filter, 'field'), need(filter, 'operator')];
    const [given] = nodesAt(filter, 'value').map(valueOf);
    if (operator === 'IsNull') return `${field} ${given === true ? '=' : '!='} null`;
    if (operator === 'EqualTo') return `${field} = ${literal(field, given)}`;
    if (operator === 'GreaterThan') return `${field} > ${literal(field, given)}`;
    if (operator !== 'In' || !Array.isArray(given)) throw new Error(`filters by ${operator} are not known here`);
    if (given.length === 0) throw new Error(`${field} is compared with an empty collection`);
    return `${field} IN (${given.map((one) => literal(field, one as string)).join(', ')})`;
  };
  const soqlOf = (lookup: XmlNode): string => {
    const conditions = nodesAt(lookup, 'filters').map(condition);
    const logic = need(lookup, 'filterLogic');
    const where =
      logic === 'and' || logic === 'or'
        ? conditions.join(` ${logic.toUpperCase()} `)
        : logic.replace(/\d+/g, (number) => conditions[Number(number) - 1] ?? `no filter ${number}`);
    return `SELECT ${textsAt(lookup, 'queriedFields').join(', ')} FROM ${need(lookup, 'object')} WHERE ${where}`;
  };

  const next = (node: XmlNode, connector = 'connector'): string | undefined =>
    first(node, `${connector}/targetReference`);
  const steps: Record<string, (node: XmlNode, name: string) => Promise<string | undefined>> = {
    recordLookups: async (node, name) => {
      const rows = await org.query(soqlOf(node));
      values.set(name, first(node, 'getFirstRecordOnly') === 'true' ? rows[0] : rows);
      return next(node);
    },
    assignments: (node) => {
      for (const item of nodesAt(node, 'assignmentItems')) {
        if (need(item, 'operator') !== 'Add') throw new Error('assignments other than Add are not known here');
        const target = need(item, 'assignToReference');
        values.set(target, [...list(target), ...nodesAt(item, 'value').map((value) => String(valueOf(value)))]);
      }
      return Promise.resolve(next(node));
    },
    loops: (node, name) => {
      const at = positions.get(name) ?? 0;
      const rows = list(need(node, 'collectionReference')) as unknown as Row[];
      if (at >= rows.length) positions.delete(name);
      else {
        positions.set(name, at + 1);
        values.set(name, rows[at]);
      }
      return Promise.resolve(next(node, at < rows.length ? 'nextValueConnector' : 'noMoreValuesConnector'));
    },
    decisions: (node) => {
      const [rule] = nodesAt(node, 'rules');
      if (rule === undefined || need(rule, 'conditions/operator') !== 'IsEmpty')
        throw new Error('decisions other than IsEmpty are not known here');
      const isEmpty = list(need(rule, 'conditions/leftValueReference')).length === 0;
      const holds = isEmpty === (need(rule, 'conditions/rightValue/booleanValue') === 'true');
      return Promise.resolve(holds ? next(rule) : next(node, 'defaultConnector'));
    },
    actionCalls: (node) => {
      const given = nodesAt(node, 'inputParameters').map((parameter): [string, Value] => {
        const [value] = nodesAt(parameter, 'value').map(valueOf);
        return [need(parameter, 'name'), value];
      });
      org.act(need(node, 'actionName'), Object.fromEntries(given));
      return Promise.resolve(next(node));
    },
  };

  let at = next(nodesAt(flow, 'start')[0] ?? flow);
  while (at !== undefined) {
    const name = at;
    const node = flow.children.find((child) => first(child, 'name') === name);
    const step = node === undefined ? undefined : steps[node.name];
    if (node === undefined || step === undefined) throw new Error(`${name} is no element that is known here`);
    at = await step(node, name);
  }
}

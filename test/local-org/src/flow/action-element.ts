import { assignTo } from './assign.ts';
import type { Steps } from './data-elements.ts';
import { ask } from './data-elements.ts';
import { FlowFault } from './flow-fault.ts';
import type { Interview } from './interview.ts';
import type { ActionElement } from './model.ts';
import { valueOf } from './resolve.ts';
import { newRecord, outsideValue, textOf, typedValue } from './values.ts';
import type { FlowValue } from './values.ts';

/** Calls an Apex action, or does what the standard action does. */
export function* runAction(interview: Interview, element: ActionElement): Steps {
  const inputs = new Map(element.inputs.map(({ name, value }) => [name, valueOf(interview, value)]));
  if (element.actionType === 'apex') {
    const given = Object.fromEntries([...inputs].map(([name, value]) => [name, outsideValue(value)]));
    const answer = yield* ask({ kind: 'action', name: element.actionName, inputs: given });
    keepOutputs(interview, element, answer.kind === 'outputs' ? answer.outputs : {});
    return;
  }
  const standard = standardActions[element.actionType];
  if (standard === undefined) {
    throw new FlowFault(`The action ${element.actionName} of type ${element.actionType} isn't supported.`);
  }
  standard(interview, inputs);
}

function keepOutputs(interview: Interview, element: ActionElement, outputs: Record<string, unknown>): void {
  const fields: Record<string, FlowValue> = {};
  for (const [name, value] of Object.entries(outputs)) fields[name] = insideValue(interview, value);
  interview.values.set(element.name, { kind: 'apex', fields });
  for (const { name, target } of element.outputs) assignTo(interview, target, fields[name] ?? null);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A value that an Apex action answers. */
export function insideValue(interview: Interview, value: unknown): FlowValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((one) => insideValue(interview, one));
  if (value instanceof Date) return { kind: 'datetime', ms: value.getTime() };
  if (!isObject(value))
    return typeof value === 'number' || typeof value === 'boolean' ? value : String(value as string);
  const { attributes } = value;
  if (isObject(attributes) && typeof attributes['type'] === 'string') {
    const object = interview.host.describe(attributes['type']);
    const record = newRecord(object?.name ?? attributes['type']);
    for (const [name, one] of Object.entries(value)) {
      if (name === 'attributes') continue;
      const field = object?.field(name);
      record.fields[field?.name ?? name] =
        field === undefined ? insideValue(interview, one) : typedValue(one, field.type);
      if (field?.name !== 'Id') record.changed.add(field?.name ?? name);
    }
    return record;
  }
  return {
    kind: 'apex',
    fields: Object.fromEntries(Object.entries(value).map(([name, one]) => [name, insideValue(interview, one)])),
  };
}

type Inputs = ReadonlyMap<string, FlowValue>;

const text = (inputs: Inputs, name: string): string => textOf(inputs.get(name) ?? null);

const texts = (value: FlowValue | undefined): string[] =>
  (Array.isArray(value) ? value : [value ?? null]).map(textOf).filter((one) => one !== '');

const require = (inputs: Inputs, action: string, ...names: string[]): void => {
  const missing = names.find((name) => texts(inputs.get(name)).length === 0);
  if (missing === undefined) return;
  throw new FlowFault(`Missing required input parameter: ${missing} (${action}).`);
};

const standardActions: Record<string, (interview: Interview, inputs: Inputs) => void> = {
  customNotificationAction: ({ host }, inputs) => {
    require(inputs, 'customNotificationAction', 'customNotifTypeId', 'recipientIds', 'title', 'body');
    host.notify({
      typeId: text(inputs, 'customNotifTypeId'),
      title: text(inputs, 'title'),
      body: text(inputs, 'body'),
      recipientIds: texts(inputs.get('recipientIds')),
      targetId: texts(inputs.get('targetId'))[0],
    });
  },
  emailSimple: ({ host }, inputs) => {
    const listed = text(inputs, 'emailAddresses')
      .split(',')
      .map((address) => address.trim());
    const to = [...listed, ...texts(inputs.get('emailAddressesArray')), ...texts(inputs.get('recipientId'))].filter(
      (one) => one !== '',
    );
    if (to.length === 0) throw new FlowFault('Missing required input parameter: emailAddresses (emailSimple).');
    require(inputs, 'emailSimple', 'emailSubject', 'emailBody');
    host.email({ to, subject: text(inputs, 'emailSubject'), body: text(inputs, 'emailBody') });
  },
};

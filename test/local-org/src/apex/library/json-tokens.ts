import { ApexFault } from '../run.ts';

/** The values of `System.JSONToken`, in its order. */
export const jsonTokenNames = [
  ...(['NOT_AVAILABLE', 'START_OBJECT', 'END_OBJECT', 'START_ARRAY', 'END_ARRAY', 'FIELD_NAME'] as const),
  ...(['VALUE_EMBEDDED_OBJECT', 'VALUE_STRING', 'VALUE_NUMBER_INT', 'VALUE_NUMBER_FLOAT'] as const),
  ...(['VALUE_TRUE', 'VALUE_FALSE', 'VALUE_NULL'] as const),
];
export type JsonToken = (typeof jsonTokenNames)[number];

export const jsonFault = (message: string): ApexFault => new ApexFault('System.JSONException', message);

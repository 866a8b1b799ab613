import { defineClass, stored } from '../library.ts';
import type { Implementation, LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import { stringType } from '../types.ts';
import { ApexMap } from '../values.ts';
import type { ApexObject, Value } from '../values.ts';
import { requireArgument } from './collection-guards.ts';

const texts = (run: Run): ApexMap => run.map(stringType, stringType);

/** Puts a text into a map that is a property. */
const adder =
  (property: string): Implementation =>
  (_run: Run, me: ApexObject, name: string | null, value: string | null) => {
    const map = me.fields[property];
    if (map instanceof ApexMap) map.put(requireArgument(name), value);
    return undefined;
  };

/** The request and response of the Apex REST call that the transaction serves, kept in `run.state`. */
const contextProperty =
  (key: string): Implementation =>
  (run: Run, ...values: Value[]) => {
    if (values[0] !== undefined) run.state.set(key, values[0]);
    return (run.state.get(key) as Value | undefined) ?? null;
  };

function makeRequest(run: Run): ApexObject {
  const made = run.make('System.RestRequest');
  for (const name of ['httpmethod', 'remoteaddress', 'requestbody', 'requesturi', 'resourcepath'])
    made.fields[name] = null;
  made.fields['headers'] = texts(run);
  made.fields['params'] = texts(run);
  return made;
}

function makeResponse(run: Run): ApexObject {
  const made = run.make('System.RestResponse');
  made.fields['headers'] = texts(run);
  made.fields['responsebody'] = null;
  made.fields['statuscode'] = null;
  return made;
}

export const restClasses: readonly LibraryClass[] = [
  defineClass('System.RestRequest', {
    'new()': makeRequest,
    'Map<String,String> headers': stored,
    'String httpMethod': stored,
    'Map<String,String> params': stored,
    'String remoteAddress': stored,
    'Blob requestBody': stored,
    'String requestURI': stored,
    'String resourcePath': stored,
    'void addHeader(String name, String value)': adder('headers'),
    'void addParameter(String name, String value)': adder('params'),
  }),
  defineClass('System.RestResponse', {
    'new()': makeResponse,
    'Map<String,String> headers': stored,
    'Blob responseBody': stored,
    'Integer statusCode': stored,
    'void addHeader(String name, String value)': adder('headers'),
  }),
  /** Static properties that code can set: called with a value, they take it. */
  defineClass('System.RestContext', {
    'static RestRequest request': contextProperty('restRequest'),
    'static RestResponse response': contextProperty('restResponse'),
  }),
];

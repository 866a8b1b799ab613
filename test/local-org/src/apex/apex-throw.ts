import { stateOf } from './library/exceptions.ts';
import type { ApexObject } from './values.ts';

/** An exception of the language on its way to a `catch`. */
export class ApexThrow extends Error {
  readonly value: ApexObject;

  constructor(value: ApexObject) {
    super(`${value.of.name}: ${stateOf(value).message ?? ''}`);
    this.value = value;
  }
}

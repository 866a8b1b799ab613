import { ApexFault } from './run.ts';
import { makeType } from './library/type-class.ts';
import type { Methods, RuntimeClass } from './program.ts';
import type { Transaction } from './transaction.ts';
import { classType, nameOfType, objectType, stringType } from './types.ts';
import type { ApexType } from './types.ts';
import { ApexObject } from './values.ts';
import type { Value } from './values.ts';

/** An instance of a class whose methods all ask a provider, as `Test.createStub` makes it. */
export function makeStub(t: Transaction, type: ApexType, provider: ApexObject): Value {
  const found = type.kind === 'class' ? t.program.classes.get(type.name.toLowerCase()) : undefined;
  if (found === undefined) {
    throw new ApexFault('System.TypeException', `Cannot create stub for type: ${nameOfType(type)}`);
  }
  const methods: Methods = Object.assign(Object.create(null) as Methods, found.vs);
  for (const one of t.program.world.lineage(found.symbol)) {
    for (const method of [...one.methods.values()].flat()) {
      if (method.isStatic || method.access === 'private') continue;
      methods[method.key] = ((run: Transaction, self: ApexObject, ...values: Value[]) =>
        run.call(provider, 'handleMethodCall', [
          self,
          method.name,
          makeType(run, method.returns),
          run.list(
            classType('System.Type'),
            method.parameters.map((parameter) => makeType(run, parameter.type)),
          ),
          run.list(
            stringType,
            method.parameters.map((parameter) => parameter.name),
          ),
          run.list(objectType, values),
        ])) as Methods[string];
    }
  }
  const stubbed: RuntimeClass = { ...found, vs: methods, va: methods };
  return new ApexObject(stubbed);
}

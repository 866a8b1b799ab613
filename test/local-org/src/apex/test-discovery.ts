import type { Program, RuntimeClass } from './program.ts';
import type { Modifiers } from './symbols.ts';

export type TestSelection = {
  /** Names of classes; all test classes when neither these nor methods are given. */
  classes?: readonly string[];
  methods?: readonly { className: string; methodName: string }[];
  /** Who runs the tests; the first administrator when absent. */
  userId?: string;
};

/** Tests of one class that see the same data, by the keys of their methods. */
export type TestClass = {
  owner: RuntimeClass;
  seesAllData: boolean;
  setups: string[];
  methods: { name: string; key: string }[];
};

const flag = ({ annotations }: Modifiers, name: string): boolean | undefined => {
  const value = annotations.find((one) => one.name === 'istest')?.values.get(name);
  return value === undefined ? undefined : value.toLowerCase() === 'true';
};

/** Test methods are static and have no parameters; they stand in test classes only. */
export function testsOf(program: Program, { classes, methods }: TestSelection): TestClass[] {
  const isAll = classes === undefined && methods === undefined;
  const wanted = new Set((classes ?? []).map((name) => name.toLowerCase()));
  const wantedMethods = new Set(
    (methods ?? []).map(({ className, methodName }) => `${className}.${methodName}`.toLowerCase()),
  );
  return [...program.classes.values()].flatMap((owner) => {
    const { symbol } = owner;
    if (symbol.outer !== undefined || symbol.kind !== 'class' || !symbol.isTest) return [];
    const own = [...symbol.methods.values()]
      .flat()
      .filter(({ isStatic, parameters }) => isStatic && parameters.length === 0);
    const setups = own.filter(({ annotations }) => annotations.some(({ name }) => name === 'testsetup'));
    const tests = own
      .filter((method) => method.isTest)
      .filter(
        ({ name }) =>
          isAll || wanted.has(symbol.name.toLowerCase()) || wantedMethods.has(`${symbol.name}.${name}`.toLowerCase()),
      )
      .map((method) => ({ ...method, seesAllData: flag(method, 'seealldata') ?? flag(symbol, 'seealldata') ?? false }));
    return [false, true].flatMap((seesAllData) => {
      const found = tests.filter((method) => method.seesAllData === seesAllData);
      if (found.length === 0) return [];
      return {
        owner,
        seesAllData,
        setups: seesAllData ? [] : setups.map(({ key }) => key),
        methods: found.map(({ name, key }) => ({ name, key })),
      };
    });
  });
}

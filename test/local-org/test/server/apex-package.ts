import { strToU8, zipSync } from 'fflate';
import { manifest, metadata } from '../engine/opened-org.ts';

const meta = metadata('ApexClass', '<apiVersion>65.0</apiVersion><status>Active</status>');
const isTrigger = (name: string): boolean => name.endsWith('Trigger');

/** The files of a package of classes by name, and of triggers, whose names end in `Trigger`. */
export function apexPackage(sources: Record<string, string>): Record<string, string> {
  const names = Object.keys(sources);
  const files = names.flatMap((name) => {
    const path = isTrigger(name) ? `triggers/${name}.trigger` : `classes/${name}.cls`;
    return [
      [path, sources[name] ?? ''],
      [`${path}-meta.xml`, isTrigger(name) ? meta.replaceAll('ApexClass', 'ApexTrigger') : meta],
    ];
  });
  const members = { ApexClass: names.filter((name) => !isTrigger(name)), ApexTrigger: names.filter(isTrigger) };
  return { ...(Object.fromEntries(files) as Record<string, string>), 'package.xml': manifest(members) };
}

/** A test class whose methods `test0`, `test1` … have these bodies. */
export const testClass = (name: string, ...bodies: string[]): string =>
  `@IsTest\nprivate class ${name} {\n${bodies
    .map((body, index) => `  @IsTest\n  static void test${index}() {\n    ${body}\n  }`)
    .join('\n')}\n}`;

/** One line that can be reached. */
export const adder = `public class Adder {
  public static Integer add(Integer one, Integer other) {
    return one + other;
  }
}`;

/** Five lines, of which `Half.of` of a number but 0 reaches two. */
export const half = `public class Half {
  public static Integer of(Integer number) {
    if (number == 0) {
      return 0;
    }
    return number / 2;
  }
  public static Integer unused() {
    return 1;
  }
}`;

export const zipFiles = (files: Record<string, string>): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))));

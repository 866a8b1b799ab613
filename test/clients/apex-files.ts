import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const properties = `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>65.0</apiVersion>
    <status>Active</status>
</ApexClass>
`;

/** Writes classes by name into a project. */
export function writeClasses(project: string, sources: Record<string, string>): void {
  const folder = join(project, 'force-app/main/default/classes');
  mkdirSync(folder, { recursive: true });
  for (const [name, source] of Object.entries(sources)) {
    writeFileSync(join(folder, `${name}.cls`), source);
    writeFileSync(join(folder, `${name}.cls-meta.xml`), properties);
  }
}

/** Two lines that can be reached; a sum with 7 reaches the other. */
export const adder = `public class Adder {
    public static Integer add(Integer one, Integer other) {
        if (one == 7) {
            return 7;
        }
        return one + other;
    }
}
`;

/** Tests of it; the second fails unless the sum is right. */
export const adderTests = (sum: number): string => `@IsTest
private class Adder_Tests {
    @IsTest
    static void adds() {
        System.assertEquals(3, Adder.add(1, 2));
    }
    @IsTest
    static void addsToSeven() {
        System.assertEquals(${sum}, Adder.add(7, 2));
    }
}
`;

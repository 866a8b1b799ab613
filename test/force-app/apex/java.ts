import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const hasJava = spawnSync('java', ['-version']).status === 0;
const isRequired = process.env.PLUMBLINE_REQUIRE_JAVA === '1';

/**
 * The options of a test that a Java program answers. Where Java is missing the test is skipped and says so, unless
 * PLUMBLINE_REQUIRE_JAVA=1: then it runs and fails.
 */
export const needsJava: { skip: string | false } = {
  skip: hasJava || isRequired ? false : 'no Java here: install Java 11 or later to check Apex, or look at CI',
};

/** The programs that come with the PMD engine: apex-ls among them. */
const classPath = join(
  dirname(createRequire(import.meta.url).resolve('@salesforce/code-analyzer-pmd-engine/package.json')),
  'dist/java-lib/*',
);

/** What a Java program of the PMD engine prints; an error when it could not be started or complains on its own. */
export function runJava(mainClass: string, options: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('java', ['-cp', classPath, mainClass, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', (cause) => {
      reject(new Error('Java cannot be started: install Java 11 or later.', { cause }));
    });
    child.on('close', () => {
      if (complaint === '') resolve(printed);
      else reject(new Error(`${mainClass}: ${complaint}`));
    });
  });
}

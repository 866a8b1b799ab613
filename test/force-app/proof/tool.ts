import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** What a tool saw of the package: how many things, and what is wrong with them, one sentence each. */
export type Look = { count: number; violations: string[] };

/** A defect that is planted to see whether a tool works at all: what the tool says of it, and how it must name it. */
export type Planted = { defect: string; said(): Promise<string[]> | string[]; names: RegExp };

/** One tool of the chain that proves the package without an org. */
export type Tool = {
  name: string;
  version: string;
  /** What is counted. */
  things: string;
  look(): Promise<Look> | Look;
  planted: readonly Planted[];
};

/** What came of a tool: `failure` is why it could not look at all. */
export type Proof = Look & { tool: Tool; caught: Planted[]; seconds: number; failure?: string };

/** Has a tool look at the package, and at defects that it must catch. */
export async function prove(tool: Tool, now: () => number = () => performance.now()): Promise<Proof> {
  const startedAt = now();
  const proof: Proof = { tool, count: 0, violations: [], caught: [], seconds: 0 };
  try {
    Object.assign(proof, await tool.look());
    for (const planted of tool.planted)
      if ((await planted.said()).some((said) => planted.names.test(said))) proof.caught.push(planted);
  } catch (error) {
    // The other tools still have something to say.
    proof.failure = error instanceof Error ? error.message : String(error);
  }
  return { ...proof, seconds: (now() - startedAt) / 1_000 };
}

/** A tool that saw nothing, or is blind, proves nothing. */
export const isProved = ({ tool, count, violations, caught, failure }: Proof): boolean =>
  count > 0 &&
  violations.length === 0 &&
  tool.planted.length > 0 &&
  caught.length === tool.planted.length &&
  failure === undefined;

/** Names and versions of npm packages, as they are installed. */
export function versionsOf(...names: string[]): string {
  const versions = names.map((name) => {
    const manifest = findPackageJSON(name, import.meta.url);
    if (manifest === undefined) throw new Error(`${name} is not installed: run npm ci.`);
    return `${name} ${(JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version}`;
  });
  return versions.join(', ');
}

/** What is checked by rules of our own, with what they know of the platform. */
export const ownCheck = (...names: string[]): string =>
  names.length === 0 ? 'this repository' : `this repository, with ${versionsOf(...names)}`;

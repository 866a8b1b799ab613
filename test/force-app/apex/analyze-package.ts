import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findStale, isAccepted } from './accepted-findings.ts';
import { analyze } from './analyze.ts';
import type { Violation } from './analyze.ts';
import { plantedFiles, plantedFindings } from './planted-defects.ts';

const forceApp = join(import.meta.dirname, '../../../force-app');

const isDeployed = (path: string): boolean => !/__tests__|\.ts$/.test(path);

const wordsOf = ({ rule, file, line, message }: Violation): string => `${file}:${String(line)} ${rule}: ${message}`;

async function inScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-scan-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the Code Analyzer finds in the package beyond what is accepted, and what it looked at with which engines. */
export function analyzePackage(): Promise<{ engines: string[]; count: number; violations: string[] }> {
  // As it deploys: compiled components, no sources and no tests of theirs.
  if (!existsSync(join(forceApp, 'main/default/lwc/scoreBadge/scoreBadge.js'))) throw new Error('npm run build:lwc');
  return inScratchFolder(async (folder) => {
    for (const part of ['main', 'test'])
      cpSync(join(forceApp, part), join(folder, part), { recursive: true, filter: isDeployed });
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const { engines, violations } = await analyze(folder);
    const found = violations.filter((violation) => !isAccepted(violation)).map(wordsOf);
    return { engines, count: files.length, violations: [...found, ...findStale(violations)] };
  });
}

/** What it finds in a package of defects, each as its rule and file. */
export function analyzePlanted(): Promise<string[]> {
  return inScratchFolder(async (folder) => {
    for (const [path, text] of Object.entries(plantedFiles)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return (await analyze(folder)).violations.map(({ rule, file }) => `${rule} ${file}`);
  });
}

/** The engines that look, each with what it has to find in the package of defects. */
export const engineNames = Object.keys(plantedFindings).sort();

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Instruction = { name: string; text: string };

/** The instructions of a Dockerfile without comments, lines that continue joined. */
export const instructionsOf = (dockerfile: string): Instruction[] =>
  dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [, name = '', text = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
      return name === '' ? [] : [{ name, text }];
    });

/**
 * Builds the file tree that the Dockerfile adds to its base image, without a Docker engine: of each stage the files that it
 * copies from the committed ones or from an earlier stage, and what its commands do in the stage's folder. Commands of the last
 * stage change the base image alone and are left out. Returns the folder of the last stage.
 */
export function buildImageTree(root: string, folder: string): string {
  const stages = new Map<string, string>();
  let stage = '';
  const instructions = instructionsOf(readFileSync(join(root, 'Dockerfile'), 'utf8'));
  const lastFrom = instructions.findLastIndex(({ name }) => name === 'FROM');
  for (const [at, { name, text }] of instructions.entries()) {
    if (name === 'FROM') {
      stage = join(folder, String(stages.size));
      stages.set(/ AS (\S+)/.exec(text)?.[1] ?? String(stages.size), stage);
      mkdirSync(stage, { recursive: true });
    }
    if (name === 'COPY') copy(text);
    if (name === 'RUN' && at < lastFrom) {
      execFileSync('sh', ['-ec', text], { cwd: stage, stdio: ['ignore', 'ignore', 'inherit'] });
    }
  }
  return stage;

  function copy(text: string): void {
    const [, from] = /^--from=(\S+)/.exec(text) ?? [];
    const paths = text.split(/\s+/).filter((word) => !word.startsWith('--'));
    const target = paths.at(-1) ?? '';
    for (const path of paths.slice(0, -1)) {
      const to = target.endsWith('/') ? join(stage, target, path) : join(stage, target);
      if (from === undefined) copyCommitted(root, path, to);
      else
        cpSync(join(stages.get(from) ?? from, path.replace(/^\/app\//, '')), to, {
          recursive: true,
          verbatimSymlinks: true,
        });
    }
  }
}

/** Copies the files below a path that are committed; the .dockerignore file keeps the others out of an image. */
function copyCommitted(root: string, path: string, to: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--', path], { cwd: root, encoding: 'utf8' });
  const files = listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
  if (files.length === 0) throw new Error(`The Dockerfile copies ${path}, which is not committed.`);
  for (const file of files) {
    const target = file === path ? to : join(to, file.slice(path.length + 1));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(root, file), target);
  }
}

/** The size of all files below a folder in bytes, and the paths of those that `isWanted` names. */
export function measureTree(folder: string, isWanted: (path: string) => boolean): { bytes: number; found: string[] } {
  let bytes = 0;
  const found: string[] = [];
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const stat = lstatSync(join(folder, path));
    if (!stat.isFile()) continue;
    bytes += stat.size;
    if (isWanted(path)) found.push(path);
  }
  return { bytes, found };
}

/** Removes a tree whose files may be read-only. */
export function removeTree(folder: string): void {
  execFileSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true, force: true });
}

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** A copy of the project that a test may break. */
export type ProjectCopy = {
  folder: string;
  /** Changes a file of the package; fails when that changes nothing. */
  edit(path: string, from: string | RegExp, to: string): void;
  write(path: string, text: string): void;
};

const sourceFolder = 'force-app/main/default';

/** What is deployed as metadata, and by no deploy of source. */
const metadataFolders = ['connection', 'credentials', 'dashboard', 'privacy'].map((name) => `force-app/${name}`);
export const connectionFolder = 'force-app/connection';

/** Copies the project file and what a deploy leaves out, and every package directory unless they are to be empty. */
export function copyProject(into: string, { isEmpty = false } = {}): ProjectCopy {
  const project = readFileSync(join(repository, 'sfdx-project.json'), 'utf8');
  const { packageDirectories } = JSON.parse(project) as { packageDirectories: { path: string }[] };
  mkdirSync(join(into, sourceFolder), { recursive: true });
  for (const { path } of packageDirectories) {
    // The CLI refuses a project without one of its package directories.
    mkdirSync(join(into, path), { recursive: true });
    if (!isEmpty) cpSync(join(repository, path), join(into, path), { recursive: true });
  }
  if (!isEmpty)
    for (const path of metadataFolders) cpSync(join(repository, path), join(into, path), { recursive: true });
  writeFileSync(join(into, 'sfdx-project.json'), project);
  cpSync(join(repository, '.forceignore'), join(into, '.forceignore'));
  return {
    folder: into,
    edit: (path, from, to) => {
      const file = join(into, sourceFolder, path);
      const text = readFileSync(file, 'utf8');
      const edited = text.replace(from, to);
      if (edited === text) throw new Error(`${path} does not hold ${String(from)}`);
      writeFileSync(file, edited);
    },
    write: (path, text) => writeFileSync(join(into, path), text),
  };
}

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { compiledModules, moduleSources } from './folders.ts';

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  experimentalDecorators: false,
  useDefineForClassFields: true,
  verbatimModuleSyntax: true,
};

/** Compiles our stubs of the platform's modules to JavaScript, which the engine's compiler takes. */
export function compileModules(): void {
  rmSync(compiledModules, { recursive: true, force: true });
  for (const path of readdirSync(moduleSources, { recursive: true, encoding: 'utf8' })) {
    const source = join(moduleSources, path);
    const target = join(compiledModules, path);
    if (/\.(html|css)$/.test(path)) {
      mkdirSync(dirname(target), { recursive: true });
      cpSync(source, target);
    }
    if (!path.endsWith('.ts') || path.endsWith('.d.ts')) continue;
    mkdirSync(dirname(target), { recursive: true });
    const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions, fileName: source });
    writeFileSync(target.replace(/\.ts$/, '.js'), outputText);
  }
}

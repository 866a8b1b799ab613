import { join, relative } from 'node:path';
import ts from 'typescript';

const forceApp = join(import.meta.dirname, '../../force-app');

/**
 * What TypeScript says of the components as they are compiled, one problem a line; `planted` replaces the text of files.
 */
export function checkComponentTypes(planted: Record<string, string> = {}): { count: number; violations: string[] } {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(forceApp, 'tsconfig.json'),
    { noEmit: true },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
      },
    },
  );
  if (config === undefined) throw new Error('force-app/tsconfig.json cannot be read.');
  const host = ts.createCompilerHost(config.options);
  const readFile = host.readFile.bind(host);
  host.readFile = (file) => planted[file] ?? readFile(file);
  const program = ts.createProgram(config.fileNames, config.options, host);
  const violations = ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    if (file === undefined) return text;
    return `${relative(forceApp, file.fileName)}:${file.getLineAndCharacterOfPosition(start).line + 1} ${text}`;
  });
  return { count: config.fileNames.length, violations };
}

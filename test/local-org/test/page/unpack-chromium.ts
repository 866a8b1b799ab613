import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import chromium, { inflate } from '@sparticuz/chromium';

const manifest = findPackageJSON('@sparticuz/chromium', import.meta.url) ?? '';
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
const cache = join(import.meta.dirname, '../../../../node_modules/.cache/local-org');
const folder = join(cache, `chromium-${version}`);

/** The browser of the registry package, with the libraries and the font that come with it. */
export type UnpackedChromium = { executablePath: string; libraries: string; fontSettings: string };

/** The package's own settings expect the fonts in the folder for temporary files. */
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`;

/** Unpacks it once for each version, atomically: processes that start meanwhile unpack a copy of their own. */
export async function unpackChromium(): Promise<UnpackedChromium> {
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const scratch = mkdtempSync(join(cache, 'unpacking-'));
    await unpackInto(scratch);
    try {
      renameSync(scratch, folder);
    } catch (cause) {
      rmSync(scratch, { recursive: true, force: true });
      if (!existsSync(folder)) throw new Error(`Chromium could not be unpacked into ${folder}.`, { cause });
    }
  }
  return {
    executablePath: join(folder, 'chromium'),
    libraries: join(folder, 'al2023/lib'),
    fontSettings: join(folder, 'fonts.conf'),
  };
}

/** The package unpacks into the folder for temporary files and would reuse files of any version there. */
async function unpackInto(scratch: string): Promise<void> {
  const { TMPDIR } = process.env;
  process.env['TMPDIR'] = scratch;
  try {
    await chromium.executablePath();
    await inflate(join(dirname(manifest), 'bin/al2023.tar.br'));
    writeFileSync(join(scratch, 'fonts.conf'), fontSettings);
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
}

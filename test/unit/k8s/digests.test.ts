import { describe, expect, test } from 'vitest';
import { bareName, fullName, matcher, parseDigests } from '../../../generator/k8s/digests.ts';
import { imagesIn, withImages } from '../../../generator/yaml/images.ts';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

test.each([
  ['alpine', 'docker.io/library/alpine', 'docker.io/library/alpine'],
  ['alpine:3', 'docker.io/library/alpine:3', 'docker.io/library/alpine'],
  ['docker.io/alpine:3', 'docker.io/library/alpine:3', 'docker.io/library/alpine'],
  ['team/tool:1', 'docker.io/team/tool:1', 'docker.io/team/tool'],
  ['index.docker.io/team/tool:1', 'docker.io/team/tool:1', 'docker.io/team/tool'],
  ['localhost:5000/tool', 'localhost:5000/tool', 'localhost:5000/tool'],
  [`registry.example.net:5000/a/b:1@${A}`, 'registry.example.net:5000/a/b:1', 'registry.example.net:5000/a/b'],
])('%s is %s', (image, full, bare) => expect([fullName(image), bareName(image)]).toEqual([full, bare]));

describe('which digest an image gets', () => {
  const digestOf = (list: string, image: string, all = [image]) => {
    const match = matcher(parseDigests(list).digests, all)(image);
    return 'digest' in match ? match.digest.digest : match.problem;
  };

  test.each([
    ['the tag', `r.io/a:1@${A}\nr.io/a:2@${B}`, 'r.io/a:2', ['r.io/a:1', 'r.io/a:2'], B],
    ['no tag, and one is used', `r.io/a@${A}`, 'r.io/a:1', ['r.io/a:1', 'r.io/b:2'], A],
    ['no tag, and two are used', `r.io/a@${A}`, 'r.io/a:1', ['r.io/a:1', 'r.io/a:2'], 'ambiguous'],
    ['another tag', `r.io/a:2@${A}`, 'r.io/a:1', ['r.io/a:1'], 'absent'],
    ['an image without a tag', `r.io/a:2@${A}`, 'r.io/a', ['r.io/a'], 'absent'],
    ['an old digest', `r.io/a:1@${B}`, `r.io/a:1@${A}`, [`r.io/a:1@${A}`], B],
  ])('%s', (_, list, image, all, expected) => expect(digestOf(list, image, all)).toBe(expected));
});

test('lines that say nothing are passed over, the same twice is no flaw, and every other is named', () => {
  const { digests, flaws } = parseDigests(`# a\n\n  r.io/a:1@${A}  \nr.io/a:1\t${A}\nr.io/b ${A.toUpperCase()}\n-x@${A}\nr.io/c@${A} more\n`);
  expect(digests.map(({ line }) => line)).toEqual([3, 4]);
  expect(flaws.map(({ line }) => line)).toEqual([5, 6, 7]);
});

test('places are those of the text, whatever stands around them', () => {
  const text = '\ufeff# ü\r\nimage: r.io/a:1 # image: no\r\nother: { image: "r.io/b:1" }\r\ntext: |\n  image: r.io/c:1\nreference: r.io/d:1\n';
  const images = imagesIn(text);
  expect(images.map(({ image, line }) => [image, line])).toEqual([
    ['r.io/a:1', 2],
    ['r.io/b:1', 3],
  ]);
  const edited = withImages(text, new Map(images.map((place) => [place, `${place.image}@${A}`])));
  expect(edited).toBe(text.replace('r.io/a:1', `r.io/a:1@${A}`).replace('r.io/b:1', `r.io/b:1@${A}`));
});

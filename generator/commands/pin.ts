import { Failure } from '../io/failure.ts';
import { readConfig } from '../io/read-config.ts';
import { readText } from '../io/read-text.ts';
import { writeFile } from '../io/write-file.ts';
import { matcher, parseDigests, type Digest } from '../k8s/digests.ts';
import { hasErrors } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { pinnedText, type Pinned } from '../report/pinned.ts';
import { style } from '../report/style.ts';
import { imagesIn, withImages, type ImageText } from '../yaml/images.ts';
import { readSources } from '../yaml/read.ts';
import { EXIT, type Command } from './command.ts';
import { editing } from './editing.ts';
import { printJson, refused } from './load.ts';

export const pin: Command = {
  name: 'pin',
  summary: 'write digests from a list into the images of config/',
  usage: '--digests FILE [--dry-run]',
  help: `Writes @sha256:… behind every image of config/ that the list names, in config/extra and config/patches too. Comments, order
and everything else stay as they are. No registry is asked: FILE says which digest belongs to which image, one in a line,
  registry.example.net/research:v1.3.0@sha256:…       or
  registry.example.net/research:v1.3.0 sha256:…
Such a list is made by
  crane digest --full-ref IMAGE
  docker buildx imagetools inspect --format '{{.Name}}@{{.Manifest.Digest}}' IMAGE
  echo IMAGE $(skopeo inspect --format '{{.Digest}}' docker://IMAGE)
A line without a tag counts for the only tag of that name that the fleet uses. An image that has a digest gets the new one.

Examples:
  pap-fleet pin --digests digests.txt --dry-run       show what would change
  pap-fleet pin --digests digests.txt`,
  options: [
    { name: 'digests', value: 'FILE', help: 'the list: an image and its digest in each line' },
    { name: 'dry-run', help: 'show what would change, and write nothing' },
  ],
  words: { max: 0 },
  run(context, flags) {
    const list = flags.more['digests'] as string | undefined;
    if (list === undefined) throw new Failure('usage', '--digests is missing', 'pap-fleet pin --help shows what such a file holds');
    const digests = digestsOf(list);
    return editing(flags, () => {
      const config = readConfig(flags.config, flags.maxFileSize);
      const { findings } = readSources(config);
      if (hasErrors(findings)) return refused(context, flags, 'pin', { findings }, 'config/ cannot be read, so nothing was written') ?? EXIT.invalid;
      // A byte order mark is part of the text.
      const files = config.map(({ path, bytes }) => ({ path, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) }));
      const { pinned, left, unused, texts } = pinning(files, digests);
      const dryRun = flags.more['dry-run'] === true;
      if (!dryRun) for (const { path, text } of texts) writeFile(context.disk, path, text);
      if (flags.json) printJson(context, 'pin', EXIT.ok, { written: !dryRun && texts.length > 0, pinned, left, unused });
      else context.streams.out(pinnedText({ list, pinned, left, unused, dryRun, files: texts.length }, style(flags.color)));
      return EXIT.ok;
    });
  },
};

/** What the list makes of files: images that get a digest, those that are left, lines of no use, and the files that change. */
function pinning(files: readonly { readonly path: string; readonly text: string }[], digests: readonly Digest[]) {
  const places = files.flatMap((file) => imagesIn(file.text).map((place) => ({ path: file.path, place })));
  const digestOf = matcher(
    digests,
    places.map(({ place }) => place.image),
  );
  const used = new Set<Digest>();
  const pinned: Pinned[] = [];
  const left: Pinned[] = [];
  const edits = new Map<string, Map<ImageText, string>>();
  for (const { path, place } of places) {
    const { image, line } = place;
    const match = digestOf(image);
    if ('problem' in match) {
      if (match.problem === 'ambiguous' || !image.includes('@')) left.push({ path, line, image, problem: match.problem });
      continue;
    }
    used.add(match.digest);
    const to = `${image.split('@', 1)[0] ?? ''}@${match.digest.digest}`;
    if (to === image) continue;
    memo(edits, path, () => new Map<ImageText, string>()).set(place, to);
    pinned.push({ path, line, image, to });
  }
  const texts = files.flatMap(({ path, text }) => {
    const own = edits.get(path);
    return own === undefined ? [] : [{ path, text: withImages(text, own) }];
  });
  const unused = digests.filter((digest) => !used.has(digest)).map(({ image, line }) => ({ image, line }));
  return { pinned, left, unused, texts };
}

/** @throws Failure (usage) naming every line that cannot be read */
function digestsOf(path: string): readonly Digest[] {
  const { digests, flaws } = parseDigests(readText(path));
  if (flaws.length > 0) {
    const lines = flaws.slice(0, 20).map(({ line, message }) => `  ${path}:${line} ${message}`);
    throw new Failure('usage', `nothing was written:\n${lines.join('\n')}`, 'a line is NAME:TAG@sha256:… or NAME:TAG sha256:…, with 64 hex digits');
  }
  if (digests.length === 0) throw new Failure('usage', `${path} names no image`, 'a line is NAME:TAG@sha256:… or NAME:TAG sha256:…');
  return digests;
}

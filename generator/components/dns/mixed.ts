import { LIST, lineOf, shared } from '../mixed.ts';
import type { MixedFile, MixedPlace } from '../mixed.ts';

const key = lineOf(/^(?:include ".*\/| +key ")(?:cert-manager|externaldns)-([a-z0-9-]+)(?:\.[0-9]+)?(?:\.key)?";\n$/);

/** The regions' parts of the files of the name server. */
export const dnsMixed: Readonly<Record<string, MixedFile>> = {
  'dns/named.conf': {
    places: [
      { after: /^\/\/ Each key is in a file/, until: /^(\n|include ".*\/secondaries(?:\.[0-9]+)?\.key";\n)$/, block: key, order: 'region' },
      { after: /^ +allow-transfer \{/, until: /^ +(\};|key "secondaries(?:\.[0-9]+)?";)\n$/, block: key, order: 'region' },
      {
        after: /^ +update-policy \{/,
        until: /^ +\/\/ The operator/,
        block: lineOf(/^ +(?:\/\/ |(?:deny|grant) "(?:cert-manager|externaldns)-)([a-z0-9-]+)(?:\.[0-9]+)?(?:: |" )/),
        order: 'region',
      },
    ],
  },
  'dns/parent.zone': { places: [{ after: /^; Ingress of the regions/, until: /^$/, block: host, order: 'region' }] },
  'dns/README.md': {
    places: [{ after: /^\| --- \| --- \| --- \|\n$/, until: /^\n$/, block: lineOf(/^\| ([a-z0-9-]+) \|/), order: 'region' }],
    // Any region that there is will do.
    finish: (text) => {
      const first = /^\| [a-z0-9-]+ \| `(externaldns-[a-z0-9.-]+)`/m.exec(text)?.[1];
      return first === undefined ? text : text.replace(/(?<= AXFR -k \S*\/)externaldns-[a-z0-9.-]*?(?=\.key )/g, first);
    },
  },
};

/** The records of one ingress below the names of the regions behind it. */
function host(lines: readonly string[], at: number): ReturnType<MixedPlace['block']> {
  const begins = new RegExp(`^; ${LIST}:\n$`);
  if (!begins.test(lines[at] ?? '')) return undefined;
  let end = at + 1;
  while (end < lines.length && !begins.test(lines[end] as string)) end += 1;
  return shared(new RegExp(`^(; )(${LIST})(:\n[^]*)$`), lines.slice(at, end).join(''), end - at);
}

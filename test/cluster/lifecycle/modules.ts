// Which modules of Kubernetes say when its APIs and fields came and go. What a later one says wins; what it no longer has, an earlier one says.
import { tmpdir } from 'node:os';
import { download, type Module } from '../programs/module.ts';
import { go } from '../programs/go.ts';

const API = 'k8s.io/api';

/** From the first minor that says it, the last patch release of each, and those that judge (generator/fleet/versions/releases.ts). */
const OF_API: Readonly<Record<string, string>> = {
  '0.20.15': 'h1:7PoPWNuE/pFFhMIQCuto88+63TIjSlCviXknxWCHLVs=',
  '0.22.17': 'h1:FHL0caqndjQYjFV37ZdC4HX0RvCsW2SLKUM6Rpzogpg=',
  '0.25.16': 'h1:6VsSxn0vCdHuAVh82EZCKoM457LuUpQQb6YXfQunz7Q=',
  '0.27.16': 'h1:70IBoTuiPfd+Tm68WH0tGXQRSQq0R1xnbyhTRe8WYQY=',
  '0.28.15': 'h1:u+Sze8gI+DayQxndS0htiJf8yVooHyUx/H4jEehtmNs=',
  '0.29.15': 'h1:QxPcAheYujeBwkdiE0vMyKkAtqUq5YNyXVqimT+me44=',
  '0.30.14': 'h1:iPq9YNOz1vHcSuN9YTmRUt8iPpB1cYPxxjgbY25xfS4=',
  '0.31.14': 'h1:xYn/S/WFJsksI7dk/5uBRd3Umm/D8W5g7sRnd4csotA=',
  '0.32.13': 'h1:CAtHUTtSau6UhSGcrypjKXc2365TncaxUtrIfnjUPGE=',
  '0.33.10': 'h1:8OHPP+ybXl9UKq1gpqvQPvfnwDtilBqfCY3+LQl4TK4=',
  '0.34.4': 'h1:Z5hsoQcZ2yBjelb9j5JKzCVo9qv9XLkVm5llnqS4h+0=',
  '0.35.4': 'h1:P7nFYKl5vo9AGUp1Z+Pmd3p2tA7bX2wbFWCvDeRv988=',
  '0.36.3': 'h1:NxB+05W2UGqXWFXcLO0RB5cnqnUPP5v5sVlaOH0Iz4w=',
};

/** Groups whose types lie elsewhere: the last release that has their older versions. */
const BESIDE: readonly Module[] = [
  { module: 'k8s.io/apiextensions-apiserver', version: 'v0.21.14', sum: 'h1:y1KpJQOIoKUEW1jdcXIzQoLR//wk3Oh1YLJ5b+/TdEI=' },
  { module: 'k8s.io/kube-aggregator', version: 'v0.21.14', sum: 'h1:XQIxeJV8oU9Z1PnDSZ5qXBYOmkKWyunzMYsECBbrVbQ=' },
];

export interface Fetched {
  /** `k8s.io/api v0.36.3` */
  readonly name: string;
  /** `1.36` */
  readonly minor: string;
  readonly folder: string;
}

const fetched = (module: Module): Fetched => ({
  name: `${module.module} ${module.version}`,
  minor: `1.${module.version.split('.')[1] as string}`,
  folder: download(module),
});

/** Oldest first. */
export const apiModules = (): Fetched[] => Object.entries(OF_API).map(([version, sum]) => fetched({ module: API, version: `v${version}`, sum }));

export const modulesBeside = (): Fetched[] => BESIDE.map(fetched);

/** The day on which each minor was published, as far as they are: the commit that its tag names. */
export function releasedFrom(first: number, last: number): Record<string, string> {
  const minors = Array.from({ length: last - first + 1 }, (_, i) => `1.${first + i}`);
  const text = go(['list', '-m', '-f', '{{.Version}} {{.Time.Format "2006-01-02"}}', ...minors.map((minor) => `k8s.io/kubernetes@v${minor}.0`)], {
    cwd: tmpdir(),
  });
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .map(([version, day]) => [(version as string).slice(1, -2), day as string]),
  );
}

import type { KubeObject } from './object.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { shown } from '../model/quoted.ts';
import { fields } from './look.ts';
import { MILLIONTHS, amount, bytesText, coresText } from './quantity.ts';
import { plainName } from './quota-use.ts';

const WORDS: Readonly<Record<string, string>> = {
  'requests.cpu': 'CPU requests',
  'requests.memory': 'memory requests',
  'limits.cpu': 'CPU limits',
  'limits.memory': 'memory limits',
  'requests.storage': 'storage',
  persistentvolumeclaims: 'claims of volumes',
};

interface Limit {
  /** As the quota writes it. */
  readonly name: string;
  readonly plain: string;
  readonly path: Pointer;
  /** In millionths. */
  readonly limit: number;
}

export function limitsOf(quota: KubeObject): Limit[] {
  return Object.entries(fields(fields(quota['spec'])['hard'])).flatMap(([name, value]) => {
    const found = amount(value);
    return found === undefined ? [] : [{ name, plain: plainName(name), path: child('/spec/hard', name), limit: Math.round(found * MILLIONTHS) }];
  });
}

/** What a quota counts, in words. */
export function worded(plain: string): string {
  return WORDS[plain] ?? shown(plain);
}

/** An amount of it, for people. */
export function said(plain: string, millionths: number): string {
  const value = millionths / MILLIONTHS;
  return /(memory|storage)$/.test(plain) ? bytesText(value) : coresText(value);
}

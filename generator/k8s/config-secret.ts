import { isSecretKey, isSecretShaped } from '../secrets/shape.ts';

/** A line such as `tsigSecret: "c2VjcmV0"`, as configuration files have it. */
const LINE = /^[ \t-]*["']?([A-Za-z][\w.-]*)["']?[ \t]*[:=][ \t]*["']?([^\s"'#]{8,})["']?/gm;

/** Keys that say how a secret is made or kept, such as `password.encoder.algorithm`. */
const ABOUT = /(algorithm|alg|hasher|encoder|policy|hint|method|type|format|class)$/i;

/** What a value of a ConfigMap is called if it is a secret: its text is never shown. */
export function secretIn(key: string, value: string): string | undefined {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) return 'a private key';
  const lines = value.includes('\n') ? [...value.matchAll(LINE)].map((match) => [match[1], match[2]] as const) : [[key, value] as const];
  return lines.find(([name, text]) => isSecretKey(name as string) && !ABOUT.test(name as string) && isValue(text as string))?.[0];
}

/** Whether a text is a value and not the name of one: a path, a variable, a Secret. */
function isValue(text: string): boolean {
  if (/^[$<{/.]|\{\{|^(true|false|null|none)$|^[a-z]+:\/\//i.test(text)) return false;
  return isSecretShaped(text) || /==?$/.test(text) || (/[A-Z]/.test(text) && /[0-9]/.test(text) && text.length >= 12);
}

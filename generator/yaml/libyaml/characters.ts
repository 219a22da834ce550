// Characters as libyaml tells them apart (yamlprivateh.go of go.yaml.in/yaml/v2). A text ends with NUL, which no YAML holds.

/** Space or tab. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** A line break, or the end. */
export function isBreakOrEnd(code: number): boolean {
  return code === 0 || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return isBlank(code) || isBreakOrEnd(code);
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** What names of anchors and handles of tags are made of. */
export function isWord(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f || code === 0x2d;
}

/** A character that no YAML may hold, or half of one. */
const REFUSED = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/** Most texts hold nothing else, and are judged by this alone. */
const BEYOND_ASCII = /[^\t\n\r\x20-\x7e]/;

/** Where the first character stands that is not allowed, or -1. */
export function refusedAt(text: string): number {
  return BEYOND_ASCII.test(text) ? text.search(REFUSED) : -1;
}

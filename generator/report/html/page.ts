import { createHash } from 'node:crypto';
import { esc } from './escape.ts';
import { SCRIPT } from './script.ts';
import { STYLES } from './styles.ts';

/** A page that needs nothing and loads nothing: what it may do is named by the digests of its own style and script. */
export function page(title: string, body: string): string {
  const policy = `default-src 'none'; style-src ${digest(STYLES)}; script-src ${digest(SCRIPT)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${esc(title)}</title>
<style>${STYLES}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${body}
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** As a policy of content names it. */
function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

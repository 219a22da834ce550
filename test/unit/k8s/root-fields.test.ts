import { expect, test } from 'vitest';
import { rootFields } from '../../../generator/k8s/go-template/root-fields.ts';

// A template is filled in by what is asked for whenever it runs. Seen to fail: `.b` of `.a.b` taken for a field of what is given.

test.each([
  ['{{ .a }}-{{.b}}', ['a', 'b']],
  ['{{ .a.b }}', ['a']],
  ['{{ $.a | upper }}', ['a']],
  ['{{ (fromJson .a).b }}', ['a']],
  ['{{ printf "%s.b" .a }}', ['a']],
  ['{{ index . "a-b" }}', []],
  ['{{ $x := .a }}{{ $x.b }}', ['a']],
  ['{{ if .a }}{{ .b }}{{ else }}{{ .c }}{{ end }}{{ .d }}', ['a', 'd']],
  ['{{ if or .a .b }}{{ end }}', []],
  ['{{ range .a }}{{ .b }}{{ end }}', []],
  ['{{ with .a }}{{ .b }}{{ end }}', []],
  ['{{/* .a */}}.b {{ "{{ .c }}" }}', []],
  ['{{ .a', []],
])('%s asks for %j', (text, names) => {
  expect(rootFields(text).map(({ name }) => name)).toEqual(names);
});

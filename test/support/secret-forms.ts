/** A secret of one form, with nothing in it that another one has. */
export interface Form {
  readonly name: string;
  /** As it stands in a file. */
  readonly text: string;
  /** The part that nobody may see. */
  readonly core: string;
  /** The key it stands under, where that tells it. */
  readonly key?: string;
}

let state = 7;
/** Characters that are the same every time, from a generator of Lehmer's kind. */
function random(length: number, of: string): string {
  const next = (): number => (state = (state * 48_271) % 2_147_483_647);
  return Array.from({ length }, () => of[next() % of.length]).join('');
}
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const WORD = `${UPPER}abcdefghijklmnopqrstuvwxyz`;
const HEX = '0123456789abcdef';

function form(name: string, before: string, length: number, of = WORD, after = ''): Form {
  const core = random(length, of);
  return { name, text: before + core + after, core };
}

/** Every form that config refuses. Each is put together here, so that nothing in this repository looks like a secret. */
export const FORMS: readonly Form[] = [
  ...['RSA ', 'EC ', 'OPENSSH ', ''].map((kind) =>
    form(`a private key ${kind}`.trim(), `-----BEGIN ${kind}PRIVATE ${'KEY'}-----\n`, 64, WORD, `\n-----END ${kind}PRIVATE ${'KEY'}-----\n`),
  ),
  form('a private key of PGP', `-----BEGIN PGP PRIVATE ${'KEY'} BLOCK-----\n`, 64, WORD, `\n-----END PGP PRIVATE ${'KEY'} BLOCK-----\n`),
  form('an age key', `AGE-SECRET-${'KEY'}-1`, 58, UPPER),
  ...['AKIA', 'ASIA', 'ABIA', 'ACCA'].map((name) => form(`an AWS access key ${name}`, name, 16, UPPER)),
  ...[...'oprsu'].map((letter) => form(`a GitHub token gh${letter}`, `gh${letter}_`, 36)),
  form('a fine-grained GitHub token', `github_${'pat'}_`, 82),
  ...['pat', 'dt', 'rt', 'ptt', 'oas', 'cbt'].map((name) => form(`a GitLab token gl${name}`, `gl${name}-`, 20)),
  ...[...'abeoprs'].map((letter) => form(`a Slack token xox${letter}`, `xox${letter}-`, 40)),
  form('a Slack app token', `xapp-${'1'}-`, 40),
  ...['services', 'workflows', 'triggers'].map((name) => form(`a Slack webhook of ${name}`, `https://hooks.slack.${'com'}/${name}/`, 40)),
  form('a Google API key', `AI${'za'}`, 35),
  form('a Google OAuth secret', `GOC${'SPX'}-`, 28),
  form('a Google access token', `ya${'29'}.`, 60),
  ...['sk_live_', 'sk_test_', 'sk_prod_', 'rk_live_'].map((name) => form(`a Stripe key ${name}`, name, 24)),
  form('a Stripe webhook secret', `wh${'sec'}_`, 32),
  form('an OpenAI key', `sk-${'proj'}-`, 48),
  form('an Anthropic key', `sk-${'ant'}-`, 48),
  form('an npm token', `npm${'_'}`, 36),
  form('a PyPI token', `pypi${'-'}`, 60),
  ...['pat', 'oat'].map((name) => form(`a Docker Hub token ${name}`, `dckr_${name}_`, 27)),
  ...[...'sbr'].map((letter) => form(`a Vault token hv${letter}`, `hv${letter}.`, 30)),
  ...[...'opr'].map((letter) => form(`a DigitalOcean token do${letter}`, `do${letter}_v1_`, 64, HEX)),
  form('a SendGrid key', `S${'G'}.${'aB3dE6gH9jK2mN5pQ8sT1v'}.`, 43),
  form('a Hugging Face token', `hf${'_'}`, 34),
  form('a JSON Web Token', `ey${'J'}hbGciOiJIUzI1NiJ9.ey${'J'}`, 40, WORD, '.c2lnbmF0dXJl'),
  form('a password in a URL', 'postgres://user:', 16, WORD, '@db.example.net/x'),
  form('a TSIG key', 'key "x" { algorithm hmac-sha256; secret "', 43, WORD, '="; };'),
  form('a TSIG key without quotes', 'secret ', 43, WORD, '=;'),
  form('a TSIG key with its name', 'nsupdate -y hmac-sha256:key-1:', 43, WORD, '='),
  form('an assignment', 'export API_TOKEN=', 24),
  form('an assignment in JSON', '{"client_secret": "', 24, WORD, '"}'),
  ...['password', 'DB_PASSWORD', 'apiKey', 'client-secret', 'tsig-key', 'token'].map((key) => ({ ...form(`the value of ${key}`, '', 24), key })),
  ...[form('a token', `gh${'p'}_`, 36), form('a key', `-----BEGIN PRIVATE ${'KEY'}-----\n`, 64)].map(({ name, text }) => {
    const core = Buffer.from(text).toString('base64');
    return { name: `${name} in base64`, text: core, core };
  }),
];

/** The pieces of eight characters of a secret that a text shows. */
export function shownOf({ core }: Form, text: string): string[] {
  const pieces = Array.from({ length: core.length - 7 }, (_, i) => core.slice(i, i + 8));
  return pieces.filter((piece) => text.includes(piece));
}

import { GONE, type Consequence } from '../consequence.ts';

const SECRETS = ['ExternalSecret', 'SealedSecret'];

/** What changes of references to Secrets do. */
export const secretsConsequences: readonly Consequence[] = [
  { topic: 'secrets', kinds: SECRETS, verbs: GONE, says: 'a Secret goes; pods that mount it cannot start' },
  { topic: 'secrets', kinds: SECRETS, verbs: ['update'], path: /^(spec|data|stringData)\b/, says: 'a Secret changes' },
  { topic: 'secrets', kinds: SECRETS, verbs: ['create'], says: 'a Secret is made' },
];

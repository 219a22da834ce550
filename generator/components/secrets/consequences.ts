import { get } from '../../model/data.ts';
import { isMadeAnew, isRead } from '../consequence.ts';
import type { Consequence, ObjectChange } from '../consequence.ts';

const SECRETS = ['ExternalSecret', 'SealedSecret'];

/** An ExternalSecret owns the Secret it makes, unless it says otherwise. */
const leaves = ({ before }: ObjectChange): boolean => ['Orphan', 'Merge', 'None'].includes(String(get(before, ['spec', 'target', 'creationPolicy'])));

/** What changes of references to Secrets do. */
export const secretsConsequences: readonly Consequence[] = [
  {
    topic: 'secrets',
    kinds: SECRETS,
    verbs: ['delete'],
    when: (change, after) => !leaves(change) && !isMadeAnew(change, after) && isRead(change, after),
    says: 'a Secret goes; pods that mount it cannot start',
  },
  {
    topic: 'secrets',
    kinds: SECRETS,
    verbs: ['delete'],
    when: (change, after) => !leaves(change) && !isMadeAnew(change, after) && !isRead(change, after),
    says: 'a Secret goes; nothing mounts it any more',
  },
  { topic: 'secrets', kinds: SECRETS, verbs: ['delete'], when: leaves, says: 'a Secret stays and is no longer kept up to date' },
  {
    topic: 'secrets',
    kinds: SECRETS,
    verbs: ['delete'],
    when: (change, after) => !leaves(change) && isMadeAnew(change, after),
    says: 'a Secret is made by another object from now on',
  },
  { topic: 'secrets', kinds: SECRETS, verbs: ['update'], path: /^(spec(?!\.refreshInterval$)|data|stringData)\b/, says: 'a Secret changes' },
  { topic: 'secrets', kinds: SECRETS, verbs: ['create'], says: 'a Secret is made' },
];

import { defineRule, each, shownValue } from '../../kit.ts';

/** https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificatePrivateKey */
export const rule = defineRule('object', {
  code: 'object/key-size',
  severity: 'error',
  what: 'The size of a private key does not fit its algorithm.',
  why: 'cert-manager refuses the Certificate, and nothing is issued.',
  fix: 'Use a size of the algorithm, or leave it out.',
  order: 330,
  kinds: ['cert-manager.io/Certificate'],
  *run(object) {
    const [key] = each(object, 'spec.privateKey');
    if (key === undefined) return;
    const { algorithm = 'RSA', size } = key.item;
    if (size === undefined || typeof size !== 'number') return;
    const legal =
      algorithm === 'ECDSA' ? [256, 384, 521].includes(size) : algorithm === 'RSA' ? size >= 2048 && size <= 8192 : algorithm !== 'Ed25519';
    if (legal) return;
    yield {
      path: '/spec/privateKey/size',
      message: `${size} is no size of a key of algorithm ${shownValue(algorithm)}`,
      hint: algorithm === 'ECDSA' ? '256, 384 or 521' : algorithm === 'RSA' ? 'from 2048 to 8192' : 'Ed25519 keys have one size: leave it out',
    };
  },
});

import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and a certificate that it has signed itself, both in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** ecdsa-with-SHA256 */
const ALGORITHM = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));

/**
 * Made when it is needed, so that no private key lies in the repository; Node.js has no function for it (RFC 5280, DER).
 * @param host a name, or an address of IPv4
 */
export function certificateFor(host: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(tagged(0x31, sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from(`pap-fleet test ${host}`)))));
  const address = /^[0-9.]+$/.test(host) ? tagged(0x87, Buffer.from(host.split('.').map(Number))) : tagged(0x82, Buffer.from(host));
  const extensions = sequence(
    sequence(Buffer.from('0603551d11', 'hex'), tagged(0x04, sequence(address))),
    sequence(Buffer.from('0603551d13', 'hex'), Buffer.from('0101ff', 'hex'), tagged(0x04, sequence(Buffer.from('0101ff', 'hex')))),
  );
  const facts = sequence(
    tagged(0xa0, Buffer.from('020102', 'hex')),
    tagged(0x02, Buffer.from([1 + Math.floor(Math.random() * 120), ...Buffer.from(host)].slice(0, 8))),
    ALGORITHM,
    name,
    sequence(time('200101000000Z'), time('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions),
  );
  const der = sequence(facts, ALGORITHM, tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', facts, privateKey)])));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${(der.toString('base64').match(/.{1,64}/g) as string[]).join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

function time(text: string): Buffer {
  return tagged(0x17, Buffer.from(text));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

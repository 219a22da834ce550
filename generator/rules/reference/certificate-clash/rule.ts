import { defineRule, fields, kindOf, objectTitle, quoted, text, type Index, type KubeObject } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'reference/certificate-clash',
  severity: 'error',
  what: 'Two Certificates write one Secret.',
  why: 'cert-manager replaces one key by the other without end and uses up the weekly limit of the authority.',
  fix: 'Give each a `secretName` of its own; where names are derived, rename the agent or the region.',
  order: 90,
  *run(cluster) {
    for (const certificate of cluster.subjects('cert-manager.io/Certificate')) {
      const { namespace } = certificate.metadata;
      const name = secretOf(certificate);
      const first = name === undefined ? undefined : cluster.lookup(writers, `${namespace ?? ''}/${name}`)[0];
      // The same object twice is one of two alternatives, as documentation has them.
      if (name === undefined || first === undefined || objectTitle(first) === objectTitle(certificate)) continue;
      yield {
        object: certificate,
        path: '/spec/secretName',
        message: `writes the Secret ${quoted(name)}, as ${objectTitle(first)} does`,
        hint: 'give each Certificate a Secret of its own; where names are derived, rename the agent or the region',
        related: [{ object: first, path: '/spec/secretName', note: `${objectTitle(first)} writes it too` }],
      };
    }
  },
});

function secretOf(certificate: KubeObject): string | undefined {
  return text(fields(certificate['spec'])['secretName']);
}

const writers: Index<KubeObject> = (object) => {
  const name = kindOf(object) === 'cert-manager.io/Certificate' ? secretOf(object) : undefined;
  return name === undefined ? [] : [[`${object.metadata.namespace ?? ''}/${name}`, object]];
};

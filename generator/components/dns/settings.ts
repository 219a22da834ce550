/** Secret with the key of the region's ExternalDNS. */
export const TSIG_SECRET = { name: 'externaldns-tsig', key: 'secret' } as const;

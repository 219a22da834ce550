import { generationName } from '../../model/names.ts';

/** Secret with a generation of the key of the region's ExternalDNS, and the key in it. */
export function tsigSecretRef(generation: number): { readonly name: string; readonly key: string } {
  return { name: generationName('externaldns-tsig', generation), key: 'secret' };
}

import { fields, maps, text, texts } from './look.ts';
import type { Fields, Placed } from './look.ts';
import { child } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';

// https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/, third_party/forked/golang/expansion

/** A piece of a text as Kubernetes reads it: letters, or the name of a variable to put in. */
type Piece = { readonly literal: string } | { readonly name: string };

/** `$(NAME)` names a variable, `$$` stands for `$`, and everything else, an open parenthesis too, for itself. */
export function piecesOf(source: string): Piece[] {
  if (!source.includes('$')) return source === '' ? [] : [{ literal: source }];
  const pieces: Piece[] = [];
  let literal = '';
  for (let i = 0; i < source.length; i++) {
    const end = source[i] === '$' && source[i + 1] === '(' ? source.indexOf(')', i + 2) : -1;
    if (end !== -1) {
      pieces.push({ literal }, { name: source.slice(i + 2, end) });
      literal = '';
      i = end;
    } else {
      literal += source[i] as string;
      if (source[i] === '$' && source[i + 1] === '$') i += 1;
    }
  }
  return [...pieces, { literal }].filter((piece) => !('literal' in piece) || piece.literal !== '');
}

/** What is known of a variable of a container. */
export interface Variable {
  readonly name: string;
  readonly at: Pointer;
  /** Octets of its value after expansion, as far as they are known. */
  readonly size: number;
  /** Name of the Secret that it holds a value of. */
  readonly secret: string | undefined;
}

/** A text of a container in which variables are put in. */
export interface Expanded {
  readonly at: Pointer;
  readonly where: 'env' | 'argument';
  /** The variable that it is the value of. */
  readonly of?: string;
  readonly size: number;
  /** Names that nothing before it gives a value. */
  readonly unresolved: readonly { readonly name: string; readonly later: boolean }[];
  /** Variables with values of Secrets. */
  readonly secrets: readonly Variable[];
}

/**
 * The variables and arguments of a container as it gets them. A variable sees those before it in the list, arguments see all;
 * what whole ConfigMaps and Secrets bring is not known here, and nothing is unresolved beside them.
 */
export function expandedOf({ item, at }: Placed): { readonly variables: readonly Variable[]; readonly texts: readonly Expanded[] } {
  const open = Array.isArray(item['envFrom']) && item['envFrom'].length > 0;
  const list = maps(item['env'], `${at}/env`);
  const names = new Set(list.flatMap(({ item: each }) => text(each['name']) ?? []));
  const known = new Map<string, Variable>();
  const all: Expanded[] = [];
  const expanded = (source: string, place: Pointer, where: Expanded['where'], of?: string): Expanded => {
    const pieces = piecesOf(source);
    const asked = pieces.flatMap((piece) => ('name' in piece ? [piece.name] : []));
    const unresolved = open ? [] : asked.filter((name) => !known.has(name)).map((name) => ({ name, later: names.has(name) }));
    const size = pieces.reduce(
      (sum, piece) => sum + ('literal' in piece ? octets(piece.literal) : (known.get(piece.name)?.size ?? piece.name.length + 3)),
      0,
    );
    const secrets = asked.flatMap((name) => known.get(name) ?? []).filter(({ secret }) => secret !== undefined);
    return { at: place, where, ...(of === undefined ? {} : { of }), size, unresolved, secrets };
  };
  for (const { item: each, at: own } of list) {
    const name = text(each['name']);
    if (name === undefined) continue;
    const secret = secretOf(fields(each['valueFrom']));
    const value = text(each['value']);
    const result = value === undefined ? undefined : expanded(value, child(own, 'value'), 'env', name);
    if (result !== undefined) all.push(result);
    known.set(name, { name, at: own, size: result?.size ?? 0, secret: secret ?? result?.secrets[0]?.secret });
  }
  for (const key of ['command', 'args'])
    for (const [i, argument] of texts(item[key]).entries()) all.push(expanded(argument, `${at}/${key}/${i}`, 'argument'));
  return { variables: [...known.values()], texts: all };
}

function secretOf(from: Fields): string | undefined {
  return text(fields(from['secretKeyRef'])['name']);
}

function octets(literal: string): number {
  return new TextEncoder().encode(literal).length;
}

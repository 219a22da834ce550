// https://pkg.go.dev/k8s.io/kube-openapi/pkg/validation/strfmt: the formats that the API server holds texts to. Others say nothing.
import { isIpv4, isIpv6 } from '../ip.ts';

const UUID = (version: string, variant: string): RegExp =>
  new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?${variant}[0-9a-f]{3}-?[0-9a-f]{12}$`, 'i');
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?([Zz]|[+-]\d{2}:?\d{2})$/;
const GO_DURATION = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
/** Of Scala: one part that is understood is enough. */
const SCALA_DURATION = /\d+\s*(?:n|u|µ|mi|ms|s|m|h|d|w)[A-Za-zµ]*/i;

function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function isDateTime(text: string): boolean {
  const [, date = '', hours, minutes, seconds] = DATE_TIME.exec(text) ?? [];
  return isDate(date) && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
}

/** With zeros in front as well, for the sake of older Go. */
const isSloppyIpv4 = (text: string): boolean => isIpv4(text.replace(/(^|\.)0+(?=\d)/g, '$1'));

function isCidr(text: string): boolean {
  const [, address = '', bits] = /^(.*)\/(\d{1,3})$/.exec(text) ?? [];
  if (bits === undefined || (bits.length > 1 && bits.startsWith('0'))) return false;
  return (isSloppyIpv4(address) && Number(bits) <= 32) || (isIpv6(address) && Number(bits) <= 128);
}

function isHostName(text: string): boolean {
  const pattern =
    /^(?:[a-zA-Z0-9\p{S}\p{L}](?:(?:-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)|(?:[a-zA-Z0-9\p{S}\p{L}](?:[a-zA-Z0-9-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?\.){1,}[a-zA-Z\p{L}]{2,63})$/u;
  return Buffer.byteLength(text) <= 255 && text.split('.').every((label) => Buffer.byteLength(label) <= 63) && pattern.test(text);
}

function isRequestUri(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- Go refuses control characters
  if (text === '' || /[\u0000-\u0020\u007f]/.test(text) || /%(?![0-9a-fA-F]{2})/.test(text)) return false;
  return text.startsWith('/') || /^[a-zA-Z][a-zA-Z0-9+.-]*:./.test(text);
}

/** By their name without hyphens. */
const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: (text) => /^[0-9a-f]{24}$/i.test(text),
  byte: (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/.test(text),
  cidr: isCidr,
  date: isDate,
  datetime: isDateTime,
  duration: (text) => GO_DURATION.test(text) || SCALA_DURATION.test(text),
  email: (text) => /^(?:[^<>]*<)?[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+>?$/.test(text),
  hexcolor: (text) => /^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text),
  hostname: isHostName,
  ipv4: isSloppyIpv4,
  ipv6: isIpv6,
  mac: (text) =>
    /^(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}(?:[0-9a-f]{2}\1[0-9a-f]{2}\1)?[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2,3}[0-9a-f]{4})$/i.test(text),
  uri: isRequestUri,
  uuid: (text) => UUID('[0-9a-f]', '[0-9a-f]').test(text),
  uuid3: (text) => UUID('3', '[0-9a-f]').test(text),
  uuid4: (text) => UUID('4', '[89ab]').test(text),
  uuid5: (text) => UUID('5', '[89ab]').test(text),
};

/** Whether a text has a format; those that the API server does not know every text has. */
export function hasFormat(format: string, text: string): boolean {
  const name = format.replaceAll('-', '');
  return !Object.hasOwn(FORMATS, name) || (FORMATS[name]?.(text) ?? true);
}

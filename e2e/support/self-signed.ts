import { generateKeyPairSync, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const UTF8 = 0x0c;
const UTC_TIME = 0x17;
const VERSION = 0xa0;

/** A value of DER: tag, length, contents. */
function der(tag: number, ...contents: readonly (Buffer | string | number)[]): Buffer {
  const body = Buffer.concat(
    contents.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))),
  );
  const { length } = body;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), body]);
}

const COMMON_NAME = Buffer.from('0603550403', 'hex');
const ECDSA_WITH_SHA256 = der(SEQUENCE, Buffer.from('06082a8648ce3d040302', 'hex'));

/**
 * A key and a certificate (X.509 v3) that nobody vouches for, made anew each time: for a server on this machine and a
 * browser that was told not to look.
 */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, 'a test'))));
  const year = (offset: number): string =>
    String((new Date().getUTCFullYear() + offset) % 100).padStart(2, '0');
  const certificate = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, 2)),
    der(INTEGER, 1),
    ECDSA_WITH_SHA256,
    name,
    der(SEQUENCE, der(UTC_TIME, `${year(-1)}0101000000Z`), der(UTC_TIME, `${year(1)}1231235959Z`)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signed = der(
    SEQUENCE,
    certificate,
    ECDSA_WITH_SHA256,
    der(BIT_STRING, 0, sign('sha256', certificate, privateKey)),
  );
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}

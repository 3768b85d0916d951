import { createHash, createHmac } from 'node:crypto';

/** Requests that the line check sends: a STUN server knows the first only (RFC 8489, RFC 8656). */
export const stunMethods = { binding: 0x001, allocate: 0x003, refresh: 0x004 } as const;
export type StunMethod = keyof typeof stunMethods;

const attributeTypes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  relayedAddress: 0x0016,
  requestedTransport: 0x0019,
  mappedAddress: 0x0020,
} as const;

const magicCookie = 0x2112a442;
export const stunHeaderBytes = 20;
const integrityBytes = 20;
/** Protocol number of UDP, the only thing a phone relays. */
const udp = 17;

/** What a server asked for and what answers it (long-term credentials, RFC 8489 section 9.2). */
export type StunLogin = { username: string; credential: string; realm: string; nonce: string };

export type StunRequest = {
  method: StunMethod;
  /** 12 random bytes. */
  transaction: Buffer;
  login: StunLogin | null;
};

export type StunAnswer = {
  transaction: Buffer;
  /** Null for a success. */
  error: { code: number; reason: string } | null;
  realm: string | null;
  nonce: string | null;
  /** Address and port that the server gave or saw, as `ADDRESS:PORT`; null when it named none. */
  address: string | null;
};

const attribute = (type: number, value: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
};

const header = ({ method, transaction }: StunRequest, bodyBytes: number): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(stunMethods[method], 0);
  head.writeUInt16BE(bodyBytes, 2);
  head.writeUInt32BE(magicCookie, 4);
  return Buffer.concat([head, transaction]);
};

/**
 * One request. An Allocate asks for UDP, a Refresh gives the allocation back at once. With a login it carries
 * MESSAGE-INTEGRITY over everything before it, counted with its own length (RFC 8489 section 14.5).
 */
export const writeStun = (request: StunRequest): Buffer => {
  const { method, login } = request;
  const parts: Buffer[] = [];
  if (method === 'allocate')
    parts.push(attribute(attributeTypes.requestedTransport, Buffer.from([udp, 0, 0, 0])));
  if (method === 'refresh') parts.push(attribute(attributeTypes.lifetime, Buffer.alloc(4)));
  if (login === null) {
    const body = Buffer.concat(parts);
    return Buffer.concat([header(request, body.length), body]);
  }
  parts.push(
    attribute(attributeTypes.username, Buffer.from(login.username)),
    attribute(attributeTypes.nonce, Buffer.from(login.nonce)),
    attribute(attributeTypes.realm, Buffer.from(login.realm)),
  );
  const body = Buffer.concat(parts);
  const message = Buffer.concat([header(request, body.length + 4 + integrityBytes), body]);
  // MD5 is what RFC 8489 section 9.2.2 prescribes where the server offers nothing newer.
  const key = createHash('md5').update(`${login.username}:${login.realm}:${login.credential}`).digest();
  const code = createHmac('sha1', key).update(message).digest();
  return Buffer.concat([message, attribute(attributeTypes.messageIntegrity, code)]);
};

/** Length of the message that begins here, header included; null while the header is not complete. */
export const stunLength = (bytes: Buffer): number | null =>
  bytes.length < stunHeaderBytes ? null : stunHeaderBytes + bytes.readUInt16BE(2);

/** IPv4 or IPv6 of an XOR- address attribute (RFC 8489 section 14.2). */
const readAddress = (value: Buffer, transaction: Buffer): string | null => {
  const wide = value[1] === 2;
  if (value.length < (wide ? 20 : 8)) return null;
  const mask = Buffer.alloc(16);
  mask.writeUInt32BE(magicCookie, 0);
  transaction.copy(mask, 4);
  const port = value.readUInt16BE(2) ^ (magicCookie >>> 16);
  const bytes = value.subarray(4, wide ? 20 : 8).map((byte, index) => byte ^ (mask[index] ?? 0));
  if (!wide) return `${[...bytes].join('.')}:${port}`;
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  return `[${groups.join(':')}]:${port}`;
};

/** Null when it is no answer of STUN; what is cut off or unknown in it is passed over. */
export const readStun = (bytes: Buffer): StunAnswer | null => {
  const length = stunLength(bytes);
  if (length === null || bytes.length < length || bytes.readUInt32BE(4) !== magicCookie) return null;
  const type = bytes.readUInt16BE(0);
  const kind = type & 0x0110;
  if (kind !== 0x0100 && kind !== 0x0110) return null;
  const transaction = bytes.subarray(8, stunHeaderBytes);
  const answer: StunAnswer = { transaction, error: null, realm: null, nonce: null, address: null };
  for (let at = stunHeaderBytes; at + 4 <= length;) {
    const size = bytes.readUInt16BE(at + 2);
    const value = bytes.subarray(at + 4, Math.min(at + 4 + size, length));
    switch (bytes.readUInt16BE(at)) {
      case attributeTypes.errorCode:
        if (value.length >= 4)
          answer.error = {
            code: ((value[2] ?? 0) & 7) * 100 + (value[3] ?? 0),
            reason: value.toString('utf8', 4).slice(0, 100),
          };
        break;
      case attributeTypes.realm:
        answer.realm = value.toString('utf8');
        break;
      case attributeTypes.nonce:
        answer.nonce = value.toString('utf8');
        break;
      case attributeTypes.relayedAddress:
        answer.address = readAddress(value, transaction);
        break;
      case attributeTypes.mappedAddress:
        answer.address ??= readAddress(value, transaction);
        break;
      default:
    }
    at += 4 + size + ((4 - (size % 4)) % 4);
  }
  if (kind === 0x0110) answer.error ??= { code: 0, reason: '' };
  return answer;
};

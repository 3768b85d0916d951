/** G.711 (ITU-T G.711): A-law is payload type 8, mu-law 0 (RFC 3551). Samples are 16 bit, 8 kHz. */
export type G711 = 'PCMA' | 'PCMU';

export const payloadTypes: Readonly<Record<G711, number>> = { PCMA: 8, PCMU: 0 };

function alawToLinear(byte: number): number {
  const value = byte ^ 0x55;
  const exponent = (value & 0x70) >> 4;
  const mantissa = (value & 0x0f) << 4;
  const magnitude = exponent === 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
  return (value & 0x80) !== 0 ? magnitude : -magnitude;
}

function ulawToLinear(byte: number): number {
  const value = ~byte & 0xff;
  const magnitude = ((((value & 0x0f) << 3) + 0x84) << ((value & 0x70) >> 4)) - 0x84;
  return (value & 0x80) !== 0 ? -magnitude : magnitude;
}

function linearToAlaw(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635);
  let exponent = 7;
  for (let mask = 0x4000; (magnitude & mask) === 0 && exponent > 0; mask >>= 1) exponent -= 1;
  const mantissa = exponent === 0 ? (magnitude >> 4) & 0x0f : (magnitude >> (exponent + 3)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}

function linearToUlaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + 0x84;
  let exponent = 7;
  for (let mask = 0x4000; (magnitude & mask) === 0 && exponent > 0; mask >>= 1) exponent -= 1;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

const decoders = { PCMA: alawToLinear, PCMU: ulawToLinear };
const encoders = { PCMA: linearToAlaw, PCMU: linearToUlaw };
const tables = {
  PCMA: Int16Array.from({ length: 256 }, (_, byte) => decoders.PCMA(byte)),
  PCMU: Int16Array.from({ length: 256 }, (_, byte) => decoders.PCMU(byte)),
};

export const decodeG711 = (codec: G711, payload: Uint8Array): Int16Array =>
  Int16Array.from(payload, (byte) => tables[codec][byte] ?? 0);

export const encodeG711 = (codec: G711, samples: Int16Array): Uint8Array =>
  Uint8Array.from(samples, (sample) => encoders[codec](sample));

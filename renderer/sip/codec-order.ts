/** The members of RTCRtpCodec that matter for the order. */
export type CodecCapability = { mimeType: string };

/** Kept whatever is chosen: RFC 4733 tones, without which no menu can be answered. */
const always = ['telephone-event'];

/**
 * The codecs to offer, in the account's order; others are left out, but for telephone-event. Every variant of a
 * name is kept (telephone-event at 8 and at 48 kHz). Null when the machine has none of the wanted codecs: then
 * its own order is better than an offer nobody can answer.
 *
 * @param wanted names without `audio/`, e.g. `PCMA`
 */
export function codecOrder<Codec extends CodecCapability>(
  known: readonly Codec[],
  wanted: readonly string[],
): Codec[] | null {
  const named = (name: string): Codec[] =>
    known.filter(({ mimeType }) => mimeType.toLowerCase() === `audio/${name.toLowerCase()}`);
  const chosen = wanted.flatMap(named);
  return chosen.length === 0 ? null : [...chosen, ...always.flatMap(named)];
}

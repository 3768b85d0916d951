/** Digest algorithms that are spoken here, weakest first. No name at all means MD5 (RFC 7616 section 3.3). */
const spoken = ['MD5', 'SHA-256'];

const challengeLine = /^(WWW|Proxy)-Authenticate[ \t]*:[ \t]*(.*)$/i;

/**
 * Leaves one challenge of each kind in a 401 or 407: the strongest that is spoken here. SIP.js looks at the
 * first only, and RFC 8760 lets a registrar send one for each algorithm. It also says to take the topmost; local
 * policy may differ, and does: whoever sits in between could put MD5 on top. Other messages pass as they are.
 */
export function withStrongestChallenge(message: string): string {
  if (!/^SIP\/2\.0 40[17] /.test(message)) return message;
  const end = message.indexOf('\r\n\r\n');
  if (end < 0) return message;
  const lines = message
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const best = new Map<string, { line: string; strength: number }>();
  for (const line of lines) {
    const found = challengeLine.exec(line);
    if (found?.[1] === undefined || found[2] === undefined) continue;
    const kind = found[1].toLowerCase();
    const strength = strengthOf(found[2]);
    const known = best.get(kind);
    if (known === undefined || strength > known.strength) best.set(kind, { line, strength });
  }
  const chosen = new Set([...best.values()].map(({ line }) => line));
  const kept = lines.filter((line) => !challengeLine.test(line) || chosen.delete(line));
  return kept.join('\r\n') + message.slice(end);
}

/** -1 for a scheme or an algorithm that is not spoken here. */
function strengthOf(challenge: string): number {
  if (!/^Digest\s/i.test(challenge)) return -1;
  const algorithm = /(?:^|[\s,])algorithm\s*=\s*"?([\w-]+)"?/i.exec(challenge)?.[1] ?? 'MD5';
  return spoken.indexOf(algorithm.toUpperCase());
}

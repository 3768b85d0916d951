import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { codeOfError, errorLine, Found } from './found.ts';

/** Addresses of a host name, asked of the system as the phone does. */
export type ResolveName = (host: string) => Promise<readonly string[]>;

export const systemResolve: ResolveName = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/** Resolves the name of a server; throws Found when that fails or takes too long. */
export const resolveName = async (
  host: string,
  resolve: ResolveName,
  limitMs: number,
): Promise<readonly string[]> => {
  if (isIP(host) !== 0) return [host];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Found('dns_no_answer', [`lookup ${host}: no answer in ${limitMs} ms`], { host })),
      limitMs,
    );
  });
  try {
    const addresses = await Promise.race([resolve(host), late]);
    if (addresses.length === 0) throw new Found('name_not_found', [`lookup ${host}: no address`], { host });
    return addresses;
  } catch (error) {
    if (error instanceof Found) throw error;
    // EAI_AGAIN: the name server itself did not answer; everything else means that the name is not known.
    const unanswered = ['EAI_AGAIN', 'ETIMEOUT', 'ETIMEDOUT', 'ECONNREFUSED', 'ESERVFAIL'].includes(
      codeOfError(error),
    );
    throw new Found(unanswered ? 'dns_no_answer' : 'name_not_found', [`lookup ${host}`, errorLine(error)], {
      host,
    });
  } finally {
    clearTimeout(timer);
  }
};

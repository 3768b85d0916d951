import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { programPath } from './lab.ts';
import { LabProcess } from './lab-process.ts';

/** What a sipp at the far end does with calls: steps of its scenario, in order. */
export type SippStep =
  | { answer: 180 | 183 | 403 | 404 | 480 | 486 | 488 | 500 | 503 | 504 | 600 | 603; reason: string }
  | { waitMs: number }
  /** Answers with 200 and a session description, waits for ACK and BYE. */
  | 'talk';

export type Sipp = {
  /** Its log of errors; empty when every call went as the scenario says. */
  errors(): Promise<string>;
  close(): Promise<void>;
};

/**
 * Starts a sipp that answers every call by the steps, as a gateway without a registration. Cancelled calls are
 * beyond it: its 487 carries the wrong Via.
 * @param port of the address it listens on, to be given to the lab as a route
 */
export async function startSipp(address: string, port: number, steps: readonly SippStep[]): Promise<Sipp> {
  const folder = await mkdtemp(path.join(tmpdir(), 'callback-desk-sipp-'));
  const scenario = path.join(folder, 'scenario.xml');
  const errorFile = path.join(folder, 'errors.log');
  await writeFile(scenario, scenarioXml(steps));
  const server = new LabProcess(
    'sipp',
    programPath('sipp'),
    ['-sf', scenario, '-i', address, '-p', String(port), '-mi', address, '-nostdin', '-trace_err', '-error_file', errorFile],
    path.join(folder, 'log'),
    folder,
  ); // prettier-ignore
  return {
    errors: () => readFile(errorFile, 'utf8').catch(() => ''),
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const response = (status: number, reason: string, sdp: boolean): string => `  <send><![CDATA[
SIP/2.0 ${status} ${reason}
[last_Via:]
[last_Record-Route:]
[last_From:]
[last_To:];tag=sipp[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:sipp@[local_ip]:[local_port]>
${
  sdp
    ? `Content-Type: application/sdp
Content-Length: [len]

v=0
o=sipp 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio [media_port] RTP/AVP 8
a=rtpmap:8 PCMA/8000
`
    : `Content-Length: 0
`
}
]]></send>
`;

/** The scenario as sipp reads it. */
export function scenarioXml(steps: readonly SippStep[]): string {
  const body = steps.map((step) => {
    if (step === 'talk') {
      return `${response(200, 'OK', true)}  <recv request="ACK"/>\n  <recv request="BYE"/>\n  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>\n`;
    }
    if ('waitMs' in step) return `  <pause milliseconds="${step.waitMs}"/>\n`;
    const sent = response(step.answer, step.reason, step.answer === 183);
    return step.answer < 200 ? sent : `${sent}  <recv request="ACK"/>\n`;
  });
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="lab">
  <recv request="INVITE"/>
${body.join('')}</scenario>
`;
}

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdPort } from './port-block.ts';

/** A registrar for user `anna` with password `secret-anna`; everything else is refused with 404. */
const config = (port: number, algorithm: 'MD5' | 'SHA-256'): string => `#!KAMAILIO
debug=0 log_stderror=yes fork=yes children=1 tcp_children=1 auto_aliases=no alias="practice.invalid"
listen=tcp:127.0.0.1:${port}
tcp_connection_lifetime=3605 tcp_accept_no_cl=yes
loadmodule "kex.so" loadmodule "tm.so" loadmodule "sl.so" loadmodule "pv.so" loadmodule "maxfwd.so"
loadmodule "usrloc.so" loadmodule "registrar.so" loadmodule "textops.so" loadmodule "siputils.so"
loadmodule "auth.so" loadmodule "nathelper.so" loadmodule "xhttp.so" loadmodule "websocket.so"
modparam("usrloc","db_mode",0) modparam("registrar|nathelper","received_avp","$avp(RECEIVED)")
modparam("auth","algorithm","${algorithm}")
request_route {
  if (is_method("OPTIONS")) { sl_send_reply("200","OK"); exit; }
  if (!is_method("REGISTER")) { sl_send_reply("404","Not here"); exit; }
  if (!pv_www_authenticate("$td","secret-anna","0")) { www_challenge("$td","1"); exit; }
  if ($au != "anna") { sl_send_reply("403","Forbidden"); exit; }
  force_rport(); fix_nated_register();
  if (!save("location")) sl_reply_error();
}
event_route[xhttp:request] {
  set_reply_close(); set_reply_no_connect();
  if ($hdr(Upgrade) =~ "websocket" && $rm =~ "GET") { if (ws_handle_handshake()) exit; }
  xhttp_reply("404","Not Found","","");
}
`;

export type LineKamailio = {
  readonly url: string;
  /** Every process stands still, or goes on. */
  freeze(on: boolean): void;
  /** Kills it and starts it anew on the same port: all registrations are forgotten. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export const haveKamailio = (): boolean => spawnSync('kamailio', ['-v']).status === 0;

/** Starts a real Kamailio with WebSocket and digest on a free port of loopback. */
export async function startLineKamailio(algorithm: 'MD5' | 'SHA-256'): Promise<LineKamailio> {
  const folder = await mkdtemp(join(tmpdir(), 'line-kamailio-'));
  const held = await holdPort();
  const { port } = held;
  const file = join(folder, 'kamailio.cfg');
  await writeFile(file, config(port, algorithm));
  let running: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    const args = ['-DD', '-E', '-m', '32', '-M', '8', '-Y', folder, '-P', join(folder, 'pid'), '-f', file];
    // A group of its own: a frozen server is all its processes.
    const child = spawn('kamailio', args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    running = child;
    let said = '';
    child.stderr?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4_000)));
    for (let tries = 0; !(await listens(port)); tries++) {
      if (child.exitCode !== null || tries > 400) throw new Error(`Kamailio does not start: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const signal = (name: NodeJS.Signals): void => {
    if (running?.pid !== undefined && running.exitCode === null) process.kill(-running.pid, name);
  };
  const kill = async (): Promise<void> => {
    const child = running;
    running = null;
    if (child?.pid === undefined || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    process.kill(-child.pid, 'SIGKILL');
    await gone;
    await rm(join(folder, 'pid'), { force: true });
  };
  await start();
  return {
    url: `ws://127.0.0.1:${port}`,
    freeze: (on) => signal(on ? 'SIGSTOP' : 'SIGCONT'),
    restart: async () => {
      await kill();
      await start();
    },
    stop: async () => {
      await kill();
      await held.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

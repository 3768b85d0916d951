/** What a Kamailio of the lab is told; see `kamailioConfig`. */
export type KamailioSettings = {
  /** IPv4 address that everything listens on. */
  address: string;
  ports: { sip: number; ws: number; wss: number; ng: number; hep: number };
  /** SIP domain of all users. */
  domain: string;
  /** Password by user name. */
  users: ReadonlyMap<string, string>;
  digest: 'MD5' | 'SHA-256';
  /** Offers only PCMA to plain phones and lets rtpengine convert opus. */
  transcode: boolean;
  /** Folder with key.pem, cert.pem and, where there is music, music.wav. */
  folder: string;
  /** Plays music.wav to a plain phone that a browser put on hold. */
  music: boolean;
  /** Users reached without a registration, as trunks and gateways are. */
  routes: ReadonlyMap<string, string>;
  /** How long a plain phone may let it ring, in milliseconds (fr_inv_timer). */
  ringLimitMs: number;
  /** Longest registration, in seconds (at least 10). */
  maxExpiresS: number;
};

/**
 * The configuration of a Kamailio between browsers (WebSocket, DTLS-SRTP) and plain telephones (UDP, RTP), as a
 * call centre would run it. Where the ways part:
 * - rtpengine chooses its DTLS role itself. With `DTLS=passive` in the answer alone both sides wait for each
 *   other: its ClientHello to the browser is on its way before the answer says that it would be the server.
 * - `a=ssrc` of a plain phone is taken out, because transcoded RTP has another source and Chromium would play
 *   silence.
 * - A user whose socket went is gone from the location table at once.
 */
export function kamailioConfig(settings: KamailioSettings): string {
  const { address, ports, domain, folder } = settings;
  const passwords = [...settings.users].map(([user, password]) => `  $sht(users=>${user}) = "${password}";`);
  const routes = [...settings.routes].map(([user, target]) => `  $sht(routes=>${user}) = "${target}";`);
  const hold = settings.music ? musicOnHold(folder) : { asked: '', answered: '' };
  const toPlain = settings.transcode ? ' codec-transcode-PCMA codec-mask-opus' : '';
  return `#!KAMAILIO
#!define FLT_FROM_WS 1
#!define FLB_TO_WS 2
#!define FLT_HOLDS 3
#!define FLT_RESUMES 4
debug=2
log_stderror=yes
fork=yes
children=2
tcp_children=2
auto_aliases=no
alias="${domain}"
listen=udp:${address}:${ports.sip}
listen=tcp:${address}:${ports.ws}
enable_tls=yes
listen=tls:${address}:${ports.wss}
tcp_connection_lifetime=3605
tcp_accept_no_cl=yes
tcp_rd_buf_size=65536

loadmodule "kex.so"
loadmodule "corex.so"
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "textops.so"
loadmodule "textopsx.so"
loadmodule "siputils.so"
loadmodule "sanity.so"
loadmodule "auth.so"
loadmodule "htable.so"
loadmodule "nathelper.so"
loadmodule "sdpops.so"
loadmodule "xhttp.so"
loadmodule "websocket.so"
loadmodule "rtpengine.so"
loadmodule "siptrace.so"
loadmodule "tls.so"

modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "private_key", "${folder}/key.pem")
modparam("tls", "certificate", "${folder}/cert.pem")
modparam("tm", "fr_timer", 5000)
modparam("tm", "fr_inv_timer", ${settings.ringLimitMs})
modparam("tm", "failure_reply_mode", 3)
modparam("rr", "append_fromtag", 1)
modparam("rr", "enable_full_lr", 0)
modparam("usrloc", "db_mode", 0)
modparam("usrloc", "handle_lost_tcp", 1)
modparam("usrloc", "timer_interval", 5)
modparam("registrar|nathelper", "received_avp", "$avp(RECEIVED)")
modparam("registrar", "min_expires", 10)
modparam("registrar", "max_expires", ${settings.maxExpiresS})
modparam("htable", "htable", "users=>size=6;")
modparam("htable", "htable", "routes=>size=6;")
modparam("rtpengine", "rtpengine_sock", "udp:${address}:${ports.ng}")
modparam("rtpengine", "rtpengine_disable_tout", 2)
modparam("websocket", "keepalive_mechanism", 1)
modparam("websocket", "keepalive_timeout", 30)
modparam("siptrace", "trace_to_database", 0)
modparam("siptrace", "trace_on", 1)
modparam("siptrace", "trace_mode", 1)
modparam("siptrace", "hep_mode_on", 1)
modparam("siptrace", "hep_version", 3)
modparam("siptrace", "duplicate_uri", "sip:${address}:${ports.hep}")
${settings.digest === 'SHA-256' ? 'modparam("auth", "algorithm", "SHA-256")' : ''}

event_route[htable:mod-init] {
${[...passwords, ...routes].join('\n')}
}

request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (!sanity_check("17895", "7")) exit;
  if (nat_uac_test("64")) {
    setflag(FLT_FROM_WS);
    force_rport();
    if (is_method("REGISTER")) fix_nated_register(); else add_contact_alias();
  } else if (is_method("INVITE|UPDATE|PRACK|ACK") && has_body("application/sdp")) {
    if (sdp_remove_line_by_prefix("a=ssrc:")) msg_apply_changes();
  }
  if (is_method("CANCEL")) {
    if (t_check_trans()) t_relay();
    exit;
  }
  if (!is_method("ACK")) {
    if (t_precheck_trans()) { t_check_trans(); exit; }
    t_check_trans();
  }
  if (has_totag()) {
    if (loose_route()) {
      handle_ruri_alias();
      if (is_method("NOTIFY|REFER")) record_route();${hold.asked}
      route(RELAY);
      exit;
    }
    if (is_method("ACK")) {
      if (t_check_trans()) t_relay();
      exit;
    }
    sl_send_reply("404", "Not here");
    exit;
  }
  if (is_method("OPTIONS") && uri == myself && $rU == $null) { sl_send_reply("200", "OK"); exit; }
  route(AUTH);
  remove_hf("Route");
  if (is_method("INVITE|SUBSCRIBE|REFER")) record_route();
  if (is_method("REGISTER")) {
    if (isflagset(FLT_FROM_WS)) setbflag(FLB_TO_WS);
    if (!save("location")) sl_reply_error();
    exit;
  }
  if (uri != myself) { handle_ruri_alias(); route(RELAY); exit; }
  if ($sht(routes=>$rU) != $null) { $du = $sht(routes=>$rU); route(RELAY); exit; }
  if ($sht(users=>$rU) == $null) { send_reply("404", "Not Found"); exit; }
  if (!lookup("location")) { send_reply("480", "Temporarily Unavailable"); exit; }
  route(RELAY);
}

route[AUTH] {
  if (is_method("REGISTER")) {
    if ($au == $null || $sht(users=>$au) == $null) { www_challenge("$td", "1"); exit; }
    $var(pw) = $sht(users=>$au);
    if (!pv_www_authenticate("$td", "$var(pw)", "0")) { www_challenge("$td", "1"); exit; }
    if ($au != $tU) { sl_send_reply("403", "Forbidden"); exit; }
    return;
  }
  if (from_uri != myself) {
    if (uri != myself) { sl_send_reply("403", "Relay denied"); exit; }
    return;
  }
  if ($sht(users=>$fU) == $null) return;
  if ($au == $null || $sht(users=>$au) == $null) { proxy_challenge("$fd", "1"); exit; }
  $var(pw) = $sht(users=>$au);
  if (!pv_proxy_authenticate("$fd", "$var(pw)", "0")) { proxy_challenge("$fd", "1"); exit; }
  consume_credentials();
}

route[RELAY] {
  if ($du =~ "transport=ws") setbflag(FLB_TO_WS);
  if (is_method("BYE|CANCEL")) rtpengine_delete("");
  if (is_method("INVITE|UPDATE|PRACK")) { t_on_branch("OFFER"); t_on_reply("ANSWER"); }
  if (is_method("INVITE")) t_on_failure("FAILED");
  if (!t_relay()) sl_reply_error();
}

branch_route[OFFER] {
  if (!has_body("application/sdp")) return;
  $var(base) = "replace-origin replace-session-connection";
  if (isflagset(FLT_FROM_WS) && isbflagset(FLB_TO_WS))
    rtpengine_offer("$var(base) UDP/TLS/RTP/SAVPF ICE=force");
  else if (isflagset(FLT_FROM_WS))
    rtpengine_offer("$var(base) RTP/AVP ICE=remove rtcp-mux-demux SDES-off${toPlain}");
  else if (isbflagset(FLB_TO_WS))
    rtpengine_offer("$var(base) UDP/TLS/RTP/SAVPF ICE=force DTLS=passive SDES-off rtcp-mux-offer generate-mid");
  else rtpengine_offer("$var(base)");
}

onreply_route[ANSWER] {
  if (nat_uac_test("64")) add_contact_alias();
  if (!has_body("application/sdp")) return;
  $var(base) = "replace-origin replace-session-connection";
  if (isflagset(FLT_FROM_WS) && isbflagset(FLB_TO_WS))
    rtpengine_answer("$var(base) UDP/TLS/RTP/SAVPF ICE=force");
  else if (isflagset(FLT_FROM_WS)) {
    if (sdp_remove_line_by_prefix("a=ssrc:")) msg_apply_changes();
    rtpengine_answer("$var(base) UDP/TLS/RTP/SAVPF ICE=force SDES-off rtcp-mux-require generate-mid");${hold.answered}
  } else if (isbflagset(FLB_TO_WS))
    rtpengine_answer("$var(base) RTP/AVP ICE=remove rtcp-mux-demux DTLS=off SDES-off");
  else rtpengine_answer("$var(base)");
}

failure_route[FAILED] {
  if (t_is_canceled()) exit;
  rtpengine_delete("");
}

onreply_route { if (nat_uac_test("64")) add_contact_alias(); }

event_route[xhttp:request] {
  set_reply_close();
  set_reply_no_connect();
  if ($hdr(Upgrade) =~ "websocket" && $hdr(Connection) =~ "Upgrade" && $rm =~ "GET") {
    if (ws_handle_handshake()) exit;
  }
  xhttp_reply("404", "Not Found", "", "");
}
`;
}

/**
 * What a PBX does while an agent holds: the agent's own packets are stopped, because a browser goes on sending
 * silence, and the other side hears the file instead.
 */
const musicOnHold = (folder: string): { asked: string; answered: string } => ({
  asked: `
      if (is_method("INVITE") && isflagset(FLT_FROM_WS) && has_body("application/sdp")) {
        if (search_body("a=(sendonly|inactive)")) setflag(FLT_HOLDS); else setflag(FLT_RESUMES);
      }`,
  answered: `
    if (isflagset(FLT_HOLDS)) {
      block_media("from-tag=$ft");
      play_media("from-tag=$tt file=${folder}/music.wav");
    } else if (isflagset(FLT_RESUMES)) {
      stop_media("from-tag=$tt");
      unblock_media("from-tag=$ft");
    }`,
});

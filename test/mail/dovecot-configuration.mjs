import { execFileSync } from 'node:child_process';

/**
 * Whom mail belongs to: Dovecot refuses to keep it as root.
 * @returns {{ uid: number, gid: number }}
 */
export function mailOwner() {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? 0 };
  const id = (/** @type {string} */ what) => Number(execFileSync('id', [what, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** @param {string} folder @param {import('./dovecot.mjs').DovecotPorts} ports @param {{ uid: number, gid: number }} owner */
export function configuration(folder, { imap, imaps, lmtp }, { uid, gid }) {
  const isRoot = process.getuid?.() === 0;
  const self = isRoot ? '' : `default_internal_user = ${process.env['USER']}\ndefault_login_user = ${process.env['USER']}\n`;
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap lmtp
listen = 127.0.0.1
${self}
first_valid_uid = 1
auth_verbose = yes
disable_plaintext_auth = no
ssl = yes
ssl_cert = <${folder}/certificate.pem
ssl_key = <${folder}/key.pem
mail_location = maildir:${folder}/mail/%u
mail_max_userip_connections = 100
!include auth.conf
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail/%u allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = ${imaps}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtp}
  }
}
`;
}

#!/usr/bin/env bash
# Real Dovecot (IMAP, IMAPS, LMTP) and real Postfix (SMTP) on loopback ports, for the tests of mail.
#
#   realmail.sh prepare   downloads Debian's packages once, unpacks them, and tries whether they could be started here.
#   realmail.sh check     the same, only if that was not done before.
#   realmail.sh serve     starts the servers, prints `ready NAME=value …`, obeys the lines below from its input,
#                         and stops everything when its input ends: a test that dies leaves nothing behind.
#                           kill-imap       SIGKILL to every process that serves an IMAP connection
#                           stop-dovecot    and start-dovecot
#                           drop-indexes ADDRESS    forgets the UIDs of a mailbox: it gets another UIDVALIDITY
#                         Each is answered with `done`. By hand: `realmail.sh serve`, and Ctrl-D to end.
#
# Nothing is installed: no file, user or service of the system changes, and no port below 1024 is taken. The packages
# are unpacked in a folder under TMPDIR that is named for their versions, and laid over /usr in a mount namespace that
# only these servers see. In their process namespace this script is the first: when it ends, all of them end.
# Every mailbox exists (anything@ancpi.test), with the password that `ready` tells.
#
# Exit 3 with one line on stderr where the servers cannot be had: the tests are skipped and say that line.
# Environment: RM_IMAP RM_IMAPS RM_LMTP RM_SMTP (ports), RM_OAUTH (the port where the test answers introspection).
# Needs Debian's apt-get and dpkg, openssl, and util-linux (flock, setpriv, unshare). Only root gets a Postfix.
set -euo pipefail

TMP=${TMPDIR:-/tmp}
CACHE=$TMP/acces-realmail-packages-$(id -u)
PACKAGES="dovecot-core dovecot-imapd dovecot-lmtpd postfix"
MAIL_PASSWORD=parola-test

cannot() {
  echo "$1" >&2
  exit 3
}

# ---------------------------------------------------------------------------------------------------- the packages

# What apt would install, as `name=version`, one a line. Of what the system has already, the system's is used.
wanted() {
  # shellcheck disable=SC2086
  apt-get -s install --no-install-recommends $PACKAGES 2>/dev/null |
    sed -n 's/^Inst \([^ ]*\) .*(\([^ ]*\) .*/\1=\2/p'
}

prepare() {
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || cannot "Debian's apt-get is not here"
  command -v openssl >/dev/null || cannot "openssl is not here"
  mkdir -p "$CACHE"
  exec 8>"$CACHE/lock"
  flock 8
  local list key folder
  list=$(wanted) || cannot "apt-get knows no Dovecot or Postfix: run apt-get update"
  key=$(printf '%s\n' "$list" "$(dpkg --print-architecture)" | sha256sum | cut -c 1-16)
  folder=$CACHE/$key
  if [ ! -e "$folder/complete" ]; then
    rm -rf "$folder" "$folder.debs"
    mkdir -p "$folder/usr/lib" "$folder.debs"
    if [ -n "$list" ]; then
      # shellcheck disable=SC2086
      (cd "$folder.debs" && timeout 120 apt-get -q -o Acquire::Retries=1 -o Acquire::http::Timeout=20 download $list \
        >/dev/null 2>&1) || cannot "the packages could not be downloaded"
      for deb in "$folder.debs"/*.deb; do dpkg -x "$deb" "$folder"; done
    fi
    rm -rf "$folder.debs"
    chmod -R go+rX "$CACHE"
    touch "$folder/complete"
  fi
  ln -sfn "$folder" "$CACHE/current"
  exec 8>&-
}

# The folder of the packages: prepared before, or now.
packages() {
  [ -e "$CACHE/current/complete" ] || prepare
  R=$(readlink -f "$CACHE/current")
}

# Runs this script again, with the packages laid over /usr and as the first process of its own namespace.
inside() {
  local lay='for d in bin lib sbin; do mount -t overlay overlay -o "lowerdir=$R/usr/$d:/usr/$d" "/usr/$d"; done'
  if [ "$(id -u)" = 0 ]; then
    exec unshare -m -p --fork --kill-child --mount-proc --propagation private sh -ec "$lay; exec \"\$@\"" sh "$0" "$@"
  fi
  # Somebody else may lay them over too, as the root of a namespace of his own, and then is himself again.
  exec unshare -r -m -p --fork --kill-child --mount-proc --propagation private \
    sh -ec "$lay; exec unshare -U --map-user=$(id -u) --map-group=$(id -g) \"\$@\"" sh "$0" "$@"
}

# Whether the servers run here at all: asked once, when the packages are prepared.
try_inside() {
  local version
  version=$(inside dovecot-version 2>/dev/null) || cannot "no mount and process namespaces may be made here"
  case "$version" in
    2.3.*) ;;
    *) cannot "Dovecot 2.3 is wanted, this is ${version%% *}, with other settings" ;;
  esac
  touch "$R/tried"
}

# ---------------------------------------------------------------------------------------------------- the settings

dovecot_settings() {
  local user group
  if [ "$(id -u)" = 0 ]; then user=nobody group=nogroup; else user=$(id -un) group=$(id -gn); fi
  mkdir -p "$D"/{run,lib,mail,etc}
  : >"$D/dovecot.log"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$D/key.pem" -out "$D/cert.pem" 2>/dev/null
  cat >"$D/dovecot.conf" <<C
base_dir = $D/run
state_dir = $D/lib
log_path = $D/dovecot.log
protocols = imap lmtp
# On 127.0.0.2 there is no encryption on offer at all; 127.0.0.3 is not named in the certificate.
listen = 127.0.0.1, 127.0.0.2, 127.0.0.3
ssl = yes
ssl_cert = <$D/cert.pem
ssl_key = <$D/key.pem
local 127.0.0.2 {
  ssl = no
}
disable_plaintext_auth = no
default_internal_user = $user
default_internal_group = $group
default_login_user = $user
first_valid_uid = 1
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_fsync = never
recipient_delimiter = +
lmtp_save_to_detail_mailbox = yes
lda_mailbox_autocreate = yes
# A person of their own for servers with other habits; everybody else is served by the two static ones.
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = scheme=plain username_format=%u $D/users
}
passdb {
  driver = static
  mechanisms = plain login
  args = password=$MAIL_PASSWORD
}
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = $D/oauth2.conf
}
userdb {
  driver = passwd-file
  args = username_format=%u $D/users
}
userdb {
  driver = static
  args = uid=$user gid=$group home=$D/mail/%u allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
}
service anvil {
  chroot =
  # One test's wrong passwords must not slow down the others.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $RM_IMAP
  }
  inet_listener imaps {
    port = $RM_IMAPS
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = $RM_LMTP
  }
}
service stats {
  chroot =
}
C
  # fara-move@: a server without MOVE. cu-punct@: levels of folders are parted by a dot, below INBOX.
  local home="$user:$group:"
  home="$(id -u $user):$(id -g $user)::$D/mail"
  cat >"$D/users" <<C
fara-move@ancpi.test:$MAIL_PASSWORD:$home/fara-move::userdb_imap_capability=IMAP4rev1 IDLE UIDPLUS LITERAL+
cu-punct@ancpi.test:$MAIL_PASSWORD:$home/cu-punct::userdb_namespace/inbox/separator=. userdb_namespace/inbox/prefix=INBOX.
C
  cat >"$D/oauth2.conf" <<C
introspection_mode = post
introspection_url = http://127.0.0.1:${RM_OAUTH:-1}/introspect
username_attribute = username
active_attribute = active
active_value = true
C
  if [ "$(id -u)" = 0 ]; then chown -R "$user:$group" "$D"/*; fi
  chmod 755 "$D"
}

postfix_settings() {
  local queue=$D/postfix/spool conf=$D/postfix/conf
  mkdir -p "$queue" "$conf" "$D/postfix/data"
  chmod 755 "$D/postfix" "$queue" "$conf"
  chown root: "$D/postfix" "$queue" "$conf"
  chown news: "$D/postfix/data"
  cat >"$conf/main.cf" <<C
compatibility_level = 3.6
queue_directory = $queue
data_directory = $D/postfix/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
meta_directory = $conf
mail_owner = news
setgid_group = operator
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.ancpi.test
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = ancpi.test
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:$RM_LMTP
default_transport = error:5.1.2 no mail leaves this test server
recipient_delimiter = +
disable_dns_lookups = yes
smtpd_peername_lookup = no
smtpd_recipient_restrictions = permit_mynetworks, reject
message_size_limit = 52428800
mailbox_size_limit = 0
maillog_file = $D/postfix/mail.log
maillog_file_prefixes = $D
smtpd_tls_security_level = none
tls_random_source = dev:/dev/urandom
minimal_backoff_time = 1s
queue_run_delay = 1s
C
  cat >"$conf/master.cf" <<C
127.0.0.1:$RM_SMTP inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
C
  : >"$conf/dynamicmaps.cf"
  : >"$conf/postfix-files"
  mkdir -p "$conf/dynamicmaps.cf.d" "$conf/postfix-files.d"
  (
    cd "$queue"
    mkdir -p active bounce corrupt defer deferred flush hold incoming private saved trace maildrop public pid
    chown news: active bounce corrupt defer deferred flush hold incoming private saved trace
    chmod 700 active bounce corrupt defer deferred flush hold incoming private saved trace
    chown news:operator maildrop public
    chmod 730 maildrop
    chmod 710 public
  )
}

# ---------------------------------------------------------------------------------------------------- the servers

# Waits until a port answers; fails after ten seconds, or at once when the server that should open it is gone.
opened() {
  for _ in $(seq 200); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
    kill -0 "$2" 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}

start_dovecot() {
  local as=()
  [ "$(id -u)" = 0 ] && as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
  "${as[@]}" /usr/sbin/dovecot -F -c "$D/dovecot.conf" </dev/null >>"$D/daemon.out" 2>&1 &
  DOVECOT_PID=$!
  opened "$RM_IMAP" "$DOVECOT_PID" && opened "$RM_LMTP" "$DOVECOT_PID"
}

start_postfix() {
  /usr/lib/postfix/sbin/master -d -c "$D/postfix/conf" </dev/null >>"$D/daemon.out" 2>&1 &
  POSTFIX_PID=$!
  opened "$RM_SMTP" "$POSTFIX_PID"
}

end_server() {
  if [ -n "${1:-}" ]; then
    kill -TERM "$1" 2>/dev/null || true
    wait "$1" || true
  fi
}

end_all() {
  trap - EXIT
  end_server "${POSTFIX_PID:-}"
  end_server "${DOVECOT_PID:-}"
  rm -rf "$D"
}

# Kills what serves an IMAP connection. In this namespace there are only the processes of this run.
kill_imap() {
  for stat in /proc/[0-9]*/stat; do
    pid=$(sed -n 's/^\([0-9]*\) (imap) .*/\1/p' "$stat" 2>/dev/null) || true
    [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
  done
}

# A run that was killed leaves its folder, but no process. Whoever holds the lock is alive.
clean_leftovers() {
  for left in "$TMP"/acces-realmail-run-*; do
    if [ -O "$left" ]; then
      (flock -n 7 && rm -rf "$left") 7<"$left" || true
    fi
  done
}

serve() {
  packages
  clean_leftovers
  D=$(mktemp -d "$TMP/acces-realmail-run-XXXXXX")
  # Held by this run's processes alone, for as long as one of them is there.
  exec 9<"$D"
  flock 9
  export D
  inside serve-inside
}

serve_inside() {
  trap end_all EXIT
  dovecot_settings
  start_dovecot || { cat "$D/daemon.out" "$D/dovecot.log" >&2; exit 1; }
  local smtp=
  if [ "$(id -u)" = 0 ]; then
    postfix_settings
    start_postfix || { cat "$D/daemon.out" "$D/postfix/mail.log" >&2; exit 1; }
    smtp=$RM_SMTP
  fi
  echo "ready STATE=$D IMAP=$RM_IMAP IMAPS=$RM_IMAPS LMTP=$RM_LMTP SMTP=$smtp PASSWORD=$MAIL_PASSWORD"
  while read -r word argument; do
    case "$word" in
      kill-imap) kill_imap ;;
      stop-dovecot)
        end_server "$DOVECOT_PID"
        # They would linger for ten seconds.
        kill_imap
        ;;
      start-dovecot) start_dovecot ;;
      drop-indexes) find "$D/mail/$argument" -name 'dovecot*' -type f -delete ;;
      *) echo "unknown: $word" >&2 ;;
    esac
    echo done
  done
}

: "${RM_IMAP:=31143}" "${RM_IMAPS:=31993}" "${RM_LMTP:=31024}" "${RM_SMTP:=31025}"
export RM_IMAP RM_IMAPS RM_LMTP RM_SMTP R="${R:-}"
case "${1:-}" in
  prepare)
    prepare
    packages
    try_inside
    ;;
  check)
    packages
    [ -e "$R/tried" ] || try_inside
    ;;
  serve) serve ;;
  # What this script calls itself with, inside the namespaces.
  serve-inside) serve_inside ;;
  dovecot-version) exec /usr/sbin/dovecot --version ;;
  *)
    sed -n '2,13p' "$0"
    exit 2
    ;;
esac

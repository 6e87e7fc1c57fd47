import type { SMTPServerSession } from 'smtp-server';
import { plainIp } from './networks.ts';

/** A mail server that hands over mail. */
export interface Peer {
  readonly ip: string;
  /** The name it greeted with; empty where that is not known. */
  readonly helo: string;
}

/**
 * For one connection: tells at each MAIL FROM who brings that mail. What a mail server of ours says about a mail
 * (XFORWARD) holds for this one mail, as with Postfix. The library keeps it for all that follow on the connection,
 * which would lay the next mail to the same door: so it is taken out. Call it when the connection begins.
 */
export function peersOf(session: SMTPServerSession): () => Peer {
  const ip = plainIp(session.remoteAddress);
  /** The library writes a forwarded name over the one that our client greeted with. */
  let overwritten = false;
  return () => {
    const told = (name: string): string => {
      const value = session.xForward.get(name);
      return typeof value === 'string' ? value : '';
    };
    overwritten ||= session.xForward.has('HELO');
    const peer =
      told('ADDR') === ''
        ? { ip, helo: overwritten ? '' : session.hostNameAppearsAs }
        : { ip: told('ADDR'), helo: told('HELO') };
    session.xForward.clear();
    return peer;
  };
}

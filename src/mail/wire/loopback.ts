import { BlockList, isIPv4, isIPv6 } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether a host name or address, such as `localhost` or `[::1]`, is this machine: there, nobody else listens. */
export function isLoopback(host: string): boolean {
  const plain = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  if (isIPv4(plain)) {
    return LOOPBACK.check(plain, 'ipv4');
  }
  return isIPv6(plain) ? LOOPBACK.check(plain, 'ipv6') : plain.toLowerCase() === 'localhost';
}

import { BlockList, isIP, isIPv4 } from 'node:net';

/** This machine. */
export const LOOPBACK_NETWORKS: readonly string[] = ['127.0.0.0/8', '::1/128'];

/** This machine as it calls itself. */
export const THIS_MACHINE: readonly string[] = ['127.0.0.1', '::1'];

export interface Networks {
  /** Whether an IP address lies in one of them. IPv4 written inside IPv6 (`::ffff:10.0.0.1`) counts as IPv4. */
  include(address: string): boolean;
}

/** The networks of a list. Throws RangeError for an entry that is none ({@link isNetwork}). */
export function networksOf(entries: readonly string[]): Networks {
  const list = new BlockList();
  for (const entry of entries) {
    const network = networkOf(entry);
    if (network === null) {
      throw new RangeError(`"${entry}" is no network: write it as 10.1.0.0/16 or 10.1.2.3`);
    }
    list.addSubnet(network.address, network.prefix, network.family);
  }
  return {
    include(address) {
      const plain = plainIp(address);
      return isIP(plain) !== 0 && list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
    },
  };
}

/** Whether it reads as a network such as `10.1.0.0/16`, or as a single address. */
export function isNetwork(entry: string): boolean {
  return networkOf(entry) !== null;
}

/** Whether a host name or an address (IPv6 with or without brackets) is this machine. */
export function isLoopbackHost(host: string): boolean {
  const plain = host.replace(/^\[(.*)\]$/, '$1');
  return plain.toLowerCase() === 'localhost' || networksOf(LOOPBACK_NETWORKS).include(plain);
}

/** An address as one writes it: IPv4 inside IPv6 becomes plain IPv4. */
export function plainIp(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function networkOf(entry: string) {
  const [address = '', prefix, ...rest] = entry.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) {
    return null;
  }
  const length = prefix === undefined ? bits : Number(prefix);
  const family = bits === 32 ? ('ipv4' as const) : ('ipv6' as const);
  return length > bits ? null : { address, prefix: length, family };
}

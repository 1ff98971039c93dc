/**
 * One spelling for one peer, whichever transport reports it: an IPv4 address that arrived on an IPv6 socket
 * (`::ffff:127.0.0.1`, `0000:…:ffff:7f00:0001`) is written as IPv4, every other IPv6 address in its short form.
 */
export function normalizeAddress(address: string): string {
  if (!address.includes(":") || !URL.canParse(`http://[${address}]/`)) return address;
  const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  return mapped === null ? short : [mapped[1], mapped[2]].map(dottedHalf).join(".");
}

function dottedHalf(group: string | undefined): string {
  const bits = Number.parseInt(group ?? "0", 16);
  return `${bits >> 8}.${bits & 255}`;
}

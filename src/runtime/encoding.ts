/** The encoding of a text that is not UTF-8 without a byte order mark, as people know it; undefined when it is. */
export function foreignEncoding(bytes: Uint8Array): string | undefined {
  const mark = marks.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte));
  if (mark) return mark.name;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    return "an encoding other than UTF-8";
  }
}

/** UTF-32 first: its little-endian mark begins with that of UTF-16. */
const marks = [
  { begins: [0xff, 0xfe, 0x00, 0x00], name: "UTF-32" },
  { begins: [0x00, 0x00, 0xfe, 0xff], name: "UTF-32" },
  { begins: [0xff, 0xfe], name: "UTF-16" },
  { begins: [0xfe, 0xff], name: "UTF-16" },
  { begins: [0xef, 0xbb, 0xbf], name: "UTF-8 with a byte order mark" },
];

/** How pip reads the bytes of a requirements file. */
export interface DecodedRequirements {
  /** With U+FFFD for what can't be decoded. */
  readonly text: string;
  /** Such as `utf-8`. */
  readonly encoding: string;
  /** False where pip gives up. */
  readonly decodable: boolean;
}

/**
 * Decodes a requirements file as pip does: by a byte order mark, by a comment in the first two lines, else as UTF-8.
 * What isn't UTF-8 then is read in the locale's encoding, which is UTF-8 on the platforms, so pip gives up.
 */
export function decodeRequirements(bytes: Uint8Array): DecodedRequirements {
  const mark = marks.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte));
  const named = mark?.encoding ?? codingComment(bytes);
  const encoding = canonicalName(named ?? "utf-8");
  const lossy = () => new TextDecoder().decode(bytes);
  // An encoding that Python knows and we don't.
  if (encoding === undefined) return { text: lossy(), encoding: named ?? "", decodable: true };
  const text = encoding === "ascii" && bytes.some((byte) => byte > 127) ? undefined : decode(bytes, encoding);
  // UTF-16 without a mark is valid UTF-8, and no requirement. In a comment, pip does not mind.
  const decodable = text !== undefined && !(text.includes("\0") && /^[^#\n]*\0/m.test(text));
  return { text: text ?? lossy(), encoding: encoding === "ascii" && decodable ? "utf-8" : encoding, decodable };
}

const marks = [
  { begins: [0xff, 0xfe, 0x00, 0x00], encoding: "utf-32" },
  { begins: [0x00, 0x00, 0xfe, 0xff], encoding: "utf-32" },
  { begins: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { begins: [0xff, 0xfe], encoding: "utf-16le" },
  { begins: [0xfe, 0xff], encoding: "utf-16be" },
] as const;

/** Long enough for two lines that anybody writes, in bytes. */
const longestBegin = 4000;

function codingComment(bytes: Uint8Array): string | undefined {
  const begin = new TextDecoder("latin1").decode(bytes.subarray(0, longestBegin)).split("\n").slice(0, 2);
  const names = begin.map((line) => (line.startsWith("#") ? /coding[:=]\s*([-\w.]+)/.exec(line)?.[1] : undefined));
  return names.find((name) => name !== undefined);
}

/** The name by which `TextDecoder` knows one of Python's encodings, or `ascii`; undefined for one that it doesn't. */
function canonicalName(name: string): string | undefined {
  const label = name.toLowerCase().replaceAll("_", "-").replace(/-sig$/, "");
  if (label === "ascii" || label === "us-ascii") return "ascii";
  try {
    return new TextDecoder(label === "latin-1" ? "latin1" : label).encoding;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Undefined for bytes that are not of the encoding. */
function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

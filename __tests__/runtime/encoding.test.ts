import { expect, test } from "vitest";
import { foreignEncoding } from "../../src/runtime/encoding.js";

test.each([
  [[0xff, 0xfe, 0x33, 0x00], "UTF-16"],
  [[0xfe, 0xff, 0x00, 0x33], "UTF-16"],
  [[0xff, 0xfe, 0x00, 0x00, 0x33], "UTF-32"],
  [[0x00, 0x00, 0xfe, 0xff], "UTF-32"],
  [[0xef, 0xbb, 0xbf, 0x33], "UTF-8 with a byte order mark"],
  [[0x33, 0xe9], "an encoding other than UTF-8"],
  [[0xed, 0xa0, 0x80], "an encoding other than UTF-8"],
  [[0x33, 0xc3, 0xa9], undefined],
  [[], undefined],
])("bytes %j are %s", (bytes, encoding) => {
  expect(foreignEncoding(Uint8Array.from(bytes))).toBe(encoding);
});
